// The rows of a commit: preconditions, values, change log, owners. Runs inside the store's transaction.
import type { Sql } from "../platform/sql.ts";
import { objectBytesMax } from "./limits.ts";
import { readObject, readVersion, type StandingObject, standing } from "./read-objects.ts";
import type { RevisionClock } from "./revision-clock.ts";
import type { Change, CommitOutcome, Write } from "./types.ts";

/** How many changes and how much text were ever written, up to the newest change. */
export interface LogTail {
  readonly ordinal: number;
  readonly written: number;
}

export interface Applied {
  readonly changes: readonly Change[];
  readonly tail: LogTail;
}

/** Thrown to roll the transaction back; carries the outcome out of it. */
export class RefusedCommit extends Error {
  readonly outcome: Exclude<CommitOutcome, { type: "committed" }>;

  constructor(outcome: Exclude<CommitOutcome, { type: "committed" }>) {
    super(`refused: ${outcome.type}`);
    this.outcome = outcome;
  }
}

/** Applies `writes` in order, each with a revision of its own. Throws `RefusedCommit` when one of them can't be. */
export function applyWrites(sql: Sql, clock: RevisionClock, writes: readonly Write[], tail: LogTail): Applied {
  const changes: Change[] = [];
  let { ordinal, written } = tail;
  for (const [index, write] of writes.entries()) {
    // Whether a name is free turns out when it is taken.
    const old = write.expected === undefined ? undefined : expectedOf(sql, write, index);
    const previous = old === undefined ? undefined : readVersion(sql, old.revision);
    const revision = clock.next();
    const text = write.render(revision);
    refuseOversize(text, index);
    const change: Change = {
      revision,
      collection: write.collection,
      name: write.name,
      uid: write.type === "put" ? write.uid : (previous?.uid ?? ""),
      type: write.type === "delete" ? "DELETED" : old === undefined ? "ADDED" : "MODIFIED",
      text,
      previousText: previous?.text,
    };
    ordinal += 1;
    written += text.length;
    if (write.type === "put") putObject(sql, write, { revision, old, index });
    else removeObject(sql, write, old);
    insertVersion(sql, change, old?.revision ?? null, { ordinal, written });
    changes.push(change);
  }
  return { changes, tail: { ordinal, written } };
}

/** What a write replaces. Throws when something else stands there. */
function expectedOf(sql: Sql, write: Write, index: number): StandingObject {
  const old = standing(sql, write.collection, write.name);
  if (old !== undefined && old.revision === write.expected) return old;
  const current = old === undefined ? undefined : readVersion(sql, old.revision);
  throw new RefusedCommit({ type: "conflict", index, current });
}

function refuseOversize(text: string, index: number): void {
  // A UTF-16 unit becomes three bytes at most, so most texts need not be encoded to know that they fit.
  if (text.length * 3 <= objectBytesMax) return;
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > objectBytesMax) throw new RefusedCommit({ type: "tooLarge", index, bytes, bytesMax: objectBytesMax });
}

function insertVersion(sql: Sql, change: Change, previous: number | null, tail: LogTail): void {
  sql.run(
    `INSERT INTO versions (revision, collection, name, uid, type, previous, ordinal, written, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    change.revision,
    change.collection,
    change.name,
    change.uid,
    change.type,
    previous,
    tail.ordinal,
    tail.written,
    change.text,
  );
}

interface Place {
  readonly revision: number;
  readonly old: StandingObject | undefined;
  readonly index: number;
}

/** Throws when a name that must be free is taken. */
function putObject(sql: Sql, write: Extract<Write, { type: "put" }>, { revision, old, index }: Place): void {
  const owners = write.ownerUids.length === 0 ? null : JSON.stringify([...new Set(write.ownerUids)]);
  if (old === undefined) {
    const inserted = sql.run(
      "INSERT OR IGNORE INTO objects (collection, name, revision, owners) VALUES (?, ?, ?, ?)",
      write.collection,
      write.name,
      revision,
      owners,
    );
    if (inserted === 0) {
      const current = readObject(sql, write.collection, write.name);
      throw new RefusedCommit({ type: "conflict", index, current });
    }
  } else {
    sql.run(
      "UPDATE objects SET revision = ?, owners = ? WHERE collection = ? AND name = ?",
      revision,
      owners,
      write.collection,
      write.name,
    );
  }
  moveOwners(sql, write, old?.owners ?? null, owners);
}

function removeObject(sql: Sql, write: Write, old: StandingObject | undefined): void {
  sql.run("DELETE FROM objects WHERE collection = ? AND name = ?", write.collection, write.name);
  moveOwners(sql, write, old?.owners ?? null, null);
}

/** Owners seldom change: rows are touched only for those that do. */
function moveOwners(sql: Sql, { collection, name }: Write, before: string | null, after: string | null): void {
  if (before === after) return;
  const old = before === null ? [] : (JSON.parse(before) as string[]);
  const now = after === null ? [] : (JSON.parse(after) as string[]);
  for (const uid of old.filter((one) => !now.includes(one))) {
    sql.run("DELETE FROM owners WHERE owner_uid = ? AND collection = ? AND name = ?", uid, collection, name);
  }
  for (const uid of now.filter((one) => !old.includes(one))) {
    sql.run("INSERT INTO owners (owner_uid, collection, name) VALUES (?, ?, ?)", uid, collection, name);
  }
}
