// The contract of watches on one scope, on every engine.
import { expect } from "vitest";
import { RecordedSockets } from "../../src/platform/simulated/recorded-socket.ts";
import { gatheredCharactersMax, gatherMsMax, gatherMsMin, gatherMsPerWatcher } from "../../src/storage/limits.ts";
import type { Store } from "../../src/storage/store.ts";
import type { LogPage } from "../../src/storage/types.ts";
import type { CompileView, Selection } from "../../src/storage/view.ts";
import { WatchForwarder } from "../../src/storage/watch-forwarder.ts";
import { nextPageMessage, progressMessage } from "../../src/storage/watch-frame.ts";
import { WatchHub, watchTag } from "../../src/storage/watch-hub.ts";
import { type StoreBench, write } from "./bench.ts";
import type { ContractCase } from "./case.ts";

/** What is no longer served, as far as these watches know. */
const unserved = new Set<string>();

/** A selection is the value that objects must have; `null` takes all. Counts what is parsed by way of `selects`. */
const compile: CompileView = (collection, selection: Selection) => ({
  ...(selection === null ? {} : { selects: (object) => object.object["value"] === selection }),
  isOver: () => unserved.has(collection),
});

class Watching {
  readonly sockets = new RecordedSockets();
  readonly bench: StoreBench;
  store: Store;
  hub: WatchHub;

  constructor(bench: StoreBench, options: Parameters<StoreBench["open"]>[0] = {}) {
    this.bench = bench;
    this.store = bench.open(options);
    this.hub = this.#newHub();
  }

  /** A new instance that finds the sockets of the old one. */
  hibernate(): void {
    this.store = this.bench.open();
    this.hub = this.#newHub();
  }

  watch(from: number, selection: Selection = null, collection = "pods") {
    const socket = this.sockets.accept(watchTag);
    const forwarder = new WatchForwarder(from);
    let read = 0;
    const outcome = this.hub.subscribe(socket, { collection, selection, from });
    /** What the client got since it last looked: "ADDED a 1" for object a at value 1. */
    const events = (): string[] => {
      const lines: string[] = [];
      for (; read < socket.sent.length; read += 1) {
        const forwarded = forwarder.take(socket.sent[read] as string);
        lines.push(...forwarded.text.split("\n").filter((line) => line !== ""));
        if (forwarded.type === "events" && forwarded.more) this.hub.message(socket, nextPageMessage);
      }
      return lines.map((line) => {
        const { type, object } = JSON.parse(line);
        return type === "ERROR" ? `ERROR ${object.code}` : `${type} ${object.metadata.name} ${object.value}`;
      });
    };
    return { socket, outcome, events, forwarder };
  }

  /** As many as are told together. */
  many() {
    const { revision } = this.store;
    return Array.from({ length: Math.ceil(gatherMsMin / gatherMsPerWatcher) }, () => this.watch(revision));
  }

  #newHub(): WatchHub {
    const { clock, timers } = this.bench;
    return new WatchHub({ store: this.store, sockets: this.sockets, clock, timers, compile });
  }
}

