// Which taints a pod puts up with.
// Kubernetes: staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go, api/core/v1/toleration.go ToleratesTaint
import type { Taint, Toleration } from "../kinds/facts/types.gen.ts";

export function tolerates({ key = "", operator = "", value = "", effect = "" }: Toleration, taint: Taint): boolean {
  if (effect !== "" && effect !== taint.effect) return false;
  if (key !== "" && key !== taint.key) return false;
  switch (operator) {
    case "":
    case "Equal":
      return value === (taint.value ?? "");
    case "Exists":
      return true;
    case "Lt":
    case "Gt":
      return compares(operator, taint.value ?? "", value);
    default:
      return false;
  }
}

function compares(operator: "Lt" | "Gt", taintValue: string, value: string): boolean {
  const integer = /^-?[0-9]{1,19}$/;
  if (!integer.test(taintValue) || !integer.test(value)) return false;
  const [have, bound] = [BigInt(taintValue), BigInt(value)];
  return operator === "Gt" ? have > bound : have < bound;
}

/** Keeps pods away that don't tolerate it, and not only if there is a choice. */
export function isHardTaint({ effect }: Taint): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}

export function toleratesAll(tolerations: readonly Toleration[], taints: readonly Taint[]): boolean {
  return taints.every((taint) => !isHardTaint(taint) || tolerations.some((one) => tolerates(one, taint)));
}
