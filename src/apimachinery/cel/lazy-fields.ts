// A policy's `variables`: each computed when an expression first names it, and then kept.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/composition.go
import { EvaluationError } from "./evaluation-error.ts";
import type { Outcome } from "./surface.ts";
import { type CelValue, MapValue } from "./value.ts";
import { OverBudget } from "./work.ts";

export class LazyFields extends MapValue {
  readonly #compute: ReadonlyMap<string, () => Outcome>;
  readonly #known = new Map<string, Outcome>();

  constructor(compute: ReadonlyMap<string, () => Outcome>) {
    super();
    this.#compute = compute;
  }
  get size(): number {
    return this.#compute.size;
  }
  keys(): readonly CelValue[] {
    return [...this.#compute.keys()];
  }
  find(key: CelValue): CelValue | undefined {
    if (typeof key !== "string") return undefined;
    const compute = this.#compute.get(key);
    if (compute === undefined) return undefined;
    const outcome = this.#known.get(key) ?? compute();
    this.#known.set(key, outcome);
    if (outcome.type === "value") return outcome.value;
    if (outcome.isOverBudget) throw new OverBudget();
    throw new EvaluationError(`composited variable ${JSON.stringify(key)} fails to evaluate: ${outcome.message}`);
  }
}
