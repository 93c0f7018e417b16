// A cluster's nodes as its object knows them: from their stored objects and from their links.
import type { NodeHeartbeat } from "../apiserver/node-leases.ts";
import { silentConditions } from "../kinds/core/node-silence.ts";
import type { Node } from "../kinds/facts/types.gen.ts";
import { nodes } from "../kinds/kind-refs.ts";
import type { Clock } from "../platform/clock.ts";
import { readyNodeNames } from "./admission-surroundings.ts";
import type { NodeLink } from "./node-link.ts";
import type { ScopeParts } from "./scope-parts.ts";

const nodesCollection = "nodes";

/** As whom the cluster writes about nodes. */
const writer = "node-lifecycle";

export interface ClusterNodesOptions {
  readonly parts: () => ScopeParts;
  readonly clock: Clock;
  readonly link: (node: string) => DurableObjectStub<NodeLink>;
}

export class ClusterNodes {
  readonly #options: ClusterNodesOptions;

  constructor(options: ClusterNodesOptions) {
    this.#options = options;
  }

  /** The node's link says that its agent is not heard any more. Idempotent. */
  async gone(name: string, lastSeenMs: number): Promise<void> {
    const parts = this.#options.parts();
    const node = parts.find(nodesCollection, name) as Node | undefined;
    if (node === undefined) return;
    const conditions = silentConditions(node, lastSeenMs, this.#options.clock.now());
    await parts.client(writer).patch(nodes, name, { status: { conditions } }, "status");
  }

  /** A few that can carry calls out of the control plane. */
  ready(): Promise<string[]> {
    return readyNodeNames(this.#options.parts().client(writer));
  }

  /** When each one's agent was last heard. */
  heartbeats(): Promise<NodeHeartbeat[]> {
    return Promise.all(
      this.#stored().map(async ({ name: node, uid }) => {
        const seen = await this.#options.link(node).lastSeen();
        return { node, uid, lastSeenMs: seen?.lastSeenMs };
      }),
    );
  }

  /** The cluster is being taken away. */
  async eraseLinks(): Promise<void> {
    for (const { name } of this.#stored()) await this.#options.link(name).erase();
  }

  #stored() {
    return this.#options.parts().store.list(nodesCollection).objects;
  }
}
