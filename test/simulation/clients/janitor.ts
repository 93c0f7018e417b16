// Takes a namespace away for good and makes a new one of its name, in the order in which the namespace controller must.

import type { SimulatedObject } from "../../../src/platform/simulated/object.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { namespaceCollection } from "../actors/cluster-actor.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";

export class Janitor {
  readonly #cluster: SimulatedCluster;
  readonly #random: SeededRandom;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
    this.#random = cluster.world.random.fork();
  }

  /** Every namespace exists from the start. */
  async createAll(): Promise<void> {
    for (const name of this.#cluster.namespaces.keys()) await this.#mark(name, "red");
  }

  async run(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.#cluster.world.sleep(2_000 + this.#random.integer(8_000), "");
      await this.#replace(this.#random.pick([...this.#cluster.namespaces.keys()]));
    }
  }

  async #replace(name: string): Promise<void> {
    const namespace = this.#cluster.scope(name);
    for (;;) {
      await this.#insist(namespace, "empty", undefined);
      // From here on the feed doesn't open it, so that nothing is written between emptying and erasing.
      await this.#mark(name, "black");
      if (await this.#once(namespace, "retire", undefined).catch(() => false)) break;
      // Something was written after all, or the answer was lost: either way, from the start.
      await this.#mark(name, "red");
    }
    // First the feed, then the rows: whoever finds nothing left can ask the feed whether there was something.
    await this.#insist(this.#cluster.cluster, "drop", name);
    await this.#insist(namespace, "erase", undefined);
    await this.#cluster.world.sleep(this.#random.integer(1_000), "");
    await this.#mark(name, "red");
  }

  #mark(name: string, color: string): Promise<void> {
    const request = { collection: namespaceCollection, names: [name], action: "put", color };
    return this.#insist(this.#cluster.cluster, "write", request);
  }

  /** Until it is done: each of these may be done twice. */
  async #insist(object: SimulatedObject, method: string, argument: unknown): Promise<void> {
    for (;;) {
      const answer = await this.#once(object, method, argument).catch(() => false);
      if (answer !== false) return;
      await this.#cluster.world.sleep(200, "");
    }
  }

  #once(object: SimulatedObject, method: string, argument: unknown): Promise<unknown> {
    return this.#cluster.network.call(object, method, argument, { once: true });
  }
}
