// The cluster's addresses and node ports for services: who has which, kept as objects of the cluster. Addresses are
// IPAddress objects, as upstream's; node ports a collection that is not served.
// Kubernetes: pkg/registry/core/service/ipallocator, portallocator; KEP-1880 (multiple service CIDRs)
import { parseIp } from "../../apimachinery/ip-address.ts";
import { formatTime } from "../../apimachinery/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Store } from "../../storage/store.ts";
import type { Write } from "../../storage/types.ts";
import type { Allotted, ClaimAnswer, ServiceClaim } from "./service-claim.ts";
import { rangeOf, type ServiceRange, serviceRange, serviceRanges } from "./service-ranges.ts";

const addressCollection = "ipaddresses.networking.k8s.io";
const portCollection = "skerry-nodeports";

/** Upstream's range of node ports. */
const portMin = 30_000;
const portMax = 32_767;

/** The lowest addresses are for services that ask for one by name (the API's, DNS): others get them last. */
const reservedAddresses = 256;

export interface ServiceAllocatorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** The cluster's first range; others come with ServiceCIDRs. */
  readonly cidr: string;
}

/** The owner under which a service's holdings are found again. */
function ownerOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `service/${namespace}/${name}`;
}

export class ServiceAllocator {
  readonly #options: ServiceAllocatorOptions;

  constructor(options: ServiceAllocatorOptions) {
    if (serviceRange(options.cidr) === undefined) throw new Error(`not a CIDR of IPv4: ${options.cidr}`);
    this.#options = options;
  }

  /** All that is claimed or nothing, in one transaction. What the service has already is allotted to it again. */
  claim(claim: ServiceClaim): ClaimAnswer {
    const held = this.#heldBy(claim);
    const addresses: string[] = [];
    for (const wanted of claim.addresses) {
      const chosen = wanted === "" ? this.#freeAddress() : this.#certainAddress(wanted, held);
      if (typeof chosen !== "string") return chosen;
      addresses.push(chosen);
    }
    const nodePorts: number[] = [];
    for (const wanted of claim.nodePorts) {
      const chosen = wanted === 0 ? this.#freePort(nodePorts) : this.#certainPort(wanted, held);
      if (typeof chosen !== "number") return chosen;
      nodePorts.push(chosen);
    }
    const fresh = {
      addresses: addresses.filter((one) => !held.addresses.includes(one)),
      nodePorts: [...new Set(nodePorts)].filter((one) => !held.nodePorts.includes(one)),
    };
    const writes = this.#writesFor(claim, fresh);
    if (writes.length > 0 && this.#options.store.commit(writes).type !== "committed") {
      // Chosen and committed in one step: nothing can have come between.
      throw new Error("an allotted address or port was taken in the same step");
    }
    return { type: "allotted", addresses, nodePorts, fresh };
  }

  /** Takes back everything that the service holds and does not need. */
  settle(service: { readonly namespace: string; readonly name: string }, needed: Allotted): void {
    const held = this.#heldBy(service);
    const gone = [
      ...held.addresses.filter((one) => !needed.addresses.includes(one)).map((one) => [addressCollection, one]),
      ...held.nodePorts.filter((one) => !needed.nodePorts.includes(one)).map((one) => [portCollection, String(one)]),
    ] as [string, string][];
    const writes = gone.flatMap(([collection, name]): Write[] => {
      const stored = this.#options.store.get(collection, name);
      if (stored === undefined) return [];
      return [
        {
          type: "delete",
          collection,
          name,
          expected: stored.revision,
          render: (revision) => atRevision(stored.text, revision),
        },
      ];
    });
    if (writes.length > 0) this.#options.store.commit(writes);
  }

