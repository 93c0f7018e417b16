// What namespaces, the feed, its subscribers and the Worker say to each other. All calls may be lost, doubled and late.
import type { Change, Revision } from "../storage/types.ts";
import type { Interest } from "./interest.ts";

/** Counts the openings of a namespace; tells messages of an earlier one from those of the present one. */
export type Opening = number;

export type OpenAnswer =
  | {
      readonly type: "opened";
      readonly opening: Opening;
      /** What tells this namespace's revisions from those of others in the same tick. */
      readonly slot: number;
      /** At least every revision that was ever emitted or listed at: later commits exceed it. */
      readonly floor: Revision;
      /** What was read of the namespace's log: reports go on from here. */
      readonly position: Revision;
      /** For a namespace that was never written to: what was told of its name before this can't be told again. */
      readonly horizon: Revision;
      readonly interest: Interest;
      /** The cluster snapshot, handed through. */
      readonly facts: unknown;
    }
  /** Too many are open. */
  | { readonly type: "wait"; readonly afterMs: number }
  /** There is no such namespace, or it may not be written to. */
  | { readonly type: "refused"; readonly reason: string };

/** Part of a namespace's log, as it pushes it or as it answers when asked. */
export interface Report {
  readonly namespace: string;
  readonly opening: Opening;
  /** Where it goes on from. */
  readonly from: Revision;
  /** All changes of interest after `from` up to here are in it, and all later commits of this opening exceed it. */
  readonly upTo: Revision;
  readonly changes: readonly Change[];
  /** True: `upTo` is only the end of a page. */
  readonly more: boolean;
  /** What was reported; other collections were left out. */
  readonly interest: Interest;
  /** "closed": nothing more is committed under this opening. */
  readonly state: "open" | "closed";
  /** The newest change of the namespace, of interest or not. */
  readonly last: Revision;
  /** True: changes after `from` are no longer in the log. */
  readonly lost: boolean;
}

export type ReportAnswer =
  | { readonly type: "read"; readonly upTo: Revision; readonly interest: Interest }
  /** Something is missing before `from`, or was left out: report again from here. */
  | { readonly type: "again"; readonly from: Revision; readonly interest: Interest }
  /** Too much waits already: report again later. Nothing was read. */
  | { readonly type: "busy"; readonly afterMs: number }
  /** The report is of an opening that is over: open again before the next commit. */
  | { readonly type: "stale" };

/** Asks a namespace to make everything up to `upTo` past, and to report. */
export interface AdvanceRequest {
  readonly opening: Opening;
  readonly from: Revision;
  readonly upTo: Revision;
  readonly interest: Interest;
}

/** Asks a namespace for its changes after `from` up to `upTo`, and to commit nothing there any more. */
export interface GatherRequest {
  readonly collections: readonly string[];
  readonly withPrevious: boolean;
  readonly from: Revision;
  readonly upTo: Revision;
  readonly bytesMax: number;
  readonly interest: Interest;
}

export type GatherAnswer =
  | { readonly type: "changes"; readonly changes: readonly Change[]; readonly upTo: Revision; readonly more: boolean }
  | { readonly type: "expired"; readonly horizon: Revision };

/** What a namespace calls at the feed. */
export interface FeedCalls {
  open(namespace: string): Promise<OpenAnswer>;
  report(report: Report): Promise<ReportAnswer>;
}

/** What the feed calls at namespaces. */
export interface MemberCalls {
  advance(namespace: string, request: AdvanceRequest): Promise<Report>;
  gather(namespace: string, request: GatherRequest): Promise<GatherAnswer>;
}

/** Changes in revision order, each at least once; after them the subscriber is at `upTo`. */
export interface Batch {
  /** What the batch continues from; undefined asks only where the subscriber is. */
  readonly from: Revision | undefined;
  readonly upTo: Revision;
  readonly changes: readonly Change[];
  /** True: what came after `from` can no longer be told. List again, then subscribe again. */
  readonly lost: boolean;
}

/** Where the subscriber is after the batch. Undefined: it will subscribe again by itself. */
export interface BatchAnswer {
  readonly cursor: Revision | undefined;
}

/** Where a cluster-wide list starts: the state of each of `namespaces` at `revision` is one snapshot (R4). */
export type PickAnswer =
  | {
      readonly type: "picked";
      readonly revision: Revision;
      readonly namespaces: readonly string[];
      /** Those of them that may have committed beyond the revision already. */
      readonly open: readonly string[];
    }
  | { readonly type: "expired"; readonly horizon: Revision }
  /** Nobody can have handed out this revision yet. */
  | { readonly type: "future"; readonly current: Revision };

/** What the feed calls at internal subscribers. */
export interface SubscriberCalls {
  deliver(subscriber: string, batch: Batch): Promise<BatchAnswer>;
}
