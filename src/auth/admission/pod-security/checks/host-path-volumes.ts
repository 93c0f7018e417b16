// hostPathVolumes: no volume is a folder of the host.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_hostPathVolumes.go
import type { Check } from "../check.ts";
import { plural, quoted } from "../words.ts";

export const hostPathVolumes: Check = {
  id: "hostPathVolumes",
  level: "baseline",
  versions: [
    {
      sinceMinor: 0,
      check({ spec }) {
        const bad = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
        if (bad.length === 0) return undefined;
        return { reason: "hostPath volumes", detail: `${plural("volume", "volumes", bad.length)} ${quoted(bad)}` };
      },
    },
  ],
};
