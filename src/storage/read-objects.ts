// Reads of the objects as they stand, and as they stood at an earlier revision.
import type { Sql, SqlValue } from "../platform/sql.ts";
import type { Revision, StoredObject } from "./types.ts";

/** An object's narrow row: which version it is at, and its owners' uids as a JSON array. */
export interface StandingObject {
  readonly revision: Revision;
  readonly owners: string | null;
}

export function standing(sql: Sql, collection: string, name: string): StandingObject | undefined {
  const row = sql.row("SELECT revision, owners FROM objects WHERE collection = ? AND name = ?", collection, name);
  return row && { revision: row[0] as number, owners: row[1] as string | null };
}

export function readVersion(sql: Sql, revision: Revision): StoredObject {
  const row = sql.row("SELECT revision, collection, name, uid, text FROM versions WHERE revision = ?", revision);
  if (row === undefined) throw new Error(`the version at revision ${revision} is missing`);
  return toObject(row);
}

export function readObject(sql: Sql, collection: string, name: string): StoredObject | undefined {
  // A subquery: as a join the same takes twice the time.
  const row = sql.row(
    `SELECT revision, collection, name, uid, text FROM versions
     WHERE revision = (SELECT revision FROM objects WHERE collection = ? AND name = ?)`,
    collection,
    name,
  );
  return row && toObject(row);
}

/** In name order, names greater than `after` only. */
export function readObjects(sql: Sql, collection: string, after: string, limit: number): StoredObject[] {
  return sql
    .rows(
      `SELECT v.revision, v.collection, v.name, v.uid, v.text
       FROM objects o JOIN versions v ON v.revision = o.revision
       WHERE o.collection = ? AND o.name > ? ORDER BY o.name LIMIT ?`,
      collection,
      after,
      limit,
    )
    .map(toObject);
}

/**
 * The same page as it stood at `revision`: later changes are undone by following each one's `previous`.
 * The log must still cover `revision`.
 */
export function readObjectsAt(
  sql: Sql,
  collection: string,
  revision: Revision,
  after: string,
  limit: number,
): StoredObject[] {
  const touched = stoodBefore(sql, collection, revision);
  const undone = [...touched.keys()].filter((name) => name > after && touched.get(name) !== null).sort(byteOrder);
  const page: Revision[] = [];
  let cursor = after;
  while (page.length < limit) {
    const live = sql.rows(
      "SELECT name, revision FROM objects WHERE collection = ? AND name > ? ORDER BY name LIMIT ?",
      collection,
      cursor,
      limit,
    );
    for (const [name, at] of live as [string, number][]) {
      while (undone.length > 0 && byteOrder(undone[0] as string, name) < 0) {
        page.push(touched.get(undone.shift() as string) as number);
      }
      if (undone[0] === name) page.push(touched.get(undone.shift() as string) as number);
      else if (!touched.has(name)) page.push(at);
      cursor = name;
    }
    if (live.length < limit) {
      page.push(...undone.map((name) => touched.get(name) as number));
      break;
    }
  }
  return page.slice(0, limit).map((at) => readVersion(sql, at));
}

/** How many objects the collection had at `revision`, from the one after `after` on. */
export function countObjectsAt(sql: Sql, collection: string, revision: Revision, after: string): number {
  let count = countObjects(sql, collection, after);
  for (const [name, before] of stoodBefore(sql, collection, revision)) {
    if (name <= after) continue;
    if (before !== null) count += 1;
    if (standing(sql, collection, name) !== undefined) count -= 1;
  }
  return count;
}

/** How many objects the collection has, from the one after `after` on. */
export function countObjects(sql: Sql, collection: string, after: string): number {
  return Number(sql.row("SELECT count(*) FROM objects WHERE collection = ? AND name > ?", collection, after)?.[0]);
}

/** For every name changed after `revision`: the version that stood at it, or null where there was none. */
function stoodBefore(sql: Sql, collection: string, revision: Revision): Map<string, Revision | null> {
  const before = new Map<string, Revision | null>();
  const rows = sql.rows(
    "SELECT name, previous FROM versions WHERE revision > ? AND collection = ? ORDER BY revision",
    revision,
    collection,
  );
  for (const [name, previous] of rows as [string, number | null][]) {
    if (!before.has(name)) before.set(name, previous);
  }
  return before;
}

/** SQLite's order of texts. Names are ASCII, where the order of UTF-16 units is the same. */
function byteOrder(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function toObject(row: SqlValue[]): StoredObject {
  return {
    revision: row[0] as number,
    collection: row[1] as string,
    name: row[2] as string,
    uid: row[3] as string,
    text: row[4] as string,
  };
}
