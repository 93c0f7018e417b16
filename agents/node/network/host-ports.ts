// Which ports of the host lead to which pod: allocations in, elements of the pod table's maps out.
import type { Allocation } from "./address-pool.ts";
import type { Elements } from "./nft-elements.ts";

export interface HostPortElements {
  /** protocol . port -> pod address . port: on every address of the host. */
  readonly hostPorts: Elements;
  /** address . protocol . port -> pod address . port: on one address of the host. */
  readonly hostPortsAt: Elements;
  /** Pods that may call themselves through a port of the host. */
  readonly hairpin: Elements;
}

export const noHostPorts: HostPortElements = { hostPorts: new Map(), hostPortsAt: new Map(), hairpin: new Map() };

/** When two pods want the same port the first one keeps it: the scheduler doesn't let that happen, a pod without scheduler can. */
export function hostPortElements(allocations: readonly Allocation[]): HostPortElements {
  const hostPorts = new Map<string, string>();
  const hostPortsAt = new Map<string, string>();
  const hairpin = new Map<string, string>();
  for (const { ip, hostPorts: wanted } of allocations) {
    for (const { hostIP, hostPort, protocol, containerPort } of wanted) {
      const anywhere = hostIP === "" || hostIP === "0.0.0.0";
      const port = `${protocol.toLowerCase()} . ${hostPort}`;
      const [map, element] = anywhere ? [hostPorts, port] : [hostPortsAt, `${hostIP} . ${port}`];
      if (map.has(element)) continue;
      map.set(element, `${ip} . ${containerPort}`);
      hairpin.set(`${ip} . ${ip}`, "");
    }
  }
  return { hostPorts, hostPortsAt, hairpin };
}
