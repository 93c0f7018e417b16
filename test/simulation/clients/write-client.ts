// A client that writes: one object or several at once, now here, now there, in bursts and after pauses.
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import type { WriteAnswer } from "../actors/namespace-actor.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import { collections, colors } from "../texts.ts";
import type { WriteRequest } from "../write-request.ts";

export class WriteClient {
  readonly #cluster: SimulatedCluster;
  readonly #random: SeededRandom;
  readonly #scopes: readonly string[];
  #value = 0;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
    this.#random = cluster.world.random.fork();
    this.#scopes = [...cluster.namespaces.keys(), ""];
  }

  async run(writes: number): Promise<void> {
    // Most writes go to a namespace that is busy for a while, as deployments do it.
    let scope = this.#random.pick(this.#scopes);
    for (let count = 0; count < writes; count += 1) {
      if (this.#random.chance(0.3)) scope = this.#random.pick(this.#scopes);
      const pauseMs = this.#random.chance(0.15) ? this.#random.integer(4_000) : this.#random.integer(40);
      await this.#cluster.world.sleep(pauseMs, "");
      await this.#write(scope).catch(() => {});
    }
  }

  async #write(scope: string): Promise<void> {
    this.#value += 1;
    const size = this.#random.chance(0.1) ? 4 : 1;
    const request: WriteRequest = {
      collection: scope === "" ? "nodes" : this.#random.pick(collections),
      names: [...new Set(Array.from({ length: size }, () => `o${this.#random.integer(4)}`))],
      action: this.#random.chance(0.25) ? "delete" : "put",
      color: this.#random.pick(colors),
      value: this.#value,
    };
    const answer = (await this.#cluster.network.call(this.#cluster.scope(scope), "write", request)) as WriteAnswer;
    if (answer.type !== "written") return;
    for (const revision of answer.revisions) this.#cluster.model.acknowledged(scope, revision);
  }
}
