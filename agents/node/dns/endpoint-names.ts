// Endpoints as DNS sees them: every usable address with its name below the service.
import type { PortFacts } from "../services/facts.ts";
import type { ServiceView } from "../services/service-book.ts";

export interface NamedEndpoint {
  readonly ip: string;
  /** The pod's hostname, or its address with dashes. */
  readonly name: string;
  readonly ports: readonly Pick<PortFacts, "name" | "protocol" | "port">[];
}

/** Ready endpoints; all of them when the service says so. One that is cut into several slices appears once for each. */
export function namedEndpoints(view: ServiceView): NamedEndpoint[] {
  const { publishNotReadyAddresses } = view.service;
  return view.slices.flatMap(({ endpoints, ports }) =>
    endpoints
      .filter(({ ready }) => ready || publishNotReadyAddresses)
      .flatMap(({ addresses, hostname }) =>
        addresses.map((ip) => ({ ip, name: hostname === "" ? dashed(ip) : hostname.toLowerCase(), ports })),
      ),
  );
}

/** The addresses behind one name below a service. */
export function endpointsNamed(view: ServiceView, name: string): string[] {
  return namedEndpoints(view)
    .filter((endpoint) => endpoint.name === name)
    .map(({ ip }) => ip);
}

function dashed(ip: string): string {
  return ip.replaceAll(/[.:]/g, "-");
}
