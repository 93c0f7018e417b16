// Every kind's way to count against quotas. Kubernetes: pkg/quota/v1/evaluator/core/registry.go
import { quantityOf } from "../../apimachinery/quantity.ts";
import { deviceClaimEvaluator, volumeClaimEvaluator } from "./claim-usage.ts";
import type { Evaluator } from "./evaluator.ts";
import { podEvaluator } from "./pod-usage.ts";
import { serviceEvaluator } from "./service-usage.ts";

const own: Readonly<Record<string, Evaluator>> = {
  pods: podEvaluator,
  services: serviceEvaluator,
  persistentvolumeclaims: volumeClaimEvaluator,
  "resourceclaims.resource.k8s.io": deviceClaimEvaluator,
};

/** Kinds that a quota may also name without "count/". */
const aliased: ReadonlySet<string> = new Set(["configmaps", "resourcequotas", "replicationcontrollers", "secrets"]);

/** Nobody's quota. Kubernetes: pkg/quota/v1/install/registry.go DefaultIgnoredResources */
const ignored: ReadonlySet<string> = new Set(["events", "events.events.k8s.io"]);

const countPrefix = "count/";
const byCollection = new Map<string, Evaluator>();
/** Collections come and go with custom kinds; the most that are remembered. */
const rememberedMax = 1000;

/** Undefined: objects of the collection are not counted. */
export function evaluatorOf(collection: string): Evaluator | undefined {
  if (ignored.has(collection)) return undefined;
  const known = own[collection] ?? byCollection.get(collection);
  if (known !== undefined) return known;
  const made = objectCount(collection);
  if (byCollection.size >= rememberedMax) byCollection.clear();
  byCollection.set(collection, made);
  return made;
}

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/quota/v1/generic/evaluator.go objectCountEvaluator */
function objectCount(collection: string): Evaluator {
  const names = aliased.has(collection) ? [collection, `${countPrefix}${collection}`] : [`${countPrefix}${collection}`];
  const usage = new Map(names.map((name) => [name, quantityOf(1)]));
  return {
    handles: (operation, subresource) => operation === "CREATE" && subresource === "",
    counts: (resource) => names.includes(resource),
    usage: () => usage,
    within: () => false,
  };
}

/** The collections that resources of these names count. */
export function countedCollections(resources: readonly string[]): string[] {
  const collections = new Set<string>();
  for (const resource of resources) {
    const found = Object.keys(own).find((collection) => own[collection]?.counts(resource));
    if (found !== undefined) collections.add(found);
    else if (aliased.has(resource)) collections.add(resource);
    else if (resource.startsWith(countPrefix)) collections.add(resource.slice(countPrefix.length));
  }
  return [...collections].filter((collection) => !ignored.has(collection));
}
