// What the feed keeps on disk: who is open, how far each was read, who subscribes. Floor and horizon are in `meta`.
import type { Migration } from "../storage/migrations.ts";

export const feedMigrations: readonly Migration[] = [
  {
    name: "members-subscribers",
    statements: [
      // `slot` is null while the namespace is closed. `opening` goes on counting.
      `CREATE TABLE feed_members (
        namespace TEXT PRIMARY KEY, opening INTEGER NOT NULL, slot INTEGER, position INTEGER NOT NULL) WITHOUT ROWID`,
      `CREATE TABLE feed_subscribers (name TEXT PRIMARY KEY, collections TEXT NOT NULL) WITHOUT ROWID`,
    ],
  },
];
