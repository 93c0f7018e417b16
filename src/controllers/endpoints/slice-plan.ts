// Which endpoints a service has, and what its slices are to be. Pure.
// Kubernetes: staging/src/k8s.io/endpointslice/reconciler.go

import { isPodReady } from "../../kinds/core/pod/pod-conditions.ts";
import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice, Pod, Service } from "../../kinds/facts/types.gen.ts";
import { services } from "../../kinds/kind-refs.ts";
import { newControllerRef } from "../runtime/ownership.ts";
import { portsKey, type SliceContent, type WantedGroup } from "./fit-slices.ts";
import {
  familyOf,
  hostnameOf,
  isHeadless,
  mayBeEndpoint,
  podAddresses,
  readyChangedMs,
  targetPort,
} from "./pod-endpoint.ts";

export const serviceNameLabel = "kubernetes.io/service-name";
export const managedByLabel = "endpointslice.kubernetes.io/managed-by";
export const headlessLabel = "service.kubernetes.io/headless";
export const triggerTimeAnnotation = "endpoints.kubernetes.io/last-change-trigger-time";
export const sliceManager = "endpointslice-controller.k8s.io";

export type AddressType = "IPv4" | "IPv6";
export type ZoneOf = (node: string) => string | undefined;

/** By what they serve: pods of one service may have one name for different ports. */
export function wantedGroups(
  service: Readonly<Service>,
  pods: readonly Readonly<Pod>[],
  addressType: AddressType,
  zoneOf: ZoneOf,
): WantedGroup[] {
  const groups = new Map<string, { ports: DiscoveryV1EndpointPort[]; endpoints: Endpoint[] }>();
  for (const pod of pods) {
    if (!mayBeEndpoint(pod, { withTerminating: true })) continue;
    const addresses = podAddresses(pod).filter((address) => familyOf(address) === addressType);
    if (addresses.length === 0) continue;
    const ports = portsOf(service, pod);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(endpointOf(service, pod, addresses, zoneOf));
  }
  return [...groups.values()];
}

function portsOf(service: Readonly<Service>, pod: Readonly<Pod>): DiscoveryV1EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = targetPort(pod, servicePort);
    if (port === undefined) return [];
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function endpointOf(service: Readonly<Service>, pod: Readonly<Pod>, addresses: string[], zoneOf: ZoneOf): Endpoint {
  const { name = "", namespace = "", uid = "", deletionTimestamp } = pod.metadata ?? {};
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const { nodeName } = pod.spec ?? {};
  const zone = nodeName ? zoneOf(nodeName) : undefined;
  const hostname = hostnameOf(pod, service);
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: "Pod", namespace, name, uid },
    ...(nodeName ? { nodeName } : {}),
    ...(zone ? { zone } : {}),
  };
}

/** The service's own labels, and those by which slices are found. */
export function sliceLabels(service: Readonly<Service>): Record<string, string> {
  const labels: Record<string, string> = { ...service.metadata?.labels };
  delete labels[headlessLabel];
  if (isHeadless(service)) labels[headlessLabel] = "";
  return { ...labels, [serviceNameLabel]: service.metadata?.name ?? "", [managedByLabel]: sliceManager };
}

export function newSlice(
  service: Readonly<Service>,
  addressType: AddressType,
  content: SliceContent,
  triggerTime: string | undefined,
): EndpointSlice {
  return {
    metadata: {
      generateName: `${service.metadata?.name}-`,
      labels: sliceLabels(service),
      ...(triggerTime === undefined ? {} : { annotations: { [triggerTimeAnnotation]: triggerTime } }),
      ownerReferences: [newControllerRef(service, services)],
    },
    addressType,
    endpoints: [...content.endpoints],
    ports: [...content.ports],
  };
}

/** Whether the slice's labels no longer are the service's. */
export function hasOtherLabels(service: Readonly<Service>, slice: Readonly<EndpointSlice>): boolean {
  const [wanted, found] = [sliceLabels(service), slice.metadata?.labels ?? {}];
  const keys = Object.keys(wanted);
  return keys.length !== Object.keys(found).length || keys.some((key) => wanted[key] !== found[key]);
}

export function isOwnedBy(slice: Readonly<EndpointSlice>, service: Readonly<Service>): boolean {
  const owners = slice.metadata?.ownerReferences ?? [];
  return owners.some(
    ({ uid, kind, apiVersion }) => uid === service.metadata?.uid && kind === "Service" && apiVersion === "v1",
  );
}

/** Families that the service has; both while it doesn't say. */
export function addressTypes({ spec }: Readonly<Service>): AddressType[] {
  const named = (spec?.ipFamilies ?? []).filter((family) => family === "IPv4" || family === "IPv6") as AddressType[];
  if (named.length > 0) return named;
  const family = isHeadless({ ...(spec === undefined ? {} : { spec }) }) ? undefined : familyOf(spec?.clusterIP ?? "");
  return family === undefined ? ["IPv4", "IPv6"] : [family];
}

/**
 * When what is written now began: the earliest of the pods' changes that the slices don't show yet. Undefined: it was no
 * pod's becoming ready. Kubernetes: staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go
 */
export function triggerMs(
  pods: readonly Readonly<Pod>[],
  slices: readonly Readonly<EndpointSlice>[],
  serviceCreatedMs: number | undefined,
): number | undefined {
  const known = new Map(
    slices
      .flatMap(({ endpoints }) => endpoints ?? [])
      .map((endpoint) => [endpoint.targetRef?.uid, endpoint.conditions]),
  );
  const changed = pods
    .filter((pod) => mayBeEndpoint(pod, { withTerminating: true }))
    .filter((pod) => known.get(pod.metadata?.uid)?.serving !== isPodReady(pod))
    .map(readyChangedMs);
  const times = [...changed, slices.length === 0 ? serviceCreatedMs : undefined].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}
