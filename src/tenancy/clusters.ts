// The rows of the directory: which clusters there are, and how far each has come.
import type { Sql, SqlValue } from "../platform/sql.ts";

export type ClusterState = "creating" | "ready" | "deleting";

export interface ClusterRecord {
  readonly id: string;
  readonly state: ClusterState;
  readonly createdMs: number;
}

/** Append only: a step that has run somewhere is never edited. */
export const directoryMigrations: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: "clusters",
    sql: `CREATE TABLE clusters (
      id TEXT PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('creating', 'ready', 'deleting')),
      created_ms INTEGER NOT NULL
    ) WITHOUT ROWID`,
  },
];

/** Brings the tables up to date. Idempotent. */
export function migrateDirectory(sql: Sql): void {
  sql.run("CREATE TABLE IF NOT EXISTS directory_migrations (name TEXT PRIMARY KEY)");
  for (const step of directoryMigrations) {
    sql.transaction(() => {
      if (sql.row("SELECT 1 FROM directory_migrations WHERE name = ?", step.name) !== undefined) return;
      sql.run(step.sql);
      sql.run("INSERT INTO directory_migrations (name) VALUES (?)", step.name);
    });
  }
}

function record(row: SqlValue[]): ClusterRecord {
  return { id: row[0] as string, state: row[1] as ClusterState, createdMs: row[2] as number };
}

export function getCluster(sql: Sql, id: string): ClusterRecord | undefined {
  const row = sql.row("SELECT id, state, created_ms FROM clusters WHERE id = ?", id);
  return row === undefined ? undefined : record(row);
}

/** At most `limit` clusters in the order of their IDs, those after `after`. */
export function listClusters(sql: Sql, after: string, limit: number): ClusterRecord[] {
  return sql
    .rows("SELECT id, state, created_ms FROM clusters WHERE id > ? ORDER BY id LIMIT ?", after, limit)
    .map(record);
}

/** Takes the ID, or answers who has it. */
export function reserveCluster(sql: Sql, id: string, nowMs: number): ClusterRecord {
  sql.run("INSERT INTO clusters (id, state, created_ms) VALUES (?, 'creating', ?) ON CONFLICT DO NOTHING", id, nowMs);
  return getCluster(sql, id) as ClusterRecord;
}

export function markReady(sql: Sql, id: string): void {
  sql.run("UPDATE clusters SET state = 'ready' WHERE id = ? AND state = 'creating'", id);
}

export function markDeleting(sql: Sql, id: string): void {
  sql.run("UPDATE clusters SET state = 'deleting' WHERE id = ?", id);
}

/** Frees the ID of a cluster of which nothing is left. */
export function forgetCluster(sql: Sql, id: string): void {
  sql.run("DELETE FROM clusters WHERE id = ? AND state = 'deleting'", id);
}

export function deletingClusters(sql: Sql, limit: number): string[] {
  return sql
    .rows("SELECT id FROM clusters WHERE state = 'deleting' ORDER BY id LIMIT ?", limit)
    .map((row) => row[0] as string);
}
