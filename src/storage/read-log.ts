// Reads of the change log.
import type { Sql } from "../platform/sql.ts";
import type { Change, ChangeType, LogPage, Revision } from "./types.ts";

export interface LogQuery {
  /** Changes after this revision. */
  readonly from: Revision;
  /** Changes up to this revision; absent: all there are. */
  readonly to?: Revision;
  /** Absent: every collection. */
  readonly collections?: readonly string[];
  readonly changesMax: number;
  readonly bytesMax: number;
  /** With the text of the object before each change: costs a second look-up a change. */
  readonly withPrevious: boolean;
}

/** In revision order. `newest` is what `upTo` says when the end was reached. */
export function readLog(sql: Sql, query: LogQuery, newest: Revision): LogPage {
  const end = query.to ?? newest;
  const heads = logHeads(sql, query, end);
  const changes: Change[] = [];
  let bytes = 0;
  for (const [revision, previous] of heads.slice(0, query.changesMax)) {
    const change = readChange(sql, revision, query.withPrevious ? previous : null);
    // One change always goes through, else a page could never be passed.
    if (changes.length > 0 && bytes + change.text.length > query.bytesMax) break;
    bytes += change.text.length;
    changes.push(change);
  }
  const more = changes.length < heads.length;
  const last = changes.at(-1)?.revision ?? query.from;
  return { changes, upTo: more ? last : Math.max(end, query.from), more };
}

/** One more than asked for, to know whether the page is the last. Texts are read one by one: a page is bounded in bytes. */
function logHeads(sql: Sql, query: LogQuery, end: Revision): [Revision, Revision | null][] {
  const head = "SELECT revision, previous FROM versions WHERE revision > ? AND revision <= ?";
  const tail = "ORDER BY revision LIMIT ?";
  const rows =
    query.collections === undefined
      ? sql.rows(`${head} ${tail}`, query.from, end, query.changesMax + 1)
      : sql.rows(
          `${head} AND collection IN (SELECT value FROM json_each(?)) ${tail}`,
          query.from,
          end,
          JSON.stringify(query.collections),
          query.changesMax + 1,
        );
  return rows as [Revision, Revision | null][];
}

function readChange(sql: Sql, revision: Revision, previous: Revision | null): Change {
  const row = sql.row("SELECT collection, name, uid, type, text FROM versions WHERE revision = ?", revision);
  if (row === undefined) throw new Error(`the change at revision ${revision} is missing`);
  const [collection, name, uid, type, text] = row as string[];
  const before = previous === null ? undefined : sql.row("SELECT text FROM versions WHERE revision = ?", previous);
  return {
    revision,
    collection: collection as string,
    name: name as string,
    uid: uid as string,
    type: type as ChangeType,
    text: text as string,
    previousText: before?.[0] as string | undefined,
  };
}
