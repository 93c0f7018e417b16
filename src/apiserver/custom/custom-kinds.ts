// The kinds that one scope, or the Worker for one cluster, serves now: the built-in ones and the cluster's own. Asked
// synchronously for what is known, and with a wait for what the cluster knows.
import { internalError } from "../../apimachinery/status-error.ts";
import type { Kind } from "../../kinds/kind.ts";
import { builtinRegistry, type KindRegistry } from "../../kinds/kind-registry.ts";
import type { Clock } from "../../platform/clock.ts";
import { type CustomCache, schemaKey } from "./custom-cache.ts";
import type { CatalogState, SchemaAnswer, SchemaRequest } from "./custom-catalog.ts";
import { changesMax, staleAfterMs } from "./limits.ts";
import type { LoadedSchema } from "./schema-cache.ts";

/** The cluster, as it is asked. */
export interface CatalogSource {
  /** Undefined: `known` is still how it stands. */
  customResources(known: number | undefined): Promise<CatalogState | undefined> | CatalogState | undefined;
  /** Undefined: the definition is no longer this one. */
  customSchema(request: SchemaRequest): Promise<SchemaAnswer | undefined> | SchemaAnswer | undefined;
}

export interface KindName {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

export interface CustomKindsOptions {
  readonly cluster: string;
  readonly cache: CustomCache;
  readonly source: CatalogSource;
  readonly clock: Clock;
  /** Where the source is this very object: what is known is always how it stands. */
  readonly state?: () => CatalogState;
}

/** A kind that can be worked with: its schema stays until `release` is called. */
export interface HeldKind {
  readonly kind: Kind;
  release(): void;
}

const nothingHeld = () => {};

export class CustomKinds {
  readonly #options: CustomKindsOptions;

  constructor(options: CustomKindsOptions) {
    this.#options = options;
  }

  /** What is known now; without a wait. */
  registry(): KindRegistry {
    const { cluster, cache, state, clock } = this.#options;
    if (state === undefined) return cache.get(cluster)?.registry ?? builtinRegistry;
    const now = state();
    const known = cache.get(cluster);
    return known?.version === now.version ? known.registry : cache.put(cluster, now, clock.now()).registry;
  }

  /** The version of what is known; undefined before anything is. */
  get version(): number | undefined {
    return this.#options.cache.get(this.#options.cluster)?.version;
  }

  /** The known resources' texts. */
  get resources(): readonly string[] {
    return this.#options.cache.get(this.#options.cluster)?.resources ?? [];
  }

  /** Learns what the cluster says. `atLeast`: nothing to do when that much is known. */
  async refresh(atLeast?: number): Promise<void> {
    const { cluster, cache, source, clock } = this.#options;
    const known = cache.get(cluster);
    if (atLeast !== undefined && known !== undefined && known.version >= atLeast) return;
    const state = await source.customResources(known?.version);
    cache.put(cluster, state ?? (known as CatalogState), clock.now());
  }

  /** The same, unless it was done less than a second ago. */
  async freshen(): Promise<void> {
    const { cluster, cache, clock } = this.#options;
    const known = cache.get(cluster);
    if (known === undefined || clock.now() - known.askedMs > staleAfterMs) await this.refresh();
  }

  /** A kind by its path. Built-in ones are never waited for, and unknown ones are asked for. */
  async find({ group, version, plural }: KindName): Promise<Kind | undefined> {
    const builtin = builtinRegistry.byResource(group, version, plural);
    if (builtin !== undefined) return builtin;
    await this.freshen();
    const known = this.registry().byResource(group, version, plural);
    if (known !== undefined) return known;
    await this.refresh();
    return this.registry().byResource(group, version, plural);
  }

  /** The kind with its schemas, its stored shape's too. `atLeast`: what the asker knows of the cluster. */
  async hold(name: KindName, atLeast?: number): Promise<HeldKind | undefined> {
    const builtin = builtinRegistry.byResource(name.group, name.version, name.plural);
    if (builtin !== undefined) return { kind: builtin, release: nothingHeld };
    if (atLeast !== undefined) await this.refresh(atLeast);
    for (let change = 1; change <= changesMax; change += 1) {
      const kind = await this.find(name);
      if (kind === undefined) return undefined;
      const release = await this.load(kind);
      if (release !== undefined) return { kind, release };
      await this.refresh();
    }
    throw internalError(`the definition of ${name.plural}.${name.group} keeps changing`);
  }

  /** Loads what a kind needs; the answer lets go of it. Undefined: its definition is another one by now. */
  async load(kind: Pick<Kind, "custom" | "version">): Promise<(() => void) | undefined> {
    const { custom } = kind;
    if (custom === undefined) return nothingHeld;
    const { cluster, cache, source } = this.#options;
    const { schemas } = cache;
    const held: string[] = [];
    const release = () => {
      for (const key of held.splice(0)) schemas.release(key);
    };
    for (const version of new Set([kind.version, custom.storageVersion])) {
      const key = schemaKey(cluster, custom, version);
      if (!schemas.hold(key)) {
        const { name, uid, generation } = custom;
        const answer = await source.customSchema({ name, uid, generation, version });
        if (answer === undefined) {
          release();
          return undefined;
        }
        schemas.add(key, answer);
        schemas.hold(key);
      }
      held.push(key);
    }
    return release;
  }

  /** What was loaded with a kind; undefined for a built-in one, or before. */
  loaded({ custom, version }: Kind): LoadedSchema | undefined {
    return custom === undefined
      ? undefined
      : this.#options.cache.schemas.get(schemaKey(this.#options.cluster, custom, version));
  }
}
