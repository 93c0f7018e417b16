// Ports of a pod's containers that are told twice, or in two ways.
// Kubernetes: pkg/api/pod/warnings.go warningsForPodSpecAndMeta
import type { ContainerPort, PodSpec } from "../../facts/types.gen.ts";
import { visitContainers } from "./visit-containers.ts";

interface Told {
  readonly at: string;
  readonly port: ContainerPort;
}

export function portWarnings(path: string, spec: PodSpec): string[] {
  const warnings: string[] = [];
  const byPort = new Map<string, Told[]>();
  visitContainers(spec, path, ({ ports = [] }, containerPath) => {
    ports.forEach((port, index) => {
      const at = `${containerPath}.ports[${index}]`;
      if (port.hostIP && !port.hostPort) warnings.push(`${at}: hostIP set without hostPort: ${portText(port)}`);
      const key = `${port.containerPort}/${port.protocol ?? "TCP"}`;
      const others = byPort.get(key) ?? [];
      for (const other of others) {
        const clash = clashOf(port, other.port);
        if (clash !== undefined) warnings.push(`${at}: ${clash} port definition with ${other.at}`);
      }
      byPort.set(key, [...others, { at, port }]);
    });
  });
  return warnings;
}

function clashOf(port: ContainerPort, other: ContainerPort): string | undefined {
  const [ip, otherIp] = [port.hostIP ?? "", other.hostIP ?? ""];
  const [hostPort, otherHostPort] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (ip === otherIp && hostPort === otherHostPort) return "duplicate";
  if (hostPort === 0 || otherHostPort === 0) return "overlapping";
  // Whether all addresses or one: which of the two gets the port is anybody's guess.
  return hostPort === otherHostPort && (ip === "") !== (otherIp === "") ? "dangerously ambiguous" : undefined;
}

/** As Go prints the struct. */
function portText({ name = "", hostPort = 0, containerPort, protocol = "", hostIP = "" }: ContainerPort): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}