export const watchHubContract: readonly ContractCase[] = [
  {
    name: "[R2] a watch replays what came after its revision and goes on live, each change once and in order",
    run(bench) {
      const on = new Watching(bench);
      write(on.store, "a", "1");
      const { revision } = on.store.list("pods");
      write(on.store, "b", "1");
      write(on.store, "s", "1", "services");
      const watch = on.watch(revision);
      expect(watch.outcome).toEqual({ type: "watching" });
      write(on.store, "a", "2");
      write(on.store, "b", undefined);
      expect(watch.events()).toEqual(["ADDED b 1", "MODIFIED a 2", "DELETED b deleted"]);
      expect(watch.forwarder.revision).toBe(on.store.revision);
    },
  },
  {
    name: "[R2] a watch of what is no longer served is told what came before, and then ends",
    run(bench) {
      const on = new Watching(bench);
      const [pods, services] = [on.watch(on.store.revision), on.watch(on.store.revision, null, "services")];
      write(on.store, "s", "1", "services");
      unserved.add("services");
      on.hub.review();
      unserved.clear();
      expect(services.events()).toEqual(["ADDED s 1"]);
      expect(services.socket.closed).toMatchObject({ code: 1000 });
      expect(pods.socket.closed).toBeUndefined();
      write(on.store, "t", "1", "services");
      expect(services.events()).toEqual([]);
      expect(on.hub.size).toBe(1);
    },
  },
  {
    name: "[R2] all watches of a collection that is emptied for good end after its last event",
    run(bench) {
      const on = new Watching(bench);
      write(on.store, "a", "1");
      const [pods, services] = [on.watch(on.store.revision), on.watch(on.store.revision, null, "services")];
      write(on.store, "a", undefined);
      on.hub.end("pods");
      expect(pods.events()).toEqual(["DELETED a deleted"]);
      expect(pods.socket.closed).toMatchObject({ code: 1000 });
      expect(services.socket.closed).toBeUndefined();
    },
  },
  {
    name: "[R2] a long replay comes in pages that the watcher asks for, and misses nothing that happens meanwhile",
    run(bench) {
      const on = new Watching(bench);
      for (let round = 0; round < 12; round += 1) write(on.store, `p${round}`, "x".repeat(900_000));
      const watch = on.watch(1);
      expect(watch.socket.sent).toHaveLength(1);
      write(on.store, "late", "y");
      expect(watch.events().map((event) => event.split(" ")[1])).toEqual([
        ...Array.from({ length: 12 }, (_, round) => `p${round}`),
        "late",
      ]);
      write(on.store, "later", "z");
      expect(watch.events()).toEqual(["ADDED later z"]);
    },
  },
  {
    name: "[R2] an object that enters a selection is ADDED, one that leaves it is DELETED as it was last seen",
    run(bench) {
      const on = new Watching(bench);
      const { revision } = on.store;
      const replayed = () => on.watch(revision, "in").events();
      const watch = on.watch(revision, "in");
      for (const value of ["out", "in", "in", "out", "out"]) write(on.store, "a", value);
      write(on.store, "a", undefined);
      write(on.store, "b", "in");
      const expected = ["ADDED a in", "MODIFIED a in", "DELETED a in", "ADDED b in"];
      expect(watch.events()).toEqual(expected);
      expect(replayed()).toEqual(expected);
      const left = watch.socket.sent.map(String).find((frame) => frame.includes('"DELETED"')) as string;
      const leaving = (on.store.changes(1) as LogPage).changes[3]?.revision;
      expect(left).toContain(`"resourceVersion":"${leaving}"`);
    },
  },
  {
    name: "[R3] a watch from before the horizon gets ERROR 410 and is closed; from the horizon it goes on",
    run(bench) {
      const on = new Watching(bench, { bounds: { ageMs: 1000, changesMax: 1000, bytesMax: 1e9, rowsPerSlice: 9 } });
      write(on.store, "a", "1");
      write(on.store, "a", "2");
      bench.clock.advance(5000);
      on.store.compact();
      write(on.store, "a", "3");
      const late = on.watch(on.store.horizon - 1);
      expect(late.outcome).toEqual({ type: "expired", horizon: on.store.horizon });
      expect(late.events()).toEqual(["ERROR 410"]);
      expect(late.socket.closed).toBeDefined();
      expect(on.watch(on.store.horizon).events()).toEqual(["MODIFIED a 3"]);
    },
  },
  {
    name: "[R2] watches outlive hibernation: their sockets tell all that is needed",
    run(bench) {
      const on = new Watching(bench);
      write(on.store, "a", "1");
      const all = on.watch(on.store.revision);
      const some = on.watch(on.store.revision, "2");
      all.socket.attach({ ...(all.socket.attachment() as object), user: "jane" });
      on.hibernate();
      expect(on.hub.size).toBe(2);
      write(on.store, "a", "2");
      expect(all.events()).toEqual(["MODIFIED a 2"]);
      expect(some.events()).toEqual(["ADDED a 2"]);
      expect(all.socket.attachment()).toMatchObject({ user: "jane" });
    },
  },
  {
    name: "[R2] a watch that hibernated in the middle of its replay goes on where it was",
    run(bench) {
      const on = new Watching(bench);
      for (let round = 0; round < 12; round += 1) write(on.store, `p${round}`, "x".repeat(900_000));
      const watch = on.watch(1);
      on.hibernate();
      write(on.store, "late", "y");
      expect(watch.events()).toHaveLength(13);
    },
  },
  {
    name: "many watchers get what happens within some ms in one message, and the first of it at once",
    async run(bench) {
      const on = new Watching(bench);
      const watches = on.many();
      const [one] = watches as [ReturnType<Watching["watch"]>];
      write(on.store, "a", "1");
      expect(one.events()).toEqual(["ADDED a 1"]);
      write(on.store, "b", "1");
      write(on.store, "a", "2");
      expect(one.events()).toEqual([]);
      await bench.timers.advance(gatherMsMax);
      expect(one.socket.sent).toHaveLength(2);
      expect(one.events()).toEqual(["ADDED b 1", "MODIFIED a 2"]);
      for (const { events } of watches.slice(1)) expect(events()).toEqual(["ADDED a 1", "ADDED b 1", "MODIFIED a 2"]);
      expect(one.forwarder.revision).toBe(on.store.revision);
      await bench.timers.advance(gatherMsMax);
      write(on.store, "b", "2");
      expect(one.events()).toEqual(["MODIFIED b 2"]);
    },
  },
  {
    name: "[R2] a watcher that joins while events are gathered, and one that asks how far the log is, miss nothing",
    async run(bench) {
      const on = new Watching(bench);
      const [one, two] = on.many() as [ReturnType<Watching["watch"]>, ReturnType<Watching["watch"]>];
      write(on.store, "a", "1");
      const { revision } = on.store;
      write(on.store, "a", "2");
      on.hub.message(one.socket, progressMessage(revision));
      expect(one.events()).toEqual(["ADDED a 1", "MODIFIED a 2"]);
      write(on.store, "a", "3");
      const late = on.watch(revision);
      write(on.store, "a", "4");
      await bench.timers.advance(gatherMsMax);
      expect(late.events()).toEqual(["MODIFIED a 2", "MODIFIED a 3", "MODIFIED a 4"]);
      expect(two.events()).toEqual(["ADDED a 1", "MODIFIED a 2", "MODIFIED a 3", "MODIFIED a 4"]);
    },
  },
  {
    name: "[R2] what an instance had gathered when it was lost is told by the next",
    async run(bench) {
      const on = new Watching(bench);
      const [one] = on.many() as [ReturnType<Watching["watch"]>];
      write(on.store, "a", "1");
      write(on.store, "a", "2");
      on.hibernate();
      write(on.store, "a", "3");
      await bench.timers.advance(gatherMsMax);
      expect(one.events()).toEqual(["ADDED a 1", "MODIFIED a 2", "MODIFIED a 3"]);
    },
  },
  {
    name: "a quiet instance that hibernates has nothing to tell again",
    async run(bench) {
      const on = new Watching(bench);
      const [one] = on.many() as [ReturnType<Watching["watch"]>];
      write(on.store, "a", "1");
      write(on.store, "a", "2");
      await bench.timers.advance(3 * gatherMsMax);
      const told = one.socket.sent.length;
      on.hibernate();
      expect(one.socket.sent).toHaveLength(told);
    },
  },
  {
    name: "[R6] more text than a message should have is not waited for",
    run(bench) {
      const on = new Watching(bench);
      const [one] = on.many() as [ReturnType<Watching["watch"]>];
      write(on.store, "a", "1");
      write(on.store, "a", "x".repeat(gatheredCharactersMax));
      expect(one.events()).toHaveLength(2);
    },
  },
  {
    name: "[R6] nothing of a refused commit is seen, and a closed watch gets nothing more",
    run(bench) {
      const on = new Watching(bench);
      const stay = on.watch(on.store.revision);
      const leave = on.watch(on.store.revision);
      expect(() =>
        on.store.commit([
          {
            type: "put",
            collection: "pods",
            name: "a",
            uid: "u",
            expected: undefined,
            render: () => "{}",
            ownerUids: [],
          },
          {
            type: "put",
            collection: "pods",
            name: "b",
            uid: "u",
            expected: undefined,
            render: () => {
              throw new Error("no text");
            },
            ownerUids: [],
          },
        ]),
      ).toThrow("no text");
      on.hub.closed(leave.socket);
      expect(on.hub.size).toBe(1);
      write(on.store, "a", "1");
      expect(stay.events()).toEqual(["ADDED a 1"]);
      expect(leave.socket.sent).toEqual([]);
    },
  },
  {
    name: "a watcher from a revision that the store has not reached sees only what is later",
    run(bench) {
      const on = new Watching(bench);
      write(on.store, "a", "1");
      const from = on.store.revision + 2048 * 5000;
      const watch = on.watch(from);
      expect(write(on.store, "a", "2").revision).toBeGreaterThan(from);
      expect(watch.events()).toEqual(["MODIFIED a 2"]);
    },
  },
  {
    name: "watchers of a quiet collection learn now and then how far the log is, and at once when they ask",
    run(bench) {
      const on = new Watching(bench);
      const quiet = on.watch(on.store.revision, null, "services");
      write(on.store, "a", "1");
      const first = on.store.revision;
      expect(quiet.events()).toEqual([]);
      expect(quiet.forwarder.revision).toBe(first);
      write(on.store, "a", "2");
      quiet.events();
      expect(quiet.forwarder.revision).toBe(first);
      on.hub.message(quiet.socket, progressMessage(first));
      quiet.events();
      expect(quiet.forwarder.revision).toBe(on.store.revision);
      bench.clock.advance(11_000);
      write(on.store, "a", "3");
      quiet.events();
      expect(quiet.forwarder.revision).toBe(on.store.revision);
    },
  },
  {
    name: "equal selections are compiled once, and each text is parsed once for all watchers",
    run(bench) {
      const on = new Watching(bench);
      const watches = Array.from({ length: 20 }, (_, index) =>
        on.watch(on.store.revision, index % 2 === 0 ? "1" : "2"),
      );
      const parse = JSON.parse;
      let parsed = 0;
      JSON.parse = (text: string) => {
        parsed += 1;
        return parse(text);
      };
      try {
        write(on.store, "a", "1");
      } finally {
        JSON.parse = parse;
      }
      expect(parsed).toBe(1);
      expect(watches.map((watch) => watch.events().length)).toEqual(
        watches.map((_, index) => (index % 2 === 0 ? 1 : 0)),
      );
    },
  },
];
