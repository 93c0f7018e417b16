// What the objects of a namespace use of one quota, counted anew.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/quota/v1/resources.go CalculateUsage
import type { KubeObject } from "../../apimachinery/json.ts";
import { quantityText, zeroQuantity } from "../../apimachinery/quantity.ts";
import { addAmounts, type ResourceAmounts } from "../core/resources/resource-amounts.ts";
import type { ResourceQuota } from "../facts/types.gen.ts";
import { evaluatorOf } from "./evaluators.ts";
import { scopesOf } from "./scopes.ts";

/** `objects`: everything of the collections that the quota counts. Resources that nothing counts are left out. */
export function recount(
  quota: Readonly<ResourceQuota>,
  objects: ReadonlyMap<string, readonly Readonly<KubeObject>[]>,
  nowMs: number,
): Record<string, string> {
  const names = Object.keys(quota.spec?.hard ?? {});
  const scopes = scopesOf(quota);
  const sum: ResourceAmounts = new Map();
  for (const [collection, list] of objects) {
    const evaluator = evaluatorOf(collection);
    if (evaluator === undefined) continue;
    for (const name of names) if (evaluator.counts(name) && !sum.has(name)) sum.set(name, zeroQuantity);
    for (const object of list) {
      if (scopes.every((scope) => evaluator.within(object, scope))) addAmounts(sum, evaluator.usage(object, nowMs));
    }
  }
  const counted = names.filter((name) => sum.has(name));
  return Object.fromEntries(counted.map((name) => [name, quantityText(sum.get(name) ?? zeroQuantity)]));
}
