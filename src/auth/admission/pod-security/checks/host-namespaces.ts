// hostNamespaces: a pod shares no namespace with its host.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_hostNamespaces.go
import type { Check } from "../check.ts";

const fields = ["hostIPC", "hostNetwork", "hostPID"] as const;

export const hostNamespaces: Check = {
  id: "hostNamespaces",
  level: "baseline",
  versions: [
    {
      sinceMinor: 0,
      check({ spec }) {
        const shared = fields.filter((field) => spec[field] === true);
        return shared.length === 0 ? undefined : { reason: "host namespaces", detail: shared.join(", ") };
      },
    },
  ],
};
