// What asks for a resource, found once: most writes are asked for by nobody, and find that out by one look into a map.
import type { Kind } from "../../../kinds/kind.ts";
import type { KindRegistry } from "../../../kinds/kind-registry.ts";
import { matchedKind, type ResourceRules, type ResourceTarget } from "./matched-kind.ts";

export interface Asking<Entry> {
  readonly entry: Entry;
  /** The kind that it wants to see the request as. */
  readonly as: Kind;
}

const nobody: readonly never[] = [];

export class ResourceIndex<Entry extends ResourceRules> {
  readonly entries: readonly Entry[];
  readonly #found = new Map<string, { readonly kind: Kind; readonly asking: readonly Asking<Entry>[] }>();

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
  }

  /** Those whose rules ask for the resource, in order. Names of objects don't count here. */
  asking(target: ResourceTarget, kinds: KindRegistry): readonly Asking<Entry>[] {
    if (this.entries.length === 0) return nobody;
    const { kind, operation, subresource } = target;
    const key = `${operation} ${kind.group}/${kind.version}/${kind.plural}/${subresource}`;
    const known = this.#found.get(key);
    // Custom kinds are made anew when their definition changes.
    if (known?.kind === kind) return known.asking;
    const asking = this.entries.flatMap((entry) => {
      const as = matchedKind(entry, target, kinds);
      return as === undefined ? [] : [{ entry, as }];
    });
    this.#found.set(key, { kind, asking });
    return asking;
  }
}
