// The wiring of a simulated namespace: store, watches, its side of the feed. What a Durable Object class does for real.

import type { PartAnswer, PartRequest } from "../../../src/feed/cluster-list.ts";
import { listPart } from "../../../src/feed/list-part.ts";
import { Member } from "../../../src/feed/member.ts";
import type { AdvanceRequest, FeedCalls, GatherRequest } from "../../../src/feed/messages.ts";
import type { FeedRules, Lease } from "../../../src/feed/rules.ts";
import type { Host } from "../../../src/platform/host.ts";
import type { SimulatedInstance } from "../../../src/platform/simulated/object.ts";
import type { Socket } from "../../../src/platform/sockets.ts";
import type { LogBounds } from "../../../src/storage/compaction.ts";
import type { StorageRules } from "../../../src/storage/rules.ts";
import { Store } from "../../../src/storage/store.ts";
import type { Change } from "../../../src/storage/types.ts";
import { WakeUp } from "../../../src/storage/wake-up.ts";
import { WatchHub, type WatchRequest, watchTag } from "../../../src/storage/watch-hub.ts";
import { compileSelection } from "../texts.ts";
import { planWrites, type WriteRequest } from "../write-request.ts";

export interface NamespaceActorOptions {
  readonly namespace: string;
  readonly feed: FeedCalls;
  readonly bounds: LogBounds;
  readonly storageRules: StorageRules;
  readonly feedRules: FeedRules;
  readonly earlierLease: Lease | undefined;
  readonly onCommit: (changes: readonly Change[]) => void;
  /** Ends this life at the end of the step. */
  readonly reset: () => void;
}

export type WriteAnswer =
  | { readonly type: "written"; readonly revisions: readonly number[] }
  | { readonly type: "nothing" | "refused" | "unavailable" };

export interface ListAnswer {
  readonly revision: number;
  /** What the model calls it: a virgin store's 1 is a time like any other. */
  readonly modelled: number;
}

export class NamespaceActor implements SimulatedInstance {
  readonly store: Store;
  readonly member: Member;
  readonly #hub: WatchHub;
  readonly #wakeUp: WakeUp;
  readonly #options: NamespaceActorOptions;

  constructor(host: Host, options: NamespaceActorOptions) {
    this.#options = options;
    this.#wakeUp = new WakeUp(host.alarm, host.clock);
    this.store = new Store({ ...host, wakeUp: this.#wakeUp, bounds: options.bounds, rules: options.storageRules });
    this.store.onCommit(options.onCommit);
    this.#hub = new WatchHub({ ...host, store: this.store, compile: compileSelection });
    this.member = new Member({
      ...host,
      store: this.store,
      feed: options.feed,
      namespace: options.namespace,
      rules: options.feedRules,
      ...(options.earlierLease === undefined ? {} : { earlierLease: options.earlierLease }),
    });
  }

  handle(method: string, argument: unknown): unknown {
    switch (method) {
      case "write":
        return this.#write(argument as WriteRequest);
      case "list":
        return {
          revision: this.store.revision,
          modelled: this.store.isVirgin ? (argument as () => number)() : this.store.revision,
        } satisfies ListAnswer;
      case "part":
        return this.#part(argument as PartRequest);
      case "advance":
        return this.member.advance(argument as AdvanceRequest);
      case "gather":
        return this.member.gather(argument as GatherRequest);
      case "empty":
        return this.#empty();
      case "retire":
        return this.#retire();
      case "erase":
        return this.#erase();
      default:
        throw new Error(`a namespace has no ${method}`);
    }
  }

  connect(socket: Socket, request: unknown): string {
    // The hub looks sockets up by tag only when it is made.
    this.#hub.subscribe(socket, request as WatchRequest);
    return watchTag;
  }

  message(socket: Socket, message: string): void {
    this.#hub.message(socket, message);
  }

  closed(socket: Socket): void {
    this.#hub.closed(socket);
  }

  alarm(): void {
    this.store.compact();
    this.#wakeUp.rearm();
  }

  async #write(request: WriteRequest): Promise<WriteAnswer> {
    const readiness = await this.member.ready();
    if (readiness.type !== "open") return { type: readiness.type };
    const writes = planWrites(this.store, this.#options.namespace, request);
    if (writes.length === 0) return { type: "nothing" };
    const outcome = this.store.commit(writes);
    if (outcome.type !== "committed") throw new Error(`a write of what stands was refused: ${outcome.type}`);
    return { type: "written", revisions: outcome.changes.map((change) => change.revision) };
  }

  #part(request: PartRequest): PartAnswer<string[]> {
    const answer = listPart(this.store, request);
    if (answer.type !== "part") return answer;
    return {
      type: "part",
      body: answer.objects.map((object) => object.text),
      count: answer.objects.length,
      lastName: answer.objects.at(-1)?.name,
      more: answer.more,
    };
  }

  /** What the namespace controller does by deleting every object. */
  async #empty(): Promise<boolean> {
    for (const [collection] of this.store.counts()) {
      for (const { name } of this.store.list(collection).objects) {
        if ((await this.member.ready()).type !== "open") return false;
        const writes = planWrites(this.store, this.#options.namespace, { collection, names: [name], action: "delete" });
        if (writes.length > 0) this.store.commit(writes);
      }
    }
    return true;
  }

  /** True: it is closed, and empty. Only while the feed refuses to open it. */
  async #retire(): Promise<boolean> {
    const isRetired = await this.member.retire();
    if (!isRetired || this.store.counts().size > 0) this.#options.reset();
    return isRetired && this.store.counts().size === 0;
  }

  #erase(): void {
    this.store.erase();
    this.#options.reset();
  }
}
