// hostPorts: no container takes a port of its host.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_hostPorts.go
import type { Container } from "../../../../kinds/facts/types.gen.ts";
import type { Check } from "../check.ts";
import { containersText, containersWhere, plural, sorted } from "../words.ts";

export const hostPorts: Check = {
  id: "hostPorts",
  level: "baseline",
  versions: [
    {
      sinceMinor: 0,
      check({ spec }) {
        const found: string[] = [];
        const bad = containersWhere(spec, (container) => {
          const own = portsOf(container);
          found.push(...own);
          return own.length > 0;
        });
        if (bad.length === 0) return undefined;
        const ports = sorted(found);
        const verb = plural("uses", "use", bad.length);
        const noun = plural("hostPort", "hostPorts", ports.length);
        return { reason: "hostPort", detail: `${containersText(bad)} ${verb} ${noun} ${ports.join(", ")}` };
      },
    },
  ],
};

function portsOf({ ports = [] }: Container): string[] {
  return ports.filter(({ hostPort = 0 }) => hostPort !== 0).map(({ hostPort }) => String(hostPort));
}
