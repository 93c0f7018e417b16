// What of a pod makes it an endpoint of a service.
// Kubernetes: staging/src/k8s.io/endpointslice/{utils.go,util/controller_utils.go}
import { parseIp } from "../../apimachinery/ip-address.ts";
import { parseTime } from "../../apimachinery/time.ts";
import { isPodFinished, isPodReady, podCondition } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod, Service, ServicePort } from "../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";

/** It has an address and is not done. One that is being deleted counts only for who asks for it. */
export function mayBeEndpoint(pod: Readonly<Pod>, { withTerminating }: { readonly withTerminating: boolean }): boolean {
  if (isPodFinished(pod) || podAddresses(pod).length === 0) return false;
  return withTerminating || pod.metadata?.deletionTimestamp === undefined;
}

export function podAddresses({ status }: Readonly<Pod>): string[] {
  const listed = (status?.podIPs ?? []).map(({ ip }) => ip).filter((ip) => ip !== "");
  return listed.length > 0 ? listed : status?.podIP ? [status.podIP] : [];
}

export function familyOf(address: string): "IPv4" | "IPv6" | undefined {
  const parsed = parseIp(address);
  return parsed === undefined ? undefined : parsed.family === 4 ? "IPv4" : "IPv6";
}

/** The port of this pod that a service port leads to; undefined: it has none of that name. */
export function targetPort({ spec }: Readonly<Pod>, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === "number") return target;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  for (const { ports } of [...(spec?.containers ?? []), ...sidecars]) {
    const found = ports?.find((one) => one.name === target && (one.protocol ?? "TCP") === (port.protocol ?? "TCP"));
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/** The pod has a name of its own in the service's domain. */
export function hostnameOf({ spec, metadata }: Readonly<Pod>, service: Readonly<Service>): string | undefined {
  const isNamed = spec?.hostname && spec.subdomain === service.metadata?.name;
  return isNamed && metadata?.namespace === service.metadata?.namespace ? spec.hostname : undefined;
}

/** Since when it is ready or not, in ms since the epoch. */
export function readyChangedMs(pod: Readonly<Pod>): number | undefined {
  return parseTime(podCondition(pod, "Ready")?.lastTransitionTime ?? "");
}

/** Whether services see any difference. Kubernetes: podEndpointsChanged */
export function endpointChanged(pod: Readonly<Pod>, old: Readonly<Pod>): boolean {
  return !semanticEqual(facets(pod), facets(old));
}

function facets(pod: Readonly<Pod>): unknown {
  if (!mayBeEndpoint(pod, { withTerminating: true })) return undefined;
  const { metadata, spec } = pod;
  const isTerminating = metadata?.deletionTimestamp !== undefined;
  const { nodeName, hostname, subdomain } = spec ?? {};
  return [podAddresses(pod), isPodReady(pod), isTerminating, metadata?.labels, nodeName, hostname, subdomain];
}

/** A service that controllers keep the endpoints of. */
export function isSelecting({ spec }: Readonly<Service>): boolean {
  return spec?.type !== "ExternalName" && Object.keys(spec?.selector ?? {}).length > 0;
}

export function isHeadless({ spec }: Readonly<Service>): boolean {
  return !spec?.clusterIP || spec.clusterIP === "None";
}
