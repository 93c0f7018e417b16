// windowsHostProcess: no process runs on the host itself.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_windowsHostProcess.go
import type { Check } from "../check.ts";
import { containersWhere, settersText } from "../words.ts";

export const windowsHostProcess: Check = {
  id: "windowsHostProcess",
  level: "baseline",
  versions: [
    {
      sinceMinor: 0,
      check({ spec }) {
        const bad = containersWhere(
          spec,
          ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true,
        );
        const setters = settersText(spec.securityContext?.windowsOptions?.hostProcess === true, bad);
        if (setters === "") return undefined;
        const detail = `${setters} must not set securityContext.windowsOptions.hostProcess=true`;
        return { reason: "hostProcess", detail };
      },
    },
  ],
};
