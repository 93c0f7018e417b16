// What one service wants of the proxy: at which addresses it answers, with which endpoints, and where it refuses.
// Kubernetes: pkg/proxy/nftables/proxier.go syncProxyRules
import { cidrContains, isIpv4, parseCidr, parseIpv4 } from "../network/ipv4.ts";
import type { PortFacts, Protocol, ServiceFacts } from "../services/facts.ts";
import type { ServiceView } from "../services/service-book.ts";
import { chooseEndpoints, type Endpoint, type EndpointChoice, type NodePlace } from "./endpoint-choice.ts";

/** Where a frontend is looked up: by address and port or by port alone; `local_` ones only by clients outside of the cluster. */
export type FrontendMap = "services" | "node_ports" | "local_services" | "local_node_ports";

/** Whose source address is replaced by the node's: nobody's, that of clients outside of the pod network, everybody's. */
export type Masquerade = "never" | "outside" | "always";

export interface Frontend {
  readonly map: FrontendMap;
  readonly protocol: Protocol;
  /** `10.96.0.20 . 80`, or `30080` in a map by port alone. */
  readonly place: string;
  readonly masquerade: Masquerade;
  /** At least one. */
  readonly endpoints: readonly Endpoint[];
  /** What clients stay with: the service's port, and for how long; undefined without affinity. */
  readonly affinity: { readonly port: string; readonly seconds: number } | undefined;
}

/** A place where the service has nobody to send to. */
export interface Dead {
  readonly map: "unserved_services" | "unserved_node_ports" | "local_services" | "local_node_ports";
  readonly key: string;
  readonly verdict: "refuse" | "drop";
}

export interface ServicePlan {
  readonly frontends: readonly Frontend[];
  readonly dead: readonly Dead[];
  /** The service's own addresses: packets to other ports of them are refused. */
  readonly clusterAddresses: readonly string[];
  /** Load balancer addresses that only some may use. */
  readonly firewalls: readonly { readonly key: string; readonly ranges: readonly string[] }[];
}

export interface PlanContext {
  readonly place: NodePlace;
  /** Addresses that the agent itself answers on (the cluster's DNS): not proxied. */
  readonly ownAddresses: readonly string[];
  /** Where default/kubernetes leads on this node: the agent's forwarder to the API server. */
  readonly apiEndpoint: { readonly ip: string; readonly port: number } | undefined;
  /** Addresses in it are nobody's but services'. */
  readonly serviceCidr: string;
}

const apiServiceKey = "default/kubernetes";

const nothing: ServicePlan = { frontends: [], dead: [], clusterAddresses: [], firewalls: [] };

export function planService(view: ServiceView, context: PlanContext): ServicePlan {
  const { service } = view;
  if (service.headless || service.type === "ExternalName" || !service.proxied) return nothing;
  const clusterAddresses = service.clusterIPs.filter((ip) => isIpv4(ip) && !context.ownAddresses.includes(ip));
  if (clusterAddresses.length === 0) return nothing;
  const ranges = firewallRanges(service);
  const parts = service.ports.map((port) => planPort(view, port, clusterAddresses, context));
  return {
    frontends: parts.flatMap((part) => part.frontends),
    dead: parts.flatMap((part) => part.dead),
    clusterAddresses,
    firewalls:
      ranges === undefined
        ? []
        : service.ports.flatMap((port) =>
            service.loadBalancerIPs
              .filter(isIpv4)
              .map((ip) => ({ key: keyOf(`${ip} . ${port.port}`, port.protocol), ranges })),
          ),
  };
}

type PortPlan = Pick<ServicePlan, "frontends" | "dead">;

function planPort(
  view: ServiceView,
  port: PortFacts,
  clusterAddresses: readonly string[],
  context: PlanContext,
): PortPlan {
  const { service } = view;
  const choice = choose(view, port, context);
  const internal = service.internalTrafficPolicy === "Local" ? choice.local : choice.cluster;
  const make = frontendMaker(service, port);
  const plan: { frontends: Frontend[]; dead: Dead[] } = { frontends: [], dead: [] };

  for (const ip of clusterAddresses) {
    const place = `${ip} . ${port.port}`;
    const verdict = choice.anywhere ? "drop" : "refuse";
    if (internal.length > 0) plan.frontends.push(make("services", place, "outside", internal));
    else plan.dead.push({ map: "unserved_services", key: keyOf(place, port.protocol), verdict });
  }
  for (const place of apiPlaces(view, port, context)) plan.frontends.push(make("services", place, "outside", internal));
  for (const ip of [...service.externalIPs, ...service.loadBalancerIPs].filter(isIpv4)) {
    addExternal(plan, make, view, choice, { map: "services", place: `${ip} . ${port.port}`, protocol: port.protocol });
  }
  if (port.nodePort > 0) {
    addExternal(plan, make, view, choice, { map: "node_ports", place: `${port.nodePort}`, protocol: port.protocol });
  }
  return plan;
}

