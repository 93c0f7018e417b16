// The names and addresses by which clients may reach the server: what its certificate is for.
import { isIP } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";

export interface ServerNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
}

/** What pods in the cluster call the API server, and the first address of the service range. */
const inCluster: ServerNames = {
  dns: ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"],
  ip: ["10.96.0.1"],
};

/** Addresses of links alone come and go with containers, and nobody uses them to reach a server. */
function isLasting(address: string): boolean {
  return !address.startsWith("169.254.") && !/^fe[89ab]/i.test(address);
}

export interface ServerPlace {
  /** The address it listens on. */
  readonly listen: string;
  readonly hostname: string;
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
}

/** Sorted, each once. */
export function serverNames(place: ServerPlace): ServerNames {
  const addresses = Object.values(place.interfaces).flatMap((infos) => (infos ?? []).map((info) => info.address));
  const dns = new Set(["localhost", ...inCluster.dns]);
  const ip = new Set(["127.0.0.1", "::1", ...inCluster.ip, ...addresses.filter(isLasting)]);
  const isName = (name: string) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name);
  if (isIP(place.listen) !== 0) ip.add(place.listen);
  else if (isName(place.listen)) dns.add(place.listen);
  const hostname = place.hostname.toLowerCase();
  if (isName(hostname)) dns.add(hostname);
  for (const unspecified of ["0.0.0.0", "::"]) ip.delete(unspecified);
  return { dns: [...dns].sort(), ip: [...ip].sort() };
}
