// allowPrivilegeEscalation: no process gains more than its parent had.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_allowPrivilegeEscalation.go
import type { Check, CheckPod } from "../check.ts";
import { containersText, containersWhere, isForWindows } from "../words.ts";

const forbidden: CheckPod = ({ spec }) => {
  const bad = containersWhere(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  const detail = `${containersText(bad)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: "allowPrivilegeEscalation != false", detail };
};

export const allowPrivilegeEscalation: Check = {
  id: "allowPrivilegeEscalation",
  level: "restricted",
  versions: [
    { sinceMinor: 8, check: forbidden },
    { sinceMinor: 25, check: (pod) => (isForWindows(pod.spec) ? undefined : forbidden(pod)) },
  ],
};
