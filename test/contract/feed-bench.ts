// The feed on one engine's database, between namespaces, watchers and subscribers that a test plays by hand.
import { Feed, type FeedOptions } from "../../src/feed/feed.ts";
import { feedWatchTag } from "../../src/feed/feed-watches.ts";
import type {
  AdvanceRequest,
  Batch,
  BatchAnswer,
  GatherAnswer,
  GatherRequest,
  OpenAnswer,
  Report,
} from "../../src/feed/messages.ts";
import type { Log } from "../../src/platform/log.ts";
import { type RecordedSocket, RecordedSockets } from "../../src/platform/simulated/recorded-socket.ts";
import { SteppedTimers } from "../../src/platform/simulated/timers.ts";
import { slotsPerTick } from "../../src/storage/revision-clock.ts";
import type { Store } from "../../src/storage/store.ts";
import type { Change } from "../../src/storage/types.ts";
import type { Selection } from "../../src/storage/view.ts";
import { WatchForwarder } from "../../src/storage/watch-forwarder.ts";
import { type StoreBench, startMs, textOf } from "./bench.ts";

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

export type Opened = Extract<OpenAnswer, { type: "opened" }>;

/** The revision of `slot` in the tick `offsetMs` after the start. */
export function at(offsetMs: number, slot: number): number {
  return (startMs + offsetMs) * slotsPerTick + slot;
}

/** The end of a tick: what promises say. */
export function endOf(offsetMs: number): number {
  return at(offsetMs, slotsPerTick - 1);
}

export function change(revision: number, name: string, collection = "pods", value = ""): Change {
  const text = textOf(name, revision, value);
  return { revision, collection, name, uid: `uid-${name}`, type: "ADDED", text, previousText: undefined };
}

/** A question to a namespace that the test has not answered yet. */
export interface Asked<Request, Answer> {
  readonly namespace: string;
  readonly request: Request;
  answer(answer: Answer): void;
  fail(): void;
}

export class FeedBench {
  /** Collections that are no longer served. */
  readonly unserved = new Set<string>();
  readonly store: StoreBench;
  readonly timers: SteppedTimers;
  readonly sockets = new RecordedSockets();
  readonly advances: Asked<AdvanceRequest, Report>[] = [];
  readonly gathers: Asked<GatherRequest, GatherAnswer>[] = [];
  readonly batches: Batch[] = [];
  /** What the subscriber answers; by default it is where the batch puts it. */
  onBatch: (batch: Batch) => BatchAnswer = (batch) => ({ cursor: batch.upTo });
  admits = true;
  local!: Store;
  feed!: Feed;

  constructor(store: StoreBench) {
    this.store = store;
    this.timers = new SteppedTimers(store.clock);
    this.start();
  }

  /** A new instance on what is on disk; sockets are kept. */
  start(options: Partial<FeedOptions> = {}): Feed {
    this.advances.length = 0;
    this.gathers.length = 0;
    this.local = this.store.open({ slot: 0 });
    this.feed = new Feed({
      sql: this.store.sql,
      clock: this.store.clock,
      timers: this.timers,
      log: silentLog,
      sockets: this.sockets,
      wakeUp: this.store.wakeUp,
      local: this.local,
      members: {
        advance: (namespace, request) => asking(this.advances, namespace, request),
        gather: (namespace, request) => asking(this.gathers, namespace, request),
      },
      subscribers: {
        deliver: async (_name, batch) => {
          this.batches.push(batch);
          return this.onBatch(batch);
        },
      },
      compile: (collection, selection) => ({
        ...(selection === null ? {} : { selects: (object) => object.object["value"] === selection }),
        isOver: () => this.unserved.has(collection),
      }),
      admit: () => (this.admits ? { type: "admitted", facts: "facts" } : { type: "refused", reason: "gone" }),
      ...options,
    });
    return this.feed;
  }

  open(namespace: string): Opened {
    const answer = this.feed.open(namespace);
    if (answer.type !== "opened") throw new Error(`not opened: ${answer.type}`);
    return answer;
  }

  /** A report that is in order unless `parts` says otherwise. */
  report(namespace: string, opening: number, from: number, upTo: number, parts: Partial<Report> = {}) {
    const report: Report = {
      namespace,
      opening,
      from,
      upTo,
      changes: [],
      more: false,
      interest: ["pods", "pods/previous", "services"],
      state: "open",
      last: upTo,
      lost: false,
      ...parts,
    };
    return this.feed.report(report);
  }

  /** A cluster-wide watch; `events` answers the names told since it was last asked. */
  watch(from: number, collection = "pods", selection: Selection = null) {
    const socket = this.sockets.accept(feedWatchTag);
    this.feed.watch(socket, { collection, selection, from });
    return this.told(socket, from);
  }

  told(socket: RecordedSocket, from: number) {
    const forwarder = new WatchForwarder(from);
    let read = 0;
    const events = (): string[] => {
      const lines: string[] = [];
      for (; read < socket.sent.length; read += 1) {
        lines.push(...forwarder.take(socket.sent[read] as string).text.split("\n"));
      }
      return lines.filter((line) => line !== "").map(eventName);
    };
    return { socket, forwarder, events };
  }

  /** Opens the namespaces and makes "pods" wanted by everybody, with nothing before to tell. */
  async busy(...namespaces: string[]) {
    const opened = namespaces.map((namespace) => this.open(namespace));
    const { revision } = this.pick();
    const watch = this.watch(revision);
    for (const asked of this.gathers.splice(0)) {
      asked.answer({ type: "changes", changes: [], upTo: asked.request.upTo, more: false });
    }
    await this.timers.settle();
    return { opened, watch, revision };
  }

  pick(request: { atLeast?: number; exact?: number } = {}) {
    const answer = this.feed.pick(request);
    if (answer.type !== "picked") throw new Error(`not picked: ${answer.type}`);
    return answer;
  }
}

function asking<Request, Answer>(list: Asked<Request, Answer>[], namespace: string, request: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    list.push({ namespace, request, answer: resolve, fail: () => reject(new Error("lost")) });
  });
}

function eventName(line: string): string {
  const { type, object } = JSON.parse(line);
  return type === "ERROR" ? `ERROR ${object.code}` : object.metadata.name;
}
