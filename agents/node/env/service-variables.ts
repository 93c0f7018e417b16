// Variables that tell a container of the services there were when it was started.
// Kubernetes: pkg/kubelet/envvars/envvars.go FromServices, pkg/kubelet/kubelet_pods.go getServiceEnvVarMap
import type { PortFacts, ServiceFacts } from "../services/facts.ts";

export interface ServiceQuestion {
  readonly services: readonly ServiceFacts[];
  readonly namespace: string;
  /** False leaves only the API server's own. */
  readonly linksEnabled: boolean;
}

/** Of the pod's namespace, and of default/kubernetes always. A service named "kubernetes" here comes before that one. */
export function serviceVariables({ services, namespace, linksEnabled }: ServiceQuestion): Map<string, string> {
  const chosen = new Map<string, ServiceFacts>();
  for (const service of services) {
    if (service.clusterIPs.length === 0 || service.headless) continue;
    const isMaster = service.namespace === "default" && service.name === "kubernetes";
    const isNear = service.namespace === namespace && linksEnabled;
    if (isNear || (isMaster && !chosen.has(service.name))) chosen.set(service.name, service);
  }
  const names = [...chosen.keys()].sort();
  return new Map(names.flatMap((name) => variablesOf(chosen.get(name) as ServiceFacts)));
}

type Variable = readonly [name: string, value: string];

function variablesOf({ name, clusterIPs, ports }: ServiceFacts): Variable[] {
  const prefix = variableName(name);
  const address = clusterIPs[0] ?? "";
  const first = ports[0];
  return [
    [`${prefix}_SERVICE_HOST`, address],
    ...(first === undefined ? [] : [[`${prefix}_SERVICE_PORT`, String(first.port)] as const]),
    ...ports
      .filter((port) => port.name !== "")
      .map((port) => [`${prefix}_SERVICE_PORT_${variableName(port.name)}`, String(port.port)] as const),
    ...(first === undefined ? [] : [[`${prefix}_PORT`, urlOf(address, first)] as const]),
    ...ports.flatMap((port) => linkVariables(prefix, address, port)),
  ];
}

/** As Docker's links were told of. */
function linkVariables(prefix: string, address: string, port: PortFacts): Variable[] {
  const base = `${prefix}_PORT_${port.port}_${port.protocol}`;
  return [
    [base, urlOf(address, port)],
    [`${base}_PROTO`, port.protocol.toLowerCase()],
    [`${base}_PORT`, String(port.port)],
    [`${base}_ADDR`, address],
  ];
}

function urlOf(address: string, { protocol, port }: PortFacts): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${protocol.toLowerCase()}://${host}:${port}`;
}

function variableName(name: string): string {
  return name.replaceAll("-", "_").toUpperCase();
}