/**
 * One external way in. With policy Local, clients from outside reach this node's endpoints only, and nobody when there are none
 * (so that load balancers notice); pods and the host itself reach all of them still.
 */
function addExternal(
  plan: { frontends: Frontend[]; dead: Dead[] },
  make: ReturnType<typeof frontendMaker>,
  { service }: ServiceView,
  choice: EndpointChoice,
  { map, place, protocol }: Pick<Frontend, "place" | "protocol"> & { readonly map: "services" | "node_ports" },
): void {
  const key = keyOf(place, protocol);
  if (!choice.anywhere) {
    plan.dead.push({ map: `unserved_${map}`, key, verdict: "refuse" });
    return;
  }
  const local = service.externalTrafficPolicy === "Local";
  plan.frontends.push(make(map, place, local ? "outside" : "always", choice.cluster));
  if (!local) return;
  if (choice.local.length > 0) plan.frontends.push(make(`local_${map}`, place, "never", choice.local));
  else plan.dead.push({ map: `local_${map}`, key, verdict: "drop" });
}

function frontendMaker(service: ServiceFacts, port: PortFacts) {
  const seconds = service.affinitySeconds;
  const name = `${service.namespace}/${service.name}/${port.name}/${port.protocol}`;
  const affinity = seconds > 0 ? { port: name, seconds } : undefined;
  const { protocol } = port;
  return (map: FrontendMap, place: string, masquerade: Masquerade, endpoints: readonly Endpoint[]): Frontend => ({
    map,
    protocol,
    place,
    masquerade,
    endpoints,
    affinity,
  });
}

function choose(view: ServiceView, port: PortFacts, { apiEndpoint, place }: PlanContext): EndpointChoice {
  if (view.key !== apiServiceKey || !apiEndpoint) return chooseEndpoints(view, port, place);
  const endpoints = [{ ...apiEndpoint, local: true }];
  return { cluster: endpoints, local: endpoints, anywhere: true };
}

/**
 * The API server's endpoint may be an address that every node answers itself, as it does the service's: there is no other way
 * to a server that listens on its host's loopback. One outside of the services' range is a real server's, and left alone: the
 * forwarder may have to reach it there.
 */
function apiPlaces(view: ServiceView, port: PortFacts, { apiEndpoint, place, serviceCidr }: PlanContext): string[] {
  const range = parseCidr(serviceCidr);
  if (view.key !== apiServiceKey || !apiEndpoint || !range) return [];
  return chooseEndpoints(view, port, place)
    .cluster.filter(({ ip }) => cidrContains(range, parseIpv4(ip) ?? -1))
    .map((endpoint) => `${endpoint.ip} . ${endpoint.port}`);
}

/** Where a frontend is looked up: `10.96.0.20 . tcp . 80` or `tcp . 30080`. */
export function frontendKey({ place, protocol }: Pick<Frontend, "place" | "protocol">): string {
  return keyOf(place, protocol);
}

function keyOf(place: string, protocol: Protocol): string {
  const [first, second] = place.split(" . ");
  const name = protocol.toLowerCase();
  return second === undefined ? `${name} . ${first}` : `${first} . ${name} . ${second}`;
}

/** The IPv4 ranges that may use load balancer addresses, or undefined when everybody may. */
function firewallRanges(service: ServiceFacts): string[] | undefined {
  if (service.loadBalancerSourceRanges.length === 0) return undefined;
  const cidrs = service.loadBalancerSourceRanges.map((range) => range.trim());
  const fit = cidrs.filter((range) => parseCidr(range) !== undefined);
  return fit.some((range) => parseCidr(range)?.prefix === 0) ? undefined : fit;
}
