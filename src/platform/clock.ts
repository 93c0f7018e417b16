// The wall clock, as everything in Skerry sees it.

export interface Clock {
  /** Milliseconds since the epoch. May stand still, jump or go backwards: whoever needs order uses revisions. */
  now(): number;
}
