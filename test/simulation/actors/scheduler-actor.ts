// A subscriber of the feed that keeps nothing on disk, as the scheduler does: lists once, then lives on batches.
import { type ClusterListCalls, listCluster } from "../../../src/feed/cluster-list.ts";
import type { Batch, BatchAnswer } from "../../../src/feed/messages.ts";
import type { Host } from "../../../src/platform/host.ts";
import type { SimulatedInstance } from "../../../src/platform/simulated/object.ts";
import { parseText } from "../texts.ts";

export const schedulerCollections = ["pods", "nodes"];

export interface SchedulerCalls extends ClusterListCalls<string[]> {
  /** The nodes as they stood at a revision; undefined when that is too long ago. */
  nodes(revision: number): Promise<string[] | undefined>;
  subscribe(from: number): Promise<void>;
}

export class SchedulerActor implements SimulatedInstance {
  readonly #host: Host;
  readonly #calls: SchedulerCalls;
  readonly #state = new Map<string, string>();
  #cursor: number | undefined;
  #syncing: Promise<void> | undefined;

  constructor(host: Host, calls: SchedulerCalls) {
    this.#host = host;
    this.#calls = calls;
  }

  handle(method: string, argument: unknown): unknown {
    switch (method) {
      case "deliver":
        return this.#deliver(argument as Batch);
      case "start":
        this.#sync();
        return undefined;
      case "state":
        return this.#cursor === undefined ? undefined : [...this.#state.values()].sort();
      default:
        throw new Error(`a scheduler has no ${method}`);
    }
  }

  #deliver(batch: Batch): BatchAnswer {
    if (batch.lost) this.#cursor = undefined;
    if (this.#cursor === undefined) {
      this.#sync();
      return { cursor: undefined };
    }
    // A gap: the answer tells from where to deliver.
    if (batch.from === undefined || batch.from > this.#cursor) return { cursor: this.#cursor };
    for (const change of batch.changes) {
      if (change.revision <= this.#cursor) continue;
      const { metadata } = parseText(change.text);
      const key = `${change.collection}/${metadata.namespace}/${metadata.name}`;
      if (change.type === "DELETED") this.#state.delete(key);
      else this.#state.set(key, change.text);
    }
    this.#cursor = Math.max(this.#cursor, batch.upTo);
    return { cursor: this.#cursor };
  }

  #sync(): void {
    this.#syncing ??= this.#list()
      .catch((error) => this.#host.log.warn("the scheduler can't list", { error: String(error) }))
      .then(() => this.#host.timers.sleep(100))
      .finally(() => {
        this.#syncing = undefined;
        if (this.#cursor === undefined) this.#sync();
      });
  }

  async #list(): Promise<void> {
    const list = await listCluster(this.#calls, { collection: "pods" });
    if (list.type !== "list") return;
    const nodes = await this.#calls.nodes(list.revision);
    if (nodes === undefined) return;
    this.#state.clear();
    for (const text of nodes) this.#keep("nodes", text);
    for (const part of list.parts) for (const text of part.body) this.#keep("pods", text);
    this.#cursor = list.revision;
    // Batches may come before the answer does.
    await this.#calls.subscribe(list.revision).catch((error) => {
      this.#cursor = undefined;
      throw error;
    });
  }

  #keep(collection: string, text: string): void {
    const { metadata } = parseText(text);
    this.#state.set(`${collection}/${metadata.namespace}/${metadata.name}`, text);
  }
}
