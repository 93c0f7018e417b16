// The custom resources of a cluster, as the object that stores their definitions knows them: a line for each that is
// established, and the schemas on request.
import type { JsonObject } from "../../apimachinery/json.ts";
import { type CustomResource, customResourceOf } from "../../kinds/custom/custom-resource.ts";
import type { CustomResourceConversion, CustomResourceDefinition } from "../../kinds/facts/types.gen.ts";
import type { Change, StoredObject } from "../../storage/types.ts";
import { withoutProse } from "./without-prose.ts";

export const definitionsCollection = "customresourcedefinitions.apiextensions.k8s.io";

/** What of the store is needed. */
export interface DefinitionStore {
  readonly revision: number;
  get(collection: string, name: string): StoredObject | undefined;
  list(collection: string): { readonly objects: readonly StoredObject[] };
}

/** Everybody's knowledge of a cluster's custom resources. */
export interface CatalogState {
  /** A revision: of two states the later one counts. */
  readonly version: number;
  /** A `CustomResource` each, as JSON: equal texts are the same resource. In the order of their names. */
  readonly resources: readonly string[];
}

/** Which schema is wanted. */
export interface SchemaRequest {
  /** The definition's. */
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly version: string;
}

export interface SchemaAnswer {
  /** The openAPIV3Schema without its prose, as JSON. */
  readonly schema: string;
  readonly conversion: CustomResourceConversion | undefined;
}

interface Known {
  /** The definition's. */
  readonly uid: string;
  readonly generation: number;
  readonly since: number;
  /** Undefined: not served. */
  readonly text: string | undefined;
}

export class CustomCatalog {
  readonly #store: DefinitionStore;
  #known: Map<string, Known> | undefined;
  #state: CatalogState | undefined;

  constructor(store: DefinitionStore) {
    this.#store = store;
  }

  state(): CatalogState {
    if (this.#state !== undefined) return this.#state;
    const known = this.#all();
    const resources = [...known.keys()]
      .sort()
      .map((name) => known.get(name)?.text)
      .filter((text) => text !== undefined);
    this.#state = { version: this.#store.revision, resources };
    return this.#state;
  }

  /** Takes note of a commit. True: what is served is another. */
  note(changes: readonly Change[]): boolean {
    let changed = false;
    for (const change of changes) {
      if (change.collection !== definitionsCollection) continue;
      const known = this.#all();
      const before = known.get(change.name);
      if (change.type === "DELETED") known.delete(change.name);
      else known.set(change.name, read(change, before));
      changed ||= before?.text !== known.get(change.name)?.text;
    }
    if (changed) this.#state = undefined;
    return changed;
  }

  /** Undefined: the definition is no longer this one. */
  schema({ name, uid, generation, version }: SchemaRequest): SchemaAnswer | undefined {
    const definition = this.definition(name);
    const { metadata, spec } = definition ?? {};
    if (metadata?.uid !== uid || metadata.generation !== generation) return undefined;
    const found = spec?.versions.find((one) => one.name === version)?.schema?.openAPIV3Schema;
    const schema = JSON.stringify(withoutProse((found ?? {}) as unknown as JsonObject));
    return { schema, conversion: spec?.conversion };
  }

  /** Read anew each time: it may be a megabyte, and is seldom asked for. */
  definition(name: string): CustomResourceDefinition | undefined {
    const stored = this.#store.get(definitionsCollection, name);
    return stored === undefined ? undefined : (JSON.parse(stored.text) as CustomResourceDefinition);
  }

  #all(): Map<string, Known> {
    this.#known ??= new Map(
      this.#store.list(definitionsCollection).objects.map((stored) => [stored.name, read(stored, undefined)]),
    );
    return this.#known;
  }
}

type Stored = Pick<StoredObject, "revision" | "text" | "uid">;

function read({ revision, text, uid }: Stored, before: Known | undefined): Known {
  const definition = JSON.parse(text) as CustomResourceDefinition;
  const generation = definition.metadata?.generation ?? 0;
  const isSame = before?.uid === uid && before.generation === generation;
  const since = isSame ? before.since : revision;
  const resource: CustomResource | undefined = customResourceOf(definition, since);
  return { uid, generation, since, text: resource === undefined ? undefined : JSON.stringify(resource) };
}
