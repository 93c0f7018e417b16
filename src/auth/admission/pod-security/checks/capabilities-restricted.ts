// capabilities_restricted: every capability is dropped, and none but NET_BIND_SERVICE added again.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_capabilities_restricted.go
import type { Check, CheckPod } from "../check.ts";
import { containersText, containersWhere, isForWindows, quoted, sorted } from "../words.ts";

const overrides = ["capabilities_baseline"];

const dropped: CheckPod = ({ spec }) => {
  const found: string[] = [];
  const keeping = containersWhere(
    spec,
    ({ securityContext }) => securityContext?.capabilities?.drop?.includes("ALL") !== true,
  );
  const adding = containersWhere(spec, ({ securityContext }) => {
    const own = (securityContext?.capabilities?.add ?? []).filter((name) => name !== "NET_BIND_SERVICE");
    found.push(...own);
    return own.length > 0;
  });
  const details: string[] = [];
  if (keeping.length > 0) {
    details.push(`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`);
  }
  if (adding.length > 0) {
    const names = quoted(sorted(found));
    details.push(`${containersText(adding)} must not include ${names} in securityContext.capabilities.add`);
  }
  return details.length === 0 ? undefined : { reason: "unrestricted capabilities", detail: details.join("; ") };
};

export const capabilitiesRestricted: Check = {
  id: "capabilities_restricted",
  level: "restricted",
  versions: [
    { sinceMinor: 22, check: dropped, overrides },
    { sinceMinor: 25, check: (pod) => (isForWindows(pod.spec) ? undefined : dropped(pod)), overrides },
  ],
};
