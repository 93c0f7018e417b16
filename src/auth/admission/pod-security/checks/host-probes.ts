// hostProbesAndHostLifecycle: probes and handlers reach the pod itself, no other host.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_hostProbesAndhostLifecycle.go
import type { Container, LifecycleHandler } from "../../../../kinds/facts/types.gen.ts";
import type { Check } from "../check.ts";
import { containersText, containersWhere, plural, quoted, sorted } from "../words.ts";

export const hostProbes: Check = {
  id: "hostProbesAndHostLifecycle",
  level: "baseline",
  versions: [
    {
      sinceMinor: 34,
      check({ spec }) {
        const found: string[] = [];
        const bad = containersWhere(spec, (container) => {
          const own = hostsOf(container);
          found.push(...own);
          return own.length > 0;
        });
        if (bad.length === 0) return undefined;
        const [names, hosts] = [sorted(bad), sorted(found)];
        const verb = plural("uses", "use", names.length);
        const noun = plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.length);
        const detail = `${containersText(names)} ${verb} ${noun} ${quoted(hosts)}`;
        return { reason: "probe or lifecycle host", detail };
      },
    },
  ],
};

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] {
  const handlers: readonly (Pick<LifecycleHandler, "httpGet" | "tcpSocket"> | undefined)[] = [
    livenessProbe,
    readinessProbe,
    startupProbe,
    lifecycle?.postStart,
    lifecycle?.preStop,
  ];
  const hosts = handlers.flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host]);
  return hosts.filter((host) => host !== undefined && host !== "") as string[];
}
