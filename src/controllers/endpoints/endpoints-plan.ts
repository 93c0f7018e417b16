// What a service's Endpoints object is to say. Pure.
// Kubernetes: pkg/controller/endpoint/endpoints_controller.go
import { isPodReady } from "../../kinds/core/pod/pod-conditions.ts";
import type { EndpointAddress, EndpointPort, Endpoints, Pod, Service } from "../../kinds/facts/types.gen.ts";
import { addressesPerEndpoints } from "./limits.ts";
import { familyOf, hostnameOf, isHeadless, mayBeEndpoint, podAddresses, targetPort } from "./pod-endpoint.ts";
import { addressTypes, headlessLabel, triggerTimeAnnotation } from "./slice-plan.ts";
import { packSubsets, type ServingAddress, truncateSubsets } from "./subsets.ts";

export const overCapacityAnnotation = "endpoints.kubernetes.io/over-capacity";
export const endpointsManagedByLabel = "endpoints.kubernetes.io/managed-by";
export const endpointsManager = "endpoint-controller";

export type EndpointsContent = Pick<Endpoints, "subsets"> & {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
};

/** `current`: labels are the service's alone; other annotations stay. */
export function planEndpoints(
  service: Readonly<Service>,
  pods: readonly Readonly<Pod>[],
  current: Readonly<Endpoints> | undefined,
): EndpointsContent {
  const { subsets, truncated } = truncateSubsets(packSubsets(servingAddresses(service, pods)), addressesPerEndpoints);
  const labels: Record<string, string> = { ...service.metadata?.labels };
  delete labels[headlessLabel];
  if (isHeadless(service)) labels[headlessLabel] = "";
  labels[endpointsManagedByLabel] = endpointsManager;
  const annotations: Record<string, string> = { ...current?.metadata?.annotations };
  delete annotations[overCapacityAnnotation];
  if (truncated) annotations[overCapacityAnnotation] = "truncated";
  return { labels, annotations, subsets: [...subsets] };
}

function servingAddresses(service: Readonly<Service>, pods: readonly Readonly<Pod>[]): ServingAddress[] {
  const publishesAll = service.spec?.publishNotReadyAddresses === true;
  const [family] = addressTypes(service);
  return pods.flatMap((pod) => {
    if (!mayBeEndpoint(pod, { withTerminating: publishesAll })) return [];
    const ip = podAddresses(pod).find((address) => familyOf(address) === family);
    if (ip === undefined) return [];
    const ports = portsOf(service, pod);
    // Only a headless service may go without ports.
    if (ports.length === 0 && !(isHeadless(service) && (service.spec?.ports ?? []).length === 0)) return [];
    return [{ address: addressOf(service, pod, ip), ready: publishesAll || isPodReady(pod), ports }];
  });
}

function addressOf(service: Readonly<Service>, pod: Readonly<Pod>, ip: string): EndpointAddress {
  const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
  const hostname = hostnameOf(pod, service);
  const { nodeName } = pod.spec ?? {};
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ip,
    ...(nodeName ? { nodeName } : {}),
    targetRef: { kind: "Pod", namespace, name, uid },
  };
}

function portsOf(service: Readonly<Service>, pod: Readonly<Pod>): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = targetPort(pod, servicePort);
    if (port === undefined) return [];
    const { name, protocol = "TCP", appProtocol } = servicePort;
    return [{ ...(name ? { name } : {}), port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

/** The trigger time is told with other changes, never for its own sake. */
export function withTriggerTime(
  annotations: Readonly<Record<string, string>>,
  time: string | undefined,
): Record<string, string> {
  const told = { ...annotations };
  delete told[triggerTimeAnnotation];
  return time === undefined ? told : { ...told, [triggerTimeAnnotation]: time };
}
