// procMount: what /proc hides stays hidden. At "baseline" a pod with users of its own may see it.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_procMount_{baseline,restricted}.go
import type { Check, CheckPod } from "../check.ts";
import { containersText, containersWhere, hasOwnUsers, quoted, sorted } from "../words.ts";

const masked: CheckPod = ({ spec }) => {
  const found: string[] = [];
  const bad = containersWhere(spec, ({ securityContext }) => {
    const procMount = securityContext?.procMount;
    if (procMount === undefined || procMount === "Default") return false;
    found.push(procMount);
    return true;
  });
  if (bad.length === 0) return undefined;
  const detail = `${containersText(bad)} must not set securityContext.procMount to ${quoted(sorted(found))}`;
  return { reason: "procMount", detail };
};

export const procMount: Check = {
  id: "procMount",
  level: "baseline",
  versions: [
    { sinceMinor: 0, check: masked },
    { sinceMinor: 35, check: (pod) => (hasOwnUsers(pod.spec) ? undefined : masked(pod)) },
  ],
};

export const procMountRestricted: Check = {
  id: "procMount_restricted",
  level: "restricted",
  versions: [{ sinceMinor: 35, check: masked, overrides: ["procMount"] }],
};
