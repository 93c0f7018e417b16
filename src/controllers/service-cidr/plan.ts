// What a ServiceCIDR is due: a finalizer and readiness while it is wanted, and leave to go when no address needs it. Pure.
// Kubernetes: pkg/controller/servicecidrs/servicecidrs_controller.go sync, canDeleteCIDR
import { type IpRange, networkOf, parseCidr, parseIp, rangeContains } from "../../apimachinery/ip-address.ts";
import type { IPAddress, ServiceCIDR } from "../../kinds/facts/types.gen.ts";

export const finalizer = "networking.k8s.io/service-cidr-finalizer";

/** Addresses that services hold; others may name any address they like. */
const allocatorLabel = "ipaddress.kubernetes.io/managed-by";
const allocator = "ipallocator.k8s.io";

export interface Readiness {
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
}

export type ServiceCidrPlan =
  | { readonly type: "report"; readonly finalizers: readonly string[]; readonly readiness: Readiness }
  | { readonly type: "release"; readonly finalizers: readonly string[] };

const ready: Readiness = { status: "True", reason: "", message: "Kubernetes Service CIDR is ready" };
const inUse: Readiness = {
  status: "False",
  reason: "Terminating",
  message: "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR",
};

/** `all`: every ServiceCIDR, this one among them. */
export function planServiceCidr(
  cidr: ServiceCIDR,
  all: readonly ServiceCIDR[],
  addresses: readonly IPAddress[],
): ServiceCidrPlan {
  const finalizers = cidr.metadata?.finalizers ?? [];
  if (cidr.metadata?.deletionTimestamp === undefined) {
    return {
      type: "report",
      finalizers: finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer],
      readiness: ready,
    };
  }
  const others = all
    .filter(({ metadata }) => metadata?.name !== cidr.metadata?.name && metadata?.deletionTimestamp === undefined)
    .flatMap(rangesOf);
  if (leavesOrphans(rangesOf(cidr), others, addresses)) return { type: "report", finalizers, readiness: inUse };
  return { type: "release", finalizers: finalizers.filter((one) => one !== finalizer) };
}

function leavesOrphans(own: readonly IpRange[], others: readonly IpRange[], addresses: readonly IPAddress[]): boolean {
  const lost = own.filter((range) => !others.some((other) => rangeWithin(range, other)));
  return addresses.some(({ metadata }) => {
    if (metadata?.labels?.[allocatorLabel] !== allocator) return false;
    const address = parseIp(metadata.name ?? "");
    if (address === undefined) return false;
    const contains = (range: IpRange) => rangeContains(range, address);
    return lost.some(contains) && !others.some(contains);
  });
}

function rangesOf({ spec }: ServiceCIDR): IpRange[] {
  return (spec?.cidrs ?? []).map(parseCidr).filter((range) => range !== undefined);
}

function rangeWithin(range: IpRange, other: IpRange): boolean {
  return other.prefixLength <= range.prefixLength && rangeContains(other, networkOf(range));
}
