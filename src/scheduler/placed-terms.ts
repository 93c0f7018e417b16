// Affinity terms of pods that have a place, alike ones counted together: what they mean for another pod is read off
// without looking at the pods.
import { addCount } from "./placed-counts.ts";
import type { AffinityTerm, NodeFacts, PlacedTerm } from "./snapshot.ts";

interface Group extends PlacedTerm {
  readonly counts: Map<string, number>;
}

const anyNamespace = "";

export class PlacedTerms {
  readonly #groups = new Map<string, Group>();
  readonly #byNamespace = new Map<string, Set<Group>>();

  /** Those that may mean a pod of this namespace. */
  *about(namespace: string): Iterable<PlacedTerm> {
    yield* this.#byNamespace.get(namespace) ?? [];
    yield* this.#byNamespace.get(anyNamespace) ?? [];
  }

  /** A pod with this term got its place on `node` (1), or left it (-1). */
  add(term: AffinityTerm, weight: number, node: NodeFacts, delta: 1 | -1): void {
    const value = node.labels[term.topologyKey];
    if (value === undefined) return;
    const key = `${weight} ${term.key}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { term, weight, counts: new Map() };
      this.#groups.set(key, group);
      for (const namespace of namespacesOf(term)) {
        const here = this.#byNamespace.get(namespace);
        if (here === undefined) this.#byNamespace.set(namespace, new Set([group]));
        else here.add(group);
      }
    }
    addCount(group.counts, value, delta);
    if (group.counts.size === 0) this.#drop(key, group);
  }

  #drop(key: string, group: Group): void {
    this.#groups.delete(key);
    for (const namespace of namespacesOf(group.term)) {
      const here = this.#byNamespace.get(namespace);
      here?.delete(group);
      if (here?.size === 0) this.#byNamespace.delete(namespace);
    }
  }
}

function namespacesOf({ namespaces, namespaceLabels }: AffinityTerm): Iterable<string> {
  return namespaceLabels === "nothing" ? namespaces : [anyNamespace];
}
