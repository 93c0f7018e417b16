// One rule taken out at a time: the simulation must notice each of them. `--break NAME` replays one by hand.
import { slotsPerTick } from "../../src/storage/revision-clock.ts";
import type { Broken } from "./simulated-cluster.ts";

export const breakages: Readonly<Record<string, Broken>> = {
  /** The clock follows the wall, also backwards. */
  "R1-clock": { storage: { nextTick: (_last, nowMs) => nowMs } },
  /** A restart forgets which revisions were taken. */
  "R1-restart": { storage: { lastRevision: () => 1 } },
  /** A watch is live without its past. */
  "R2-replay": { storage: { replayFrom: (_from, newest) => newest } },
  /** Events that were gathered for a message go with the instance that gathered them. */
  "R2-gathered": { storage: { keepsBehind: () => false } },
  /** A resume from before the horizon is served as if nothing was missing. */
  "R3-horizon": { storage: { covers: () => true } },
  /** A revision that was listed at is not past. */
  "R4-F6-lift": { storage: { closePast: () => {} } },
  /** A cluster-wide watch starts live, whatever was emitted since. */
  "R5-past": { feed: { needsGather: (_from, _emitted, since) => since === undefined } },
  /** Messages leave before what they tell of is durable. */
  "R6-gate": { chaos: { outputGate: false, crashBeforeGate: 0.02 } },
  /** A new instance goes on under its earlier life's opening. */
  "F1-open-anew": { feed: { leaseAtStart: (earlier) => earlier } },
  /** An earlier life's promise is believed after its death. */
  "F1-promise": { feed: { readAfterOpen: ({ read, wasOpen }, floor) => (wasOpen ? Math.max(read, floor) : floor) } },
  /** The floor is never raised. */
  "F2-floor": { feed: { floorToKeep: (_handed, kept) => kept } },
  /** Nobody's promise is waited for. */
  "F3-watermark": { feed: { watermark: () => Number.POSITIVE_INFINITY } },
  /** A report with a gap before it is taken. */
  "F4-gap": {
    feed: {
      judgeReport: (report, member) => {
        if (report.opening !== member.opening) return "stale";
        return report.upTo < member.read ? "repetition" : "next";
      },
    },
  },
  /** The position on disk is what was read, emitted or not. */
  "F4-position": { feed: { positionToKeep: (member) => member.read } },
  /** A close, or any report, of an earlier opening counts. */
  "F5-opening": {
    feed: {
      judgeReport: (report, member) => {
        if (report.from > member.read) return "gap";
        return report.upTo < member.read ? "repetition" : "next";
      },
    },
  },
  /** A member is forgotten before all of it was emitted. */
  "F5-emitted": { feed: { mayForget: (member) => member.closing } },
  /** Whoever asked to be closed goes on committing. */
  "F5-lease": { feed: { leaseAfterClose: (lease) => lease } },
  /** The end of a gather isn't above what was emitted. */
  "F6-pick": { feed: { pick: ({ atLeast, handed }) => Math.max(atLeast, handed - 2_000 * slotsPerTick) } },
  /** A watcher goes live later than where its past ends. */
  "F6-live": { feed: { liveFrom: (gathered) => gathered + 2_000 * slotsPerTick } },
  /** What is emitted during a gather doesn't wait for its turn. */
  "F6-turn": { feed: { holdsWhileGathering: () => false } },
  /** What was left out of reports isn't read again when somebody wants it. */
  "F6-interest": { feed: { readForNewInterest: (member) => member.read } },
  /** A namespace that can't tell is passed over. */
  "F7-expired": { feed: { expires: () => false } },
  /** All namespaces share a slot. */
  slots: { feed: { freeSlot: () => 1 } },
};
