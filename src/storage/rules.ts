// The decisions of storage that its numbered rules are made of, as functions: the simulation takes them out one by one.
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
};

export type StorageRules = typeof storageRules;
