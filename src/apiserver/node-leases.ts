// The Leases of nodes, made when somebody reads them: heartbeats wake no object and write no row, so a Lease is only
// as old as its last reader. Kubernetes: KEP-589 (efficient node heartbeats)
import type { KubeObject } from "../apimachinery/json.ts";
import { formatMicroTime } from "../apimachinery/time.ts";
import type { KindName, LocalClient } from "./local-client.ts";

/** The namespace they live in. */
export const nodeLeaseNamespace = "kube-node-lease";

export const leaseCollection = "leases.coordination.k8s.io";

const leases: KindName = { group: "coordination.k8s.io", version: "v1", plural: "leases" };

/** Upstream's: a node counts as gone after 40 seconds of silence. */
const leaseDurationSeconds = 40;

/** Readers that come in between are answered what is there. */
const freshMs = 5_000;

export interface NodeHeartbeat {
  readonly node: string;
  readonly uid: string;
  /** When its agent was last heard; undefined: never. */
  readonly lastSeenMs: number | undefined;
}

export class NodeLeases {
  readonly #client: () => LocalClient;
  readonly #heartbeats: () => Promise<readonly NodeHeartbeat[]>;
  readonly #now: () => number;
  #refreshedMs = Number.NEGATIVE_INFINITY;

  constructor(client: () => LocalClient, heartbeats: () => Promise<readonly NodeHeartbeat[]>, now: () => number) {
    this.#client = client;
    this.#heartbeats = heartbeats;
    this.#now = now;
  }

  /** Brings every node's Lease up to what is known of its agent. */
  async refresh(): Promise<void> {
    if (this.#now() - this.#refreshedMs < freshMs) return;
    this.#refreshedMs = this.#now();
    for (const heartbeat of await this.#heartbeats()) {
      if (heartbeat.lastSeenMs !== undefined) await this.#renew(heartbeat, heartbeat.lastSeenMs);
    }
  }

  async #renew({ node, uid }: NodeHeartbeat, lastSeenMs: number): Promise<void> {
    const client = this.#client();
    const renewTime = formatMicroTime(lastSeenMs);
    const spec = { holderIdentity: node, leaseDurationSeconds, renewTime };
    const known = await client.get(leases, node);
    if (known === undefined) {
      const owner = { apiVersion: "v1", kind: "Node", name: node, uid };
      const made: KubeObject = { metadata: { name: node, ownerReferences: [owner] }, spec };
      await client.create(leases, made);
    } else if (known["spec"]?.renewTime !== renewTime) {
      await client.patch(leases, node, { spec });
    }
  }
}
