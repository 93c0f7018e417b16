// The subsets of an Endpoints object: addresses together that serve the same ports. Pure.
// Kubernetes: pkg/api/v1/endpoints/util.go RepackSubsets
import type { EndpointAddress, EndpointPort, EndpointSubset } from "../../kinds/facts/types.gen.ts";

export interface ServingAddress {
  readonly address: EndpointAddress;
  readonly ready: boolean;
  readonly ports: readonly EndpointPort[];
}

/** In an order that depends on nothing but the content, so that the same endpoints are the same object. */
export function packSubsets(addresses: readonly ServingAddress[]): EndpointSubset[] {
  const groups = new Map<string, ServingAddress[]>();
  for (const one of addresses) {
    const key = one.ports.map(portKey).sort().join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, members]) => {
      const ready = members.filter((one) => one.ready).map(({ address }) => address);
      const notReady = members.filter((one) => !one.ready).map(({ address }) => address);
      const ports = [...(members[0]?.ports ?? [])].sort((one, other) => (portKey(one) < portKey(other) ? -1 : 1));
      return {
        ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
        ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
        ...(ports.length === 0 ? {} : { ports }),
      };
    });
}

export interface Truncated {
  readonly subsets: readonly EndpointSubset[];
  readonly truncated: boolean;
}

/** At most `most` addresses: ready ones before others, and of each subset its share. Kubernetes: truncateEndpoints */
export function truncateSubsets(subsets: readonly EndpointSubset[], most: number): Truncated {
  const count = (field: "addresses" | "notReadyAddresses") =>
    subsets.reduce((sum, subset) => sum + (subset[field]?.length ?? 0), 0);
  const [ready, notReady] = [count("addresses"), count("notReadyAddresses")];
  if (ready + notReady <= most) return { subsets, truncated: false };
  const field = ready > most ? "addresses" : "notReadyAddresses";
  const total = ready > most ? ready : notReady;
  const room = ready > most ? most : most - ready;
  let left = room;
  const shares = subsets.map((subset) => {
    const share = Math.min(left, Math.floor(((subset[field]?.length ?? 0) * room) / total));
    left -= share;
    return share;
  });
  const cut = subsets.map((subset, index): EndpointSubset => {
    const share = shares[index] as number;
    const more = Math.min(left, (subset[field]?.length ?? 0) - share);
    left -= more;
    const { addresses = [], ports } = subset;
    const kept = (subset[field] ?? []).slice(0, share + more);
    const [serving, others] = field === "addresses" ? [kept, []] : [addresses, kept];
    return {
      ...(serving.length === 0 ? {} : { addresses: serving }),
      ...(others.length === 0 ? {} : { notReadyAddresses: others }),
      ...(ports === undefined ? {} : { ports }),
    };
  });
  return { subsets: cut.filter(({ addresses, notReadyAddresses }) => addresses || notReadyAddresses), truncated: true };
}

function byAddress(one: EndpointAddress, other: EndpointAddress): number {
  const [left, right] = [addressKey(one), addressKey(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function addressKey({ ip, targetRef }: EndpointAddress): string {
  return `${ip} ${targetRef?.uid ?? ""}`;
}

function portKey({ name, port, protocol, appProtocol }: EndpointPort): string {
  return JSON.stringify([name ?? "", protocol ?? "TCP", port, appProtocol ?? ""]);
}
