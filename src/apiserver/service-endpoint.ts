// One of a service's ready endpoints, by chance.
// Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/apiserver/resolvers.go, pkg/registry/core/service
import { serviceUnavailable } from "../apimachinery/status-error.ts";
import type { EndpointSlice, Service } from "../kinds/facts/types.gen.ts";
import type { Random } from "../platform/random.ts";

export interface ServiceEndpoint {
  /** The node that it is on; undefined: any node reaches it. */
  readonly node: string | undefined;
  readonly host: string;
  readonly port: number;
}

/** `port` is the service's own. Throws StatusError (503), in upstream's words. */
export function endpointOf(
  service: Readonly<Service>,
  slices: readonly Readonly<EndpointSlice>[],
  port: number,
  random: Random,
): ServiceEndpoint {
  const name = service.metadata?.name ?? "";
  const { type, externalName = "", ports = [] } = service.spec ?? {};
  if (type === "ExternalName") return { node: undefined, host: externalName, port };
  const own = ports.find((one) => one.port === port);
  if (own === undefined) {
    throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
  }
  const ready = slices.flatMap((slice) => {
    const target = slice.ports?.find((one) => (one.name ?? "") === (own.name ?? ""))?.port;
    if (target === undefined) return [];
    return (slice.endpoints ?? []).flatMap(({ addresses, nodeName, conditions }) => {
      const host = addresses[0];
      return host === undefined || conditions?.ready === false ? [] : [{ node: nodeName, host, port: target }];
    });
  });
  const chosen = ready[random.integer(ready.length)];
  if (chosen === undefined) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  return { ...chosen, node: chosen.node };
}
