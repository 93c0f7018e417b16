// Fits endpoints into slices so that as few of them as possible are written. Pure.
// Kubernetes: staging/src/k8s.io/endpointslice/reconciler.go reconcileByPortMapping, finalize
import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice } from "../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { endpointsPerSlice } from "./limits.ts";

export interface WantedGroup {
  readonly ports: readonly DiscoveryV1EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface SliceContent {
  readonly ports: readonly DiscoveryV1EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface SliceChanges {
  readonly create: readonly SliceContent[];
  readonly update: readonly { readonly slice: Readonly<EndpointSlice>; readonly content: SliceContent }[];
  readonly delete: readonly Readonly<EndpointSlice>[];
}

/** A slice as it is being filled: `slice` undefined means that it is to be made. */
interface Draft {
  readonly slice: Readonly<EndpointSlice> | undefined;
  readonly ports: readonly DiscoveryV1EndpointPort[];
  readonly endpoints: Endpoint[];
  changed: boolean;
}

/**
 * `existing`: the owner's own, of one address type. `isStale`: a slice whose metadata must be written in any case.
 * With no endpoints at all one empty slice stays, so that who looks knows that somebody did.
 */
export function fitSlices(
  wanted: readonly WantedGroup[],
  existing: readonly Readonly<EndpointSlice>[],
  isStale: (slice: Readonly<EndpointSlice>) => boolean,
): SliceChanges {
  const groups = new Map(wanted.map((group) => [portsKey(group.ports), group]));
  const byPorts = new Map<string, Readonly<EndpointSlice>[]>();
  for (const slice of existing) {
    const key = portsKey(slice.ports ?? []);
    byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
  }
  const drafts = [...groups].flatMap(([key, group]) => fitGroup(group, byPorts.get(key) ?? [], isStale));
  const surplus = existing.filter((slice) => !groups.has(portsKey(slice.ports ?? [])));
  const emptied = drafts.filter(({ slice, endpoints }) => slice !== undefined && endpoints.length === 0);
  const filled = drafts.filter(({ endpoints }) => endpoints.length > 0);
  return recycle(filled, [...surplus, ...emptied.map(({ slice }) => slice as EndpointSlice)], isStale);
}

function fitGroup(
  group: WantedGroup,
  existing: readonly Readonly<EndpointSlice>[],
  isStale: (slice: Readonly<EndpointSlice>) => boolean,
): Draft[] {
  const missing = new Map(group.endpoints.map((endpoint) => [identity(endpoint), endpoint]));
  const drafts = existing.map((slice): Draft => {
    const endpoints: Endpoint[] = [];
    let changed = isStale(slice);
    for (const endpoint of slice.endpoints ?? []) {
      const now = missing.get(identity(endpoint));
      if (now === undefined || !semanticEqual(now, endpoint)) changed = true;
      if (now === undefined) continue;
      endpoints.push(now);
      missing.delete(identity(endpoint));
    }
    return { slice, ports: group.ports, endpoints, changed };
  });
  const left = [...missing.values()];
  // Those that are written anyway, the fullest first.
  const open = drafts.filter(({ changed, endpoints }) => changed && endpoints.length > 0);
  for (const draft of open.sort((one, other) => other.endpoints.length - one.endpoints.length)) fill(draft, left);
  if (left.length > 0 && left.length < endpointsPerSlice) fill(closest(drafts, left.length), left);
  while (left.length > 0) {
    const draft: Draft = { slice: undefined, ports: group.ports, endpoints: [], changed: true };
    fill(draft, left);
    drafts.push(draft);
  }
  return drafts;
}

function fill(draft: Draft | undefined, left: Endpoint[]): void {
  if (draft === undefined) return;
  const added = left.splice(0, endpointsPerSlice - draft.endpoints.length);
  draft.endpoints.push(...added);
  draft.changed ||= added.length > 0;
}

/** The unchanged one that these make fullest without being too many. */
function closest(drafts: readonly Draft[], count: number): Draft | undefined {
  const fitting = drafts.filter(
    ({ changed, endpoints }) => !changed && endpoints.length > 0 && endpoints.length + count <= endpointsPerSlice,
  );
  return fitting.reduce<Draft | undefined>(
    (best, draft) => (best === undefined || draft.endpoints.length > best.endpoints.length ? draft : best),
    undefined,
  );
}

/** A slice that would go takes the content of one that would be made: one write instead of two. */
function recycle(
  drafts: readonly Draft[],
  gone: readonly Readonly<EndpointSlice>[],
  isStale: (slice: Readonly<EndpointSlice>) => boolean,
): SliceChanges {
  const empty: SliceContent = { ports: [], endpoints: [] };
  const create: SliceContent[] = drafts.filter(({ slice }) => slice === undefined);
  const update = drafts
    .filter(({ slice, changed }) => slice !== undefined && changed)
    .map(({ slice, ports, endpoints }) => ({ slice: slice as EndpointSlice, content: { ports, endpoints } }));
  if (drafts.length === 0) {
    const placeholder = gone.find(({ ports, endpoints }) => !ports?.length && !endpoints?.length);
    if (placeholder !== undefined) {
      const others = gone.filter((slice) => slice !== placeholder);
      const stale = isStale(placeholder) ? [{ slice: placeholder, content: empty }] : [];
      return { create: [], update: stale, delete: others };
    }
    create.push(empty);
  }
  const recycled = gone
    .slice(0, create.length)
    .map((slice, index) => ({ slice, content: create[index] as SliceContent }));
  return {
    create: create.slice(recycled.length).map(({ ports, endpoints }) => ({ ports, endpoints })),
    update: [
      ...update,
      ...recycled.map(({ slice, content: { ports, endpoints } }) => ({ slice, content: { ports, endpoints } })),
    ],
    delete: gone.slice(recycled.length),
  };
}

/** What makes it the same endpoint, whatever its state. */
function identity({ addresses, hostname, targetRef }: Endpoint): string {
  const { kind, namespace, name, uid } = targetRef ?? {};
  return JSON.stringify([addresses, hostname ?? "", kind ?? "", namespace ?? "", name ?? "", uid ?? ""]);
}

export function portsKey(ports: readonly DiscoveryV1EndpointPort[]): string {
  const entries = ports.map(({ name, port, protocol, appProtocol }) =>
    JSON.stringify([name ?? "", port ?? 0, protocol ?? "TCP", appProtocol ?? ""]),
  );
  return entries.sort().join();
}