  #heldBy(service: { readonly namespace: string; readonly name: string }): Allotted {
    const held = this.#options.store.dependents(ownerOf(service));
    return {
      addresses: held.filter((one) => one.collection === addressCollection).map((one) => one.name),
      nodePorts: held.filter((one) => one.collection === portCollection).map((one) => Number(one.name)),
    };
  }

  #certainAddress(wanted: string, held: Allotted): string | Exclude<ClaimAnswer, { type: "allotted" }> {
    if (held.addresses.includes(wanted)) return wanted;
    const parsed = parseIp(wanted);
    const ranges = this.#ranges();
    if (parsed === undefined || rangeOf(ranges, parsed) === undefined) {
      return { type: "outside", address: wanted, range: ranges.map(({ cidr }) => cidr).join(", ") };
    }
    return this.#isFree(addressCollection, wanted) ? wanted : { type: "taken", address: wanted };
  }

  #certainPort(wanted: number, held: Allotted): number | Exclude<ClaimAnswer, { type: "allotted" }> {
    if (held.nodePorts.includes(wanted)) return wanted;
    if (wanted < portMin || wanted > portMax)
      return { type: "portOutside", port: wanted, range: `${portMin}-${portMax}` };
    return this.#isFree(portCollection, String(wanted)) ? wanted : { type: "portTaken", port: wanted };
  }

  #ranges(): ServiceRange[] {
    return serviceRanges(this.#options.store, this.#options.cidr);
  }

  /** Of the first range that has one left. */
  #freeAddress(): string | Exclude<ClaimAnswer, { type: "allotted" }> {
    for (const range of this.#ranges()) {
      const address = this.#freeAddressOf(range);
      if (address !== undefined) return address;
    }
    return { type: "exhausted", what: "addresses" };
  }

  /** A random free one of the upper part, else any. The network's and the broadcast address are nobody's. */
  #freeAddressOf({ first, size }: ServiceRange): string | undefined {
    const lowest = Math.min(reservedAddresses, Math.floor(size / 2));
    const upper = Math.max(0, size - 1 - lowest);
    const start = upper === 0 ? 0 : this.#options.random.integer(upper);
    for (let index = 0; index < upper + lowest - 1; index += 1) {
      const offset = index < upper ? lowest + ((start + index) % upper) : index - upper + 1;
      const address = addressText(first + BigInt(offset));
      if (this.#isFree(addressCollection, address)) return address;
    }
    return undefined;
  }

  #freePort(chosen: readonly number[]): number | Exclude<ClaimAnswer, { type: "allotted" }> {
    const count = portMax - portMin + 1;
    const start = this.#options.random.integer(count);
    for (let index = 0; index < count; index += 1) {
      const port = portMin + ((start + index) % count);
      if (!chosen.includes(port) && this.#isFree(portCollection, String(port))) return port;
    }
    return { type: "exhausted", what: "node ports" };
  }

  #isFree(collection: string, name: string): boolean {
    return this.#options.store.get(collection, name) === undefined;
  }

  #writesFor(claim: ServiceClaim, fresh: Allotted): Write[] {
    const ownerUids = [ownerOf(claim)];
    const { random, clock } = this.#options;
    const put = (collection: string, name: string, make: (uid: string) => object): Write => {
      const uid = random.uuid();
      const text = JSON.stringify(make(uid));
      return {
        type: "put",
        collection,
        name,
        uid,
        expected: undefined,
        render: (revision) => atRevision(text, revision),
        ownerUids,
      };
    };
    const creationTimestamp = formatTime(clock.now());
    return [
      ...fresh.addresses.map((address) =>
        put(addressCollection, address, (uid) => ipAddress(address, claim, uid, creationTimestamp)),
      ),
      ...fresh.nodePorts.map((port) =>
        put(portCollection, String(port), (uid) => ({ metadata: { name: String(port), uid, creationTimestamp } })),
      ),
    ];
  }
}

function ipAddress(address: string, claim: ServiceClaim, uid: string, creationTimestamp: string): object {
  const labels = {
    "ipaddress.kubernetes.io/ip-family": "IPv4",
    "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
  };
  return {
    kind: "IPAddress",
    apiVersion: "networking.k8s.io/v1",
    metadata: { name: address, uid, creationTimestamp, labels },
    spec: { parentRef: { group: "", resource: "services", namespace: claim.namespace, name: claim.name } },
  };
}

function atRevision(text: string, revision: number): string {
  const object = JSON.parse(text) as { metadata: Record<string, unknown> };
  object.metadata["resourceVersion"] = String(revision);
  return JSON.stringify(object);
}

function addressText(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
}
