// Moves the log's horizon up: what no resume may ask for any more is deleted, a slice at a time.
import type { Sql } from "../platform/sql.ts";
import type { LogTail } from "./apply-writes.ts";
import { compactionRowsPerSlice, logAgeMs, logBytesMax, logChangesMax, replayChangesPerPage } from "./limits.ts";
import { timeOf } from "./revision-clock.ts";
import type { Revision } from "./types.ts";

/** The oldest revision that the log can be read from, with the counts at it. */
export interface Horizon extends LogTail {
  readonly revision: Revision;
}

/** How much the log may hold. Tests and the simulation use smaller ones. */
export interface LogBounds {
  readonly ageMs: number;
  readonly changesMax: number;
  readonly bytesMax: number;
  readonly rowsPerSlice: number;
  /** The most that any page of the log holds, whoever reads it. */
  readonly changesPerPage: number;
}

export const logBounds: LogBounds = {
  ageMs: logAgeMs,
  changesMax: logChangesMax,
  bytesMax: logBytesMax,
  rowsPerSlice: compactionRowsPerSlice,
  changesPerPage: replayChangesPerPage,
};

/** May this entry leave the log? It may, when it is old, or too many or too much came after it. */
function isOverdue(entry: Horizon, tail: LogTail, nowMs: number, bounds: LogBounds): boolean {
  return (
    timeOf(entry.revision) < nowMs - bounds.ageMs ||
    tail.ordinal - entry.ordinal >= bounds.changesMax ||
    tail.written - entry.written >= bounds.bytesMax
  );
}

/**
 * Walks at most one slice of the log upwards from `horizon` and answers where the horizon is now. An entry at or below
 * the new horizon is no log entry any more: it stays as long as it is the value of an object, so what goes is the
 * version it replaced, and the entry itself when it is a deletion. Needs no scan: only log entries are visited.
 */
export function compactSlice(
  sql: Sql,
  horizon: Horizon,
  tail: LogTail,
  nowMs: number,
  bounds: LogBounds,
): { horizon: Horizon; more: boolean } {
  const rows = sql.rows(
    `SELECT revision, ordinal, written, type, previous FROM versions WHERE revision > ? ORDER BY revision LIMIT ?`,
    horizon.revision,
    bounds.rowsPerSlice,
  );
  let moved = horizon;
  for (const [revision, ordinal, written, type, previous] of rows) {
    const entry = { revision: revision as number, ordinal: ordinal as number, written: written as number };
    if (!isOverdue(entry, tail, nowMs, bounds)) return { horizon: moved, more: false };
    if (previous !== null) sql.run("DELETE FROM versions WHERE revision = ?", previous as number);
    if (type === "DELETED") sql.run("DELETE FROM versions WHERE revision = ?", entry.revision);
    moved = entry;
  }
  return { horizon: moved, more: rows.length === bounds.rowsPerSlice };
}

/** When the oldest entry of the log will be overdue by age; undefined when the log is empty. */
export function nextOverdueMs(sql: Sql, horizon: Horizon, bounds: LogBounds): number | undefined {
  const row = sql.row("SELECT revision FROM versions WHERE revision > ? ORDER BY revision LIMIT 1", horizon.revision);
  return row && timeOf(row[0] as number) + bounds.ageMs + 1;
}
