// What a namespace's new level has against the pods that are there already: told in warnings, never refused.
// Kubernetes: staging/src/k8s.io/pod-security-admission/admission/admission.go EvaluatePodsInNamespace
import type { Pod } from "../../../kinds/facts/types.gen.ts";
import { existingPodsMax } from "./limits.ts";
import { type LevelVersion, policyText } from "./policy.ts";
import { reasonText, violations } from "./standards.ts";

interface Offenders {
  first: string;
  count: number;
}

export function existingPodWarnings(namespace: string, enforce: LevelVersion, pods: readonly Pod[]): string[] {
  const checked = pods.slice(0, existingPodsMax);
  const byReason = new Map<string, Offenders>();
  for (const { metadata = {}, spec } of checked) {
    if (spec === undefined) continue;
    const found = violations(enforce, { metadata, spec });
    if (found.length > 0) count(byReason, reasonText(found), metadata.name ?? "");
  }
  const warnings: string[] = [];
  if (checked.length < pods.length) {
    const part = `${checked.length} of ${pods.length}`;
    warnings.push(`new PodSecurity enforce level only checked against the first ${part} existing pods`);
  }
  if (byReason.size > 0) {
    const [where, level] = [JSON.stringify(namespace), JSON.stringify(policyText(enforce))];
    warnings.push(`existing pods in namespace ${where} violate the new PodSecurity enforce level ${level}`);
  }
  return [...warnings, ...[...byReason].map(([reason, offenders]) => `${who(offenders)}: ${reason}`).sort()];
}

function count(byReason: Map<string, Offenders>, reason: string, name: string): void {
  const known = byReason.get(reason) ?? { first: name, count: 0 };
  byReason.set(reason, { first: name < known.first ? name : known.first, count: known.count + 1 });
}

function who({ first, count }: Offenders): string {
  if (count === 1) return first;
  return `${first} (and ${count - 1} other ${count === 2 ? "pod" : "pods"})`;
}
