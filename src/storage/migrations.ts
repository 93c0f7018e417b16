// The tables, as an append-only list of steps: a step that has been released is never edited, only followed.
import type { Sql } from "../platform/sql.ts";

export interface Migration {
  /** Unique within its part. */
  readonly name: string;
  readonly statements: readonly string[];
}

/**
 * Narrow `objects` lead to wide `versions`: a text is written once, in a table whose key only grows, and is both the
 * object's value and its entry in the change log. `ordinal` and `written` count changes and bytes since the beginning,
 * so that the log's length and size are differences and never a scan.
 */
export const storageMigrations: readonly Migration[] = [
  {
    name: "objects-versions-owners-work",
    statements: [
      `CREATE TABLE objects (
        collection TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, owners TEXT,
        PRIMARY KEY (collection, name)) WITHOUT ROWID`,
      `CREATE TABLE versions (
        revision INTEGER PRIMARY KEY, collection TEXT NOT NULL, name TEXT NOT NULL, uid TEXT NOT NULL,
        type TEXT NOT NULL, previous INTEGER, ordinal INTEGER NOT NULL, written INTEGER NOT NULL, text TEXT NOT NULL)`,
      `CREATE TABLE owners (
        owner_uid TEXT NOT NULL, collection TEXT NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (owner_uid, collection, name)) WITHOUT ROWID`,
      `CREATE TABLE work (
        controller TEXT NOT NULL, key TEXT NOT NULL, due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL,
        generation INTEGER NOT NULL, PRIMARY KEY (controller, key)) WITHOUT ROWID`,
      `CREATE INDEX work_due ON work (due_ms)`,
    ],
  },
];

/** Brings `part`'s tables to the end of its list; runs what is missing, in order, each step in a transaction. */
export function migrate(sql: Sql, part: string, migrations: readonly Migration[]): void {
  sql.run("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID");
  const key = `migrations.${part}`;
  const done = Number(sql.row("SELECT value FROM meta WHERE key = ?", key)?.[0] ?? 0);
  if (done > migrations.length) throw new Error(`${part}: its tables were made by a newer version`);
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    sql.transaction(() => {
      for (const statement of migration.statements) sql.run(statement);
      sql.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", key, index + 1);
    });
  }
}
