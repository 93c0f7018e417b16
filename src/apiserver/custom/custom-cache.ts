// What one isolate knows of its clusters' custom resources: plain data, shared by the Worker and all objects in it.
import { type CustomKinds, customKinds } from "../../kinds/custom/custom-kind.ts";
import type { CustomResource } from "../../kinds/custom/custom-resource.ts";
import { compareVersions } from "../../kinds/custom/version-priority.ts";
import type { Kind } from "../../kinds/kind.ts";
import { builtinRegistry, type KindRegistry, kindRegistry } from "../../kinds/kind-registry.ts";
import type { CatalogState } from "./custom-catalog.ts";
import { clustersMax, schemaCharactersMax } from "./limits.ts";
import { SchemaCache } from "./schema-cache.ts";

export interface ClusterCustoms {
  readonly version: number;
  readonly registry: KindRegistry;
  /** The resources' texts, in the order of their names. */
  readonly resources: readonly string[];
  /** When the cluster said so. */
  readonly askedMs: number;
}

interface Entry extends ClusterCustoms {
  /** By the resource's text: a resource that stays as it is keeps its kinds, and all that is kept for them. */
  readonly kinds: ReadonlyMap<string, CustomKinds>;
}

export class CustomCache {
  readonly schemas = new SchemaCache(schemaCharactersMax);
  readonly #clusters = new Map<string, Entry>();

  get(cluster: string): ClusterCustoms | undefined {
    return this.#clusters.get(cluster);
  }

  /** Takes what the cluster says now; an older state that comes late only counts when there is none. */
  put(cluster: string, state: CatalogState, nowMs: number): ClusterCustoms {
    const known = this.#clusters.get(cluster);
    this.#clusters.delete(cluster);
    const entry =
      known !== undefined && known.version >= state.version
        ? { ...known, askedMs: nowMs }
        : entryOf(known, state, nowMs, (resource) => this.#kindsOf(cluster, resource));
    this.#clusters.set(cluster, entry);
    for (const oldest of this.#clusters.keys()) {
      if (this.#clusters.size <= clustersMax) break;
      this.#clusters.delete(oldest);
    }
    return entry;
  }

  #kindsOf(cluster: string, resource: CustomResource): CustomKinds {
    return customKinds(resource, (version) => this.schemas.get(schemaKey(cluster, resource, version))?.schema);
  }
}

export function schemaKey(cluster: string, { uid, generation }: CustomResource, version: string): string {
  return `${cluster}/${uid}/${generation}/${version}`;
}

function entryOf(
  known: Entry | undefined,
  { version, resources }: CatalogState,
  askedMs: number,
  make: (resource: CustomResource) => CustomKinds,
): Entry {
  const kinds = new Map(resources.map((text) => [text, known?.kinds.get(text) ?? make(JSON.parse(text))]));
  return { version, resources, askedMs, kinds, registry: registryOf([...kinds.values()]) };
}

/** The built-in kinds, then the custom ones by group and, within a group, the preferred version first. */
function registryOf(customs: readonly CustomKinds[]): KindRegistry {
  if (customs.length === 0) return builtinRegistry;
  const served = customs.flatMap((one) => one.served).filter(isNew);
  served.sort(byGroupAndVersion);
  const unserved = customs.map(({ stored }) => stored).filter((kind) => kind !== undefined);
  return kindRegistry([...builtinRegistry.kinds, ...served], unserved);
}

/** A definition does not take a built-in resource's place. */
function isNew({ group, version, plural }: Kind): boolean {
  return builtinRegistry.byResource(group, version, plural) === undefined;
}

function byGroupAndVersion(left: Kind, right: Kind): number {
  if (left.group !== right.group) return left.group < right.group ? -1 : 1;
  return compareVersions(left.version, right.version) || (left.plural < right.plural ? -1 : 1);
}
