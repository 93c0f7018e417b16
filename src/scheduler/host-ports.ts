// Ports of the host that pods want for themselves.
// Kubernetes: staging/src/k8s.io/kube-scheduler/framework/types.go HostPortInfo
import { isSidecar } from "../kinds/core/pod/pod-requests.ts";
import type { PodSpec } from "../kinds/facts/types.gen.ts";
import type { HostPort } from "./snapshot.ts";

const anyAddress = "0.0.0.0";

/** Of all containers that run together. */
export function hostPortsOf(spec: PodSpec): HostPort[] {
  const running = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  return running.flatMap(({ ports = [] }) =>
    ports
      .filter((port) => (port.hostPort ?? 0) > 0)
      .map((port) => ({
        ip: port.hostIP || anyAddress,
        protocol: port.protocol || "TCP",
        port: port.hostPort as number,
      })),
  );
}

/** Some port is wanted by both, at the same address. */
export function portsConflict(wanted: readonly HostPort[], used: readonly HostPort[]): boolean {
  return wanted.some((one) => used.some((other) => conflict(one, other)));
}

function conflict(one: HostPort, other: HostPort): boolean {
  if (one.port !== other.port || one.protocol !== other.protocol) return false;
  return one.ip === other.ip || one.ip === anyAddress || other.ip === anyAddress;
}
