// The hybrid clock: one number line of revisions for the whole cluster, without a sequencer.
import type { Clock } from "../platform/clock.ts";
import type { Revision } from "./types.ts";

export const slotsPerTick = 2048;

/** The slot of the cluster scope; every other slot is lent by the feed while a namespace is open. */
export const clusterSlot = 0;

/** The least that a store answers: 0 means "any state" to Kubernetes' clients. */
export const firstRevision: Revision = 1;

export function tickOf(revision: Revision): number {
  return Math.floor(revision / slotsPerTick);
}

/** The revision that stands for the wall clock's `timeMs`: the last one of that millisecond. */
export function revisionAt(timeMs: number): Revision {
  return timeMs * slotsPerTick + (slotsPerTick - 1);
}

/** When a revision was taken, in ms since the epoch. Exact unless its writer ran ahead of the wall clock. */
export function timeOf(revision: Revision): number {
  return tickOf(revision);
}

/** [R1] The tick of the next commit: later than every earlier one, whatever the wall clock says. */
export function nextTick(lastTick: number, nowMs: number): number {
  return Math.max(lastTick + 1, nowMs);
}

export type NextTick = typeof nextTick;

export class RevisionClock {
  readonly #clock: Clock;
  readonly #nextTick: NextTick;
  #lastTick: number;
  #slot: number | undefined;

  /** `last`: the newest revision known to be taken. */
  constructor(clock: Clock, last: Revision, next: NextTick = nextTick) {
    this.#clock = clock;
    this.#nextTick = next;
    this.#lastTick = tickOf(last);
  }

  /** Undefined while the feed has lent none: nothing may be committed then. */
  get slot(): number | undefined {
    return this.#slot;
  }

  useSlot(slot: number | undefined): void {
    this.#slot = slot;
  }

  next(): Revision {
    if (this.#slot === undefined) throw new Error("a commit without a slot: the namespace is not open with the feed");
    this.#lastTick = this.#nextTick(this.#lastTick, this.#clock.now());
    return this.#lastTick * slotsPerTick + this.#slot;
  }

  /** From here on every revision is greater than `revision`. Holds for the life of this instance only. */
  lift(revision: Revision): void {
    this.#lastTick = Math.max(this.#lastTick, tickOf(revision));
  }

  /** A revision that every later commit of this instance will exceed, and that no earlier one does. */
  promise(): Revision {
    return this.#lastTick * slotsPerTick + (slotsPerTick - 1);
  }

  /** Is this further ahead than any clock of ours could be? Then nobody handed it out. */
  isFuture(revision: Revision, toleranceMs: number): boolean {
    return tickOf(revision) > Math.max(this.#lastTick, this.#clock.now()) + toleranceMs;
  }
}
