// Reads a namespace's log into a report.
import { revisionAt } from "../storage/revision-clock.ts";
import type { Store } from "../storage/store.ts";
import type { Change, Revision } from "../storage/types.ts";
import { collectionsOf, type Interest, needsPrevious } from "./interest.ts";
import { reportBytesMax, reportChangesMax } from "./limits.ts";
import type { Opening, Report } from "./messages.ts";

export interface ReportQuery {
  readonly namespace: string;
  readonly opening: Opening;
  readonly from: Revision;
  readonly interest: Interest;
  readonly state: Report["state"];
}

/** The next page after `from`. Its `upTo` is a promise: the clock never goes back to it. */
export function readReport(store: Store, query: ReportQuery): Report {
  const { interest, from } = query;
  const collections = collectionsOf(interest);
  const promise = Math.max(store.clock.promise(), from);
  const nothing = { ...query, upTo: promise, changes: [], more: false, last: store.revision };
  // What a namespace of the same name had was told before it was erased.
  if (store.isVirgin) return { ...nothing, lost: false };
  const page = store.changes(from, {
    collections,
    withPrevious: collections.some((one) => needsPrevious(interest, one)),
    changesMax: reportChangesMax,
    bytesMax: reportBytesMax,
  });
  if ("type" in page) return { ...nothing, lost: true };
  const changes = page.changes.map((change) => withoutNeedless(change, interest));
  return { ...nothing, upTo: page.more ? page.upTo : promise, changes, more: page.more, lost: false };
}

/** Lifts the clock to the wall's, so that the promise of a quiet namespace is no older than its report. */
export function liftToNow(store: Store, nowMs: number): void {
  store.clock.lift(revisionAt(nowMs));
}

function withoutNeedless(change: Change, interest: Interest): Change {
  if (change.previousText === undefined || needsPrevious(interest, change.collection)) return change;
  return { ...change, previousText: undefined };
}
