// privileged: no container has the run of its host.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_privileged.go
import type { Check } from "../check.ts";
import { containersText, containersWhere } from "../words.ts";

export const privileged: Check = {
  id: "privileged",
  level: "baseline",
  versions: [
    {
      sinceMinor: 0,
      check({ spec }) {
        const bad = containersWhere(spec, ({ securityContext }) => securityContext?.privileged === true);
        if (bad.length === 0) return undefined;
        return { reason: "privileged", detail: `${containersText(bad)} must not set securityContext.privileged=true` };
      },
    },
  ],
};
