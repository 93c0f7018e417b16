// A client that lists and watches for ever, with the stateless Worker in between, and comes back whenever it is cut off.
import { listCluster } from "../../../src/feed/cluster-list.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import type { SimulatedSocket } from "../../../src/platform/simulated/socket.ts";
import type { ChangeType } from "../../../src/storage/types.ts";
import { WatchForwarder } from "../../../src/storage/watch-forwarder.ts";
import { nextPageMessage, progressMessage } from "../../../src/storage/watch-frame.ts";
import type { ListAnswer } from "../actors/namespace-actor.ts";
import type { WatchSegment } from "../model.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import type { SimulatedText } from "../texts.ts";

export interface WatchTarget {
  readonly name: string;
  /** One scope, or undefined for all namespaces. */
  readonly scope: string | undefined;
  readonly collection: string;
  readonly color: string | null;
}

/** A revision to start from, as the server calls it and as the model does. */
type Cursor = ListAnswer;

export class WatchClient {
  readonly #cluster: SimulatedCluster;
  readonly #target: WatchTarget;
  readonly #random: SeededRandom;
  #segment: WatchSegment | undefined;
  /** False: from now on it stays where it is. */
  #isRestless = true;

  constructor(cluster: SimulatedCluster, target: WatchTarget) {
    this.#cluster = cluster;
    this.#target = target;
    this.#random = cluster.world.random.fork();
  }

  settle(): void {
    this.#isRestless = false;
  }

  /** At the end of everything: whoever watches must have been told all there is. */
  finish(): void {
    if (this.#segment === undefined) this.#cluster.model.fail("R2", `${this.#target.name} never got to watch`);
    else this.#segment.upTo = Number.POSITIVE_INFINITY;
  }

  async run(): Promise<void> {
    let cursor: Cursor | undefined;
    for (;;) {
      cursor ??= await this.#list().catch(() => undefined);
      if (cursor !== undefined) cursor = await this.#watch(cursor);
      await this.#cluster.world.sleep(20 + this.#random.integer(300), "");
    }
  }

  async #list(): Promise<Cursor | undefined> {
    const { scope, collection } = this.#target;
    const { model, network } = this.#cluster;
    if (scope === undefined) {
      const mustInclude = model.lastAcked;
      const list = await listCluster(this.#cluster.listCalls(), { collection });
      if (list.type !== "list") return undefined;
      const texts = list.parts.flatMap((part) => part.body);
      model.listed({ collection, revision: list.revision, texts, mustInclude });
      return { revision: list.revision, modelled: list.revision };
    }
    const last = () => model.lastOf(scope);
    return (await network.call(this.#cluster.scope(scope), "list", last)) as ListAnswer;
  }

  /** Until it is cut off or leaves; answers where to go on, or undefined to list again. */
  #watch(cursor: Cursor): Promise<Cursor | undefined> {
    const { model, world } = this.#cluster;
    const { name, scope, collection, color } = this.#target;
    const from = cursor.revision;
    const segment: WatchSegment = {
      watcher: name,
      scope,
      collection,
      color,
      from: cursor.modelled,
      events: [],
      upTo: cursor.modelled,
    };
    model.begin(segment);
    this.#segment = segment;
    const forwarder = new WatchForwarder(from);
    return new Promise((resolve) => {
      let socket: SimulatedSocket | undefined;
      const end = (next: Cursor | undefined) => {
        if (this.#segment !== segment) return;
        this.#segment = undefined;
        resolve(next);
      };
      const message = (text: string) => {
        if (this.#segment !== segment) return;
        const forwarded = forwarder.take(text);
        if (forwarded.type === "end") {
          model.expirations += 1;
          end(undefined);
          return;
        }
        this.#told(segment, forwarded.text);
        world.detail(() => `  ${name} knows everything up to ${forwarder.revision}`);
        segment.upTo = Math.max(segment.upTo, forwarder.revision);
        if (forwarded.more) world.after(this.#random.integer(50), "", () => socket?.receive(nextPageMessage));
      };
      const closed = () => end(this.#resumeAt(segment, cursor));
      const request = { collection, selection: color, from, isAcross: scope === undefined };
      const object = this.#cluster.scope(scope ?? "");
      world.note(`${name} watches from ${from}`);
      object.sockets.connect(request, { message, closed }, (opened) => {
        socket = opened;
      });
      this.#wander(() => socket, forwarder, closed);
    });
  }

  #told(segment: WatchSegment, lines: string): void {
    for (const line of lines.split("\n")) {
      if (line === "") continue;
      const { type, object } = JSON.parse(line) as { type: ChangeType; object: SimulatedText };
      const { name, namespace, resourceVersion } = object.metadata;
      const event = { type, revision: Number(resourceVersion), scope: namespace, name, value: object.value };
      this.#cluster.world.note(`${segment.watcher} is told ${type} ${namespace}/${name} at ${resourceVersion}`);
      this.#cluster.model.told(segment, event);
    }
  }

  /** Where a client may go on: where it was told it is, or at any event that it remembers. */
  #resumeAt(segment: WatchSegment, cursor: Cursor): Cursor {
    if (segment.events.length > 0 && this.#isRestless && this.#random.chance(0.3)) {
      const { revision } = this.#random.pick(segment.events);
      return { revision, modelled: revision };
    }
    return segment.upTo > cursor.modelled ? { revision: segment.upTo, modelled: segment.upTo } : cursor;
  }

  /** Leaves after a while, or asks how far things are. */
  #wander(socket: () => SimulatedSocket | undefined, forwarder: WatchForwarder, closed: () => void): void {
    const segment = this.#segment;
    const again = () => {
      this.#cluster.world.after(500 + this.#random.integer(6_000), "", () => {
        if (this.#segment !== segment || !this.#isRestless) return;
        if (this.#random.chance(0.5)) {
          socket()?.leave();
          closed();
          return;
        }
        socket()?.receive(progressMessage(forwarder.revision));
        again();
      });
    };
    again();
  }
}
