// A client that lists across namespaces: whole, in pages, and at revisions of the past.
import { type ClusterListRequest, type ListCursor, listCluster } from "../../../src/feed/cluster-list.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import { collections } from "../texts.ts";

export class ListClient {
  readonly #cluster: SimulatedCluster;
  readonly #random: SeededRandom;
  #past = 0;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
    this.#random = cluster.world.random.fork();
  }

  async run(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await this.#cluster.world.sleep(this.#random.integer(2_500), "");
      const collection = this.#random.pick(collections);
      const isPast = this.#past > 0 && this.#random.chance(0.3);
      const limit = this.#random.chance(0.5) ? 1 + this.#random.integer(3) : undefined;
      const exact = isPast ? { exact: this.#past } : {};
      const request = { collection, ...exact, ...(limit === undefined ? {} : { limit }) };
      // A call that was lost: the client would try again, and so it does in the next round.
      await this.#list(request).catch(() => {});
    }
  }

  async #list(request: ClusterListRequest): Promise<void> {
    const { model } = this.#cluster;
    const mustInclude = request.exact === undefined ? model.lastAcked : 0;
    const texts: string[] = [];
    let cursor: ListCursor | undefined;
    do {
      const page = await listCluster(this.#cluster.listCalls(), {
        ...request,
        ...(cursor === undefined ? {} : { cursor }),
      });
      if (page.type !== "list") return;
      texts.push(...page.parts.flatMap((part) => part.body));
      cursor = page.next;
      this.#past = page.revision;
      if (cursor === undefined) {
        model.listed({ collection: request.collection, revision: page.revision, texts, mustInclude });
        return;
      }
      await this.#cluster.world.sleep(this.#random.integer(400), "");
    } while (cursor !== undefined);
  }
}
