// The selections of pods that cycles ask for, counted along with every pod that gets or leaves a place.
import { countedSelectionsMax } from "./limits.ts";
import { PlacedCounts } from "./placed-counts.ts";
import type { NodeFacts, PodCounts, PodInfo, PodSelection } from "./snapshot.ts";

export interface PlacedPod {
  readonly pod: PodInfo;
  readonly node: NodeFacts;
}

export interface PlacedPods {
  /** Pods on nodes that are known; of all namespaces: undefined. */
  placed(namespaces: Iterable<string> | undefined): Iterable<PlacedPod>;
  factsOf(node: string): NodeFacts | undefined;
}

interface Counted {
  readonly selection: PodSelection;
  readonly counts: PlacedCounts;
}

/** Stands for selections that any namespace may be meant by. No namespace is called so. */
const anyNamespace = "";

export class CountedSelections {
  readonly #pods: PlacedPods;
  readonly #max: number;
  /** The one longest not asked for comes first. */
  readonly #all = new Map<string, Counted>();
  readonly #byNamespace = new Map<string, Set<Counted>>();

  constructor(pods: PlacedPods, max = countedSelectionsMax) {
    this.#pods = pods;
    this.#max = max;
  }

  get(selection: PodSelection): PodCounts {
    const known = this.#all.get(selection.key);
    if (known !== undefined) {
      this.#all.delete(selection.key);
      this.#all.set(selection.key, known);
      return known.counts;
    }
    const counts = new PlacedCounts((node) => this.#pods.factsOf(node));
    for (const { pod, node } of this.#pods.placed(selection.namespaces)) {
      if (selection.matches(pod)) counts.add(node, 1);
    }
    this.#keep({ selection, counts });
    return counts;
  }

  /** `pod` got its place on `node` (1), or left it (-1). */
  add(pod: PodInfo, node: NodeFacts, delta: 1 | -1): void {
    for (const namespace of [pod.namespace, anyNamespace]) {
      for (const { selection, counts } of this.#byNamespace.get(namespace) ?? []) {
        if (selection.matches(pod)) counts.add(node, delta);
      }
    }
  }

  /** A namespace's labels changed: whom selections by such labels mean is unknown until they are asked for again. */
  forgetNamespaceLabels(): void {
    for (const counted of [...(this.#byNamespace.get(anyNamespace) ?? [])]) this.#drop(counted);
  }

  get size(): number {
    return this.#all.size;
  }

  #keep(counted: Counted): void {
    if (this.#all.size >= this.#max) {
      const oldest = this.#all.values().next();
      if (!oldest.done) this.#drop(oldest.value);
    }
    this.#all.set(counted.selection.key, counted);
    for (const namespace of counted.selection.namespaces ?? [anyNamespace]) {
      const here = this.#byNamespace.get(namespace);
      if (here === undefined) this.#byNamespace.set(namespace, new Set([counted]));
      else here.add(counted);
    }
  }

  #drop(counted: Counted): void {
    this.#all.delete(counted.selection.key);
    for (const namespace of counted.selection.namespaces ?? [anyNamespace]) {
      const here = this.#byNamespace.get(namespace);
      here?.delete(counted);
      if (here?.size === 0) this.#byNamespace.delete(namespace);
    }
  }
}
