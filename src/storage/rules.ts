// The decisions of storage that its numbered rules are made of, as functions: the simulation takes them out one by one.
import { gatherMsMax, gatherMsMin, gatherMsPerWatcher } from "./limits.ts";
import { nextTick, type RevisionClock } from "./revision-clock.ts";
import type { Revision } from "./types.ts";

export const storageRules = {
  /** [R1] The tick of the next commit. */
  nextTick,

  /** [R1] After a restart: the newest of all that tells of a revision that was taken. */
  lastRevision(witnesses: readonly Revision[]): Revision {
    return Math.max(...witnesses);
  },

  /** [R3] May a resume start at `from`, in a log that goes back to `horizon`? */
  covers(from: Revision, horizon: Revision): boolean {
    return from >= horizon;
  },

  /** [R2] Where the replay of a watch from `from` begins, in a log that ends at `newest`. */
  replayFrom(from: Revision, _newest: Revision): Revision {
    return from;
  },

  /** [R4] [F6] Whoever was told of everything up to `revision` never sees anything come at or below it. */
  closePast(clock: RevisionClock, revision: Revision): void {
    clock.lift(revision);
  },

  /** How long events for so many watchers are gathered once one has been sent; 0: each goes out by itself. */
  gatherMs(watchers: number): number {
    const gatherMs = Math.min(gatherMsMax, watchers * gatherMsPerWatcher);
    return gatherMs < gatherMsMin ? 0 : gatherMs;
  },

  /** [R2] Does the socket of a watcher for whom events are gathered say from where on they are to be told again? */
  keepsBehind(): boolean {
    return true;
  },
};

export type StorageRules = typeof storageRules;
