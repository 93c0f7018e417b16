// Two lists of tolerations as one, without those that another one covers.
// Kubernetes: pkg/util/tolerations/tolerations.go
import type { Toleration } from "../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";

export function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): Toleration[] {
  const all = [...first, ...second];
  const merged: Toleration[] = [];
  for (const [index, one] of all.entries()) {
    if (merged.some((kept) => covers(kept, one))) continue;
    // Of equal ones the first stays.
    if (all.slice(index + 1).some((later) => !semanticEqual(one, later) && covers(later, one))) continue;
    merged.push(one);
  }
  return merged;
}

/** Whatever `one` tolerates, `wide` does too. */
function covers(wide: Toleration, one: Toleration): boolean {
  if (semanticEqual(wide, one)) return true;
  const { key = "", operator = "Equal", effect = "", value = "", tolerationSeconds } = wide;
  if ((one.key ?? "") !== key && (key !== "" || operator !== "Exists")) return false;
  if ((one.effect ?? "") !== effect && effect !== "") return false;
  if (effect === "NoExecute" && tolerationSeconds !== undefined) {
    if (one.tolerationSeconds === undefined || one.tolerationSeconds > tolerationSeconds) return false;
  }
  if (operator === "Exists") return true;
  return operator === "Equal" && (one.operator ?? "Equal") === "Equal" && (one.value ?? "") === value;
}
