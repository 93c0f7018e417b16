// capabilities_baseline: no capability beyond those that containers have anyway.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_capabilities_baseline.go
import type { Check } from "../check.ts";
import { containersText, containersWhere, quoted, sorted } from "../words.ts";

const usual: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

export const capabilitiesBaseline: Check = {
  id: "capabilities_baseline",
  level: "baseline",
  versions: [
    {
      sinceMinor: 0,
      check({ spec }) {
        const found: string[] = [];
        const bad = containersWhere(spec, ({ securityContext }) => {
          const own = (securityContext?.capabilities?.add ?? []).filter((name) => !usual.has(name));
          found.push(...own);
          return own.length > 0;
        });
        if (bad.length === 0) return undefined;
        const names = quoted(sorted(found));
        const detail = `${containersText(bad)} must not include ${names} in securityContext.capabilities.add`;
        return { reason: "non-default capabilities", detail };
      },
    },
  ],
};
