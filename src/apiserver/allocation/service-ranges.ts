// The ranges that services take addresses from: the cluster's first one, and every ServiceCIDR that is ready and stays.
// Kubernetes: pkg/registry/core/service/ipallocator/cidrallocator.go (KEP-1880)
import { type IpAddress, type IpRange, networkOf, parseCidr, rangeContains } from "../../apimachinery/ip-address.ts";
import type { ServiceCIDR } from "../../kinds/facts/types.gen.ts";
import type { Store } from "../../storage/store.ts";

const rangeCollection = "servicecidrs.networking.k8s.io";

const addressBits = 32;

export interface ServiceRange {
  readonly cidr: string;
  readonly range: IpRange;
  /** The first address as a number. */
  readonly first: bigint;
  readonly size: number;
}

/** Of IPv4, `firstCidr` first; no range twice. */
export function serviceRanges(store: Pick<Store, "list">, firstCidr: string): ServiceRange[] {
  const objects = store.list(rangeCollection).objects.map(({ text }) => JSON.parse(text) as ServiceCIDR);
  const cidrs = objects.filter(isUsable).flatMap(({ spec }) => spec?.cidrs ?? []);
  return [...new Set([firstCidr, ...cidrs])].map(serviceRange).filter((range) => range !== undefined);
}

/** The one that has the address. */
export function rangeOf(ranges: readonly ServiceRange[], address: IpAddress): ServiceRange | undefined {
  return ranges.find(({ range }) => rangeContains(range, address));
}

export function serviceRange(cidr: string): ServiceRange | undefined {
  const range = parseCidr(cidr);
  if (range?.address.family !== 4) return undefined;
  const first = networkOf(range).bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { cidr, range, first, size: 2 ** (addressBits - range.prefixLength) };
}

function isUsable({ metadata, status }: ServiceCIDR): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}
