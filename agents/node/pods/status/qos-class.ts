// How much a pod asks for compared with what it may use: its quality of service.
// Kubernetes: pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS
import { parseQuantity } from "../../../../src/apimachinery/quantity.ts";
import type { Pod, ResourceRequirements } from "../../../../src/kinds/facts/types.gen.ts";
import { specOf } from "../pod-parts.ts";

export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

const counted = ["cpu", "memory"] as const;

export function qosClassOf(pod: Pod): QosClass {
  const { containers, initContainers = [], resources } = specOf(pod);
  const all =
    resources === undefined ? [...containers, ...initContainers].map((one) => one.resources ?? {}) : [resources];
  const asks = all.some((one) => counted.some((name) => isSet(one.requests?.[name]) || isSet(one.limits?.[name])));
  if (!asks) return "BestEffort";
  return all.every(isExact) ? "Guaranteed" : "Burstable";
}

/** Both limits set, and requests equal to them (left out means the same). */
function isExact({ limits, requests }: ResourceRequirements): boolean {
  return counted.every((name) => {
    const limit = limits?.[name];
    const request = requests?.[name] ?? limit;
    return isSet(limit) && parseQuantity(limit as string).nano === parseQuantity(request as string).nano;
  });
}

function isSet(quantity: string | undefined): boolean {
  return quantity !== undefined && parseQuantity(quantity).nano !== 0n;
}
