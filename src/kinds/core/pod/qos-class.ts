// A pod's quality of service: which pods a node gives up first when it runs out of memory.
// Kubernetes: pkg/apis/core/helper/qos/qos.go
import type { Pod, PodSpec, ResourceRequirements } from "../../facts/types.gen.ts";
import { addAmounts, amountsOf, type ResourceAmounts } from "../resources/resource-amounts.ts";
import { isPodLevelResource } from "../resources/resource-names.ts";

export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

/** As noted at creation; computed for a pod that has not been stored yet. */
export function qosClass(pod: Pod): QosClass {
  return (pod.status?.qosClass as QosClass | undefined) ?? computeQosClass(pod.spec);
}

export function computeQosClass(spec: PodSpec | undefined): QosClass {
  const requests: ResourceAmounts = new Map();
  const limits: ResourceAmounts = new Map();
  let bounded = true;
  for (const resources of deciding(spec)) {
    addAmounts(requests, computeAmounts(resources?.requests));
    const own = computeAmounts(resources?.limits);
    addAmounts(limits, own);
    bounded &&= own.has("cpu") && own.has("memory");
  }
  if (requests.size === 0 && limits.size === 0) return "BestEffort";
  const equal = [...requests].every(([name, amount]) => limits.get(name)?.nano === amount.nano);
  return bounded && equal && requests.size === limits.size ? "Guaranteed" : "Burstable";
}

/** The pod's own resources when it has some, else those of all its containers. */
function deciding(spec: PodSpec | undefined): readonly (ResourceRequirements | undefined)[] {
  const own = spec?.resources;
  const named = [...Object.keys(own?.requests ?? {}), ...Object.keys(own?.limits ?? {})];
  if (named.some(isPodLevelResource)) return [own];
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((container) => container.resources);
}

function computeAmounts(list: Record<string, string> | undefined): ResourceAmounts {
  const amounts = amountsOf(list);
  for (const [name, amount] of amounts) {
    if ((name !== "cpu" && name !== "memory") || amount.nano <= 0n) amounts.delete(name);
  }
  return amounts;
}
