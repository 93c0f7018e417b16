// A count of placed pods by node, and by the values of whichever node labels were asked for: kept up to date by one at a time.
import type { NodeFacts, PodCounts } from "./snapshot.ts";

export class PlacedCounts implements PodCounts {
  readonly #byNode = new Map<string, number>();
  readonly #byValue = new Map<string, Map<string, number>>();
  readonly #factsOf: (node: string) => NodeFacts | undefined;

  /** `factsOf` a node that holds pods that were counted. */
  constructor(factsOf: (node: string) => NodeFacts | undefined) {
    this.#factsOf = factsOf;
  }

  get byNode(): ReadonlyMap<string, number> {
    return this.#byNode;
  }

  byValue(topologyKey: string): ReadonlyMap<string, number> {
    const known = this.#byValue.get(topologyKey);
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    for (const [node, count] of this.#byNode) {
      const value = this.#factsOf(node)?.labels[topologyKey];
      if (value !== undefined) addCount(counts, value, count);
    }
    this.#byValue.set(topologyKey, counts);
    return counts;
  }

  add(node: NodeFacts, delta: number): void {
    addCount(this.#byNode, node.name, delta);
    for (const [topologyKey, counts] of this.#byValue) {
      const value = node.labels[topologyKey];
      if (value !== undefined) addCount(counts, value, delta);
    }
  }

  get isEmpty(): boolean {
    return this.#byNode.size === 0;
  }
}

/** A count of zero is no entry. */
export function addCount(counts: Map<string, number>, key: string, delta: number): void {
  const count = (counts.get(key) ?? 0) + delta;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
