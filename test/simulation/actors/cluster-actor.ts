// The wiring of a simulated cluster object: its own store and the feed.
import { Feed } from "../../../src/feed/feed.ts";
import { feedWatchTag } from "../../../src/feed/feed-watches.ts";
import type { MemberCalls, Report, SubscriberCalls } from "../../../src/feed/messages.ts";
import type { FeedRules } from "../../../src/feed/rules.ts";
import type { Host } from "../../../src/platform/host.ts";
import type { SimulatedInstance } from "../../../src/platform/simulated/object.ts";
import type { Socket } from "../../../src/platform/sockets.ts";
import type { LogBounds } from "../../../src/storage/compaction.ts";
import { clusterSlot } from "../../../src/storage/revision-clock.ts";
import type { StorageRules } from "../../../src/storage/rules.ts";
import { Store } from "../../../src/storage/store.ts";
import type { Change } from "../../../src/storage/types.ts";
import { WakeUp } from "../../../src/storage/wake-up.ts";
import { WatchHub, type WatchRequest, watchTag } from "../../../src/storage/watch-hub.ts";
import { compileSelection, parseText } from "../texts.ts";
import { planWrites, type WriteRequest } from "../write-request.ts";
import type { ListAnswer, WriteAnswer } from "./namespace-actor.ts";

export interface ClusterActorOptions {
  readonly members: MemberCalls;
  readonly subscribers: SubscriberCalls;
  readonly bounds: LogBounds;
  readonly storageRules: StorageRules;
  readonly feedRules: FeedRules;
  readonly bufferBytesMax?: number;
  readonly onCommit: (changes: readonly Change[]) => void;
}

export type ClusterConnect = WatchRequest & { readonly isAcross: boolean };

/** A namespace exists as an object of this collection; black means that it is being taken away. */
export const namespaceCollection = "namespaces";

export class ClusterActor implements SimulatedInstance {
  readonly #store: Store;
  readonly #hub: WatchHub;
  readonly #feed: Feed;
  readonly #wakeUp: WakeUp;

  constructor(host: Host, options: ClusterActorOptions) {
    this.#wakeUp = new WakeUp(host.alarm, host.clock);
    const wakeUp = this.#wakeUp;
    this.#store = new Store({ ...host, wakeUp, bounds: options.bounds, rules: options.storageRules });
    this.#store.clock.useSlot(clusterSlot);
    this.#store.onCommit(options.onCommit);
    this.#hub = new WatchHub({ ...host, store: this.#store, compile: compileSelection });
    this.#feed = new Feed({
      ...host,
      wakeUp,
      local: this.#store,
      members: options.members,
      subscribers: options.subscribers,
      compile: compileSelection,
      admit: (namespace) => this.#admit(namespace),
      rules: options.feedRules,
      ...(options.bufferBytesMax === undefined ? {} : { bufferBytesMax: options.bufferBytesMax }),
    });
  }

  handle(method: string, argument: unknown): unknown {
    switch (method) {
      case "open":
        return this.#feed.open(argument as string);
      case "report":
        return this.#feed.report(argument as Report);
      case "pick":
        return this.#feed.pick(argument as object);
      case "subscribe": {
        const { name, collections, from } = argument as { name: string; collections: string[]; from: number };
        return this.#feed.subscribe(name, collections, from);
      }
      case "drop":
        return this.#feed.drop(argument as string);
      case "write":
        return this.#write(argument as WriteRequest);
      case "list":
        return {
          revision: this.#store.revision,
          modelled: this.#store.isVirgin ? (argument as () => number)() : this.#store.revision,
        } satisfies ListAnswer;
      case "nodes": {
        const page = this.#store.listAt("nodes", argument as number);
        return "objects" in page ? page.objects.map((object) => object.text) : undefined;
      }
      default:
        throw new Error(`a cluster has no ${method}`);
    }
  }

  connect(socket: Socket, request: unknown): string {
    const { isAcross, ...watch } = request as ClusterConnect;
    if (isAcross) this.#feed.watch(socket, watch);
    else this.#hub.subscribe(socket, watch);
    return isAcross ? feedWatchTag : watchTag;
  }

  message(socket: Socket, message: string): void {
    this.#hub.message(socket, message);
    this.#feed.message(socket, message);
  }

  closed(socket: Socket): void {
    this.#hub.closed(socket);
    this.#feed.closed(socket);
  }

  alarm(): void {
    this.#store.compact();
    this.#feed.alarm();
    this.#wakeUp.rearm();
  }

  #admit(namespace: string): ReturnType<ConstructorParameters<typeof Feed>[0]["admit"]> {
    const object = this.#store.get(namespaceCollection, namespace);
    if (object === undefined) return { type: "refused", reason: "no such namespace" };
    if (parseText(object.text).color === "black") return { type: "refused", reason: "being taken away" };
    return { type: "admitted", facts: undefined };
  }

  #write(request: WriteRequest): WriteAnswer {
    const writes = planWrites(this.#store, "", request);
    if (writes.length === 0) return { type: "nothing" };
    const outcome = this.#store.commit(writes);
    if (outcome.type !== "committed") throw new Error(`a write of what stands was refused: ${outcome.type}`);
    return { type: "written", revisions: outcome.changes.map((change) => change.revision) };
  }
}
