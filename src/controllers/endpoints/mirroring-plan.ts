// Slices that say what a hand-made Endpoints object says. Pure.
// Kubernetes: pkg/controller/endpointslicemirroring/{reconciler.go,utils.go}
import type {
  Endpoint,
  EndpointAddress,
  EndpointSlice,
  EndpointSubset,
  Endpoints,
  Service,
} from "../../kinds/facts/types.gen.ts";
import { endpoints } from "../../kinds/kind-refs.ts";
import { newControllerRef } from "../runtime/ownership.ts";
import { portsKey, type SliceContent, type WantedGroup } from "./fit-slices.ts";
import { addressesPerEndpoints } from "./limits.ts";
import { familyOf } from "./pod-endpoint.ts";
import { type AddressType, managedByLabel, serviceNameLabel, triggerTimeAnnotation } from "./slice-plan.ts";

export const mirrorManager = "endpointslicemirroring-controller.k8s.io";
const skipLabel = "endpointslice.kubernetes.io/skip-mirror";
const leaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
const notMirrored = ["kubectl.kubernetes.io/last-applied-configuration", triggerTimeAnnotation];

/** Only what stands for a service that selects nothing itself. */
export function isMirrored(
  object: Readonly<Endpoints> | undefined,
  service: Readonly<Service> | undefined,
): object is Endpoints {
  if (object === undefined || service === undefined) return false;
  const { labels, annotations } = object.metadata ?? {};
  if (labels?.[skipLabel] === "true" || annotations?.[leaderAnnotation] !== undefined) return false;
  return Object.keys(service.spec?.selector ?? {}).length === 0;
}

export function mirroredGroups({ subsets }: Readonly<Endpoints>, addressType: AddressType): WantedGroup[] {
  const groups = new Map<string, { ports: NonNullable<EndpointSubset["ports"]>; endpoints: Endpoint[] }>();
  const seen = new Set<string>();
  for (const { ports = [], addresses = [], notReadyAddresses = [] } of subsets ?? []) {
    const named = ports.map((port) => ({ ...port, name: port.name ?? "", protocol: port.protocol ?? "TCP" }));
    const key = portsKey(named);
    const group = groups.get(key) ?? { ports: named, endpoints: [] };
    const all = [
      ...addresses.map((address) => ({ address, ready: true })),
      ...notReadyAddresses.map((address) => ({ address, ready: false })),
    ].slice(0, addressesPerEndpoints);
    for (const { address, ready } of all) {
      if (familyOf(address.ip) !== addressType || seen.has(`${key} ${address.ip}`)) continue;
      seen.add(`${key} ${address.ip}`);
      group.endpoints.push(endpointOf(address, ready));
    }
    if (group.endpoints.length > 0) groups.set(key, group);
  }
  return [...groups.values()];
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(targetRef === undefined ? {} : { targetRef }),
    ...(nodeName ? { nodeName } : {}),
  };
}

export interface MirrorMetadata {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

export function mirrorMetadata({ metadata }: Readonly<Endpoints>): MirrorMetadata {
  const annotations = { ...metadata?.annotations };
  for (const key of notMirrored) delete annotations[key];
  const labels = { ...metadata?.labels, [serviceNameLabel]: metadata?.name ?? "", [managedByLabel]: mirrorManager };
  return { labels, annotations };
}

export function newMirror(object: Readonly<Endpoints>, addressType: AddressType, content: SliceContent): EndpointSlice {
  const { labels, annotations } = mirrorMetadata(object);
  return {
    metadata: {
      generateName: `${object.metadata?.name}-`,
      labels,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [newControllerRef(object, endpoints)],
    },
    addressType,
    endpoints: [...content.endpoints],
    ports: [...content.ports],
  };
}
