// Which endpoints of a service port get its traffic on this node.
// Kubernetes: pkg/proxy/topology.go CategorizeEndpoints
import { parseIpv4 } from "../network/ipv4.ts";
import type { EndpointFacts, PortFacts } from "../services/facts.ts";
import type { ServiceView } from "../services/service-book.ts";

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
  /** On this node. */
  readonly local: boolean;
}

export interface EndpointChoice {
  /** For traffic that may go to any node. */
  readonly cluster: readonly Endpoint[];
  /** For traffic that must stay on this one. */
  readonly local: readonly Endpoint[];
  /** Whether the service has a usable endpoint anywhere: that makes the difference between refusing and dropping. */
  readonly anywhere: boolean;
}

/** This node, as far as it matters to the choice. */
export interface NodePlace {
  readonly name: string;
  /** Empty when the node has no zone. */
  readonly zone: string;
}

type Candidate = EndpointFacts & Endpoint;

/** Ready endpoints, and those that are ending but still serve when there are no others; near ones when hints say so. */
export function chooseEndpoints(view: ServiceView, port: PortFacts, place: NodePlace): EndpointChoice {
  const candidates = gather(view, port, place);
  const usable = usableOf(candidates);
  const ready = usable.filter((one) => one.ready);
  const near = ready.length === 0 ? usable : nearest(ready, place);
  const local = usableOf(candidates.filter((one) => one.local));
  return { cluster: near.map(bare), local: local.map(bare), anywhere: usable.length > 0 };
}

function usableOf(candidates: readonly Candidate[]): Candidate[] {
  const ready = candidates.filter((one) => one.ready);
  return ready.length > 0 ? ready : candidates.filter((one) => one.serving && one.terminating);
}

/** Kubernetes: pkg/proxy/topology.go topologyModeFromHints: hints count only when every ready endpoint has them and one is for us. */
function nearest(ready: readonly Candidate[], place: NodePlace): readonly Candidate[] {
  if (ready.every((one) => one.forNodes.length > 0)) {
    const here = ready.filter((one) => one.forNodes.includes(place.name));
    if (here.length > 0) return here;
  }
  if (ready.every((one) => one.forZones.length > 0)) {
    const here = ready.filter((one) => one.forZones.includes(place.zone));
    if (here.length > 0) return here;
  }
  return ready;
}

/** Every IPv4 endpoint of the port once, in order of address: the order must not depend on how slices are cut. */
function gather(view: ServiceView, port: PortFacts, place: NodePlace): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const slice of view.slices) {
    if (slice.addressType !== "IPv4") continue;
    for (const target of slice.ports) {
      if (target.name !== port.name || target.protocol !== port.protocol) continue;
      for (const endpoint of slice.endpoints) {
        // All addresses of an endpoint lead to the same pod; Kubernetes uses the first.
        const ip = endpoint.addresses[0];
        if (ip === undefined || parseIpv4(ip) === undefined) continue;
        const key = `${ip}:${target.port}`;
        // While a pod moves between slices it is in both for a moment; the better news counts.
        if (found.get(key)?.ready) continue;
        found.set(key, { ...endpoint, ip, port: target.port, local: endpoint.nodeName === place.name });
      }
    }
  }
  return [...found.values()].sort(byAddress);
}

function byAddress(a: Candidate, b: Candidate): number {
  return (parseIpv4(a.ip) as number) - (parseIpv4(b.ip) as number) || a.port - b.port;
}

function bare({ ip, port, local }: Candidate): Endpoint {
  return { ip, port, local };
}
