// The feed's rows. A feed that nobody used has no tables.
import type { Sql } from "../platform/sql.ts";
import { migrate } from "../storage/migrations.ts";
import type { Revision } from "../storage/types.ts";
import type { Opening } from "./messages.ts";
import { feedMigrations } from "./migrations.ts";

export interface MemberRow {
  readonly namespace: string;
  readonly opening: Opening;
  /** Undefined: closed. */
  readonly slot: number | undefined;
  /** While open: emitted at least so far. When closed: all it has, so nothing of it is later. */
  readonly position: Revision;
}

type Key = "floor" | "horizon" | "openings";

export class FeedDisk {
  readonly #sql: Sql;
  #made: boolean;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#made = sql.row("SELECT 1 FROM sqlite_master WHERE name = 'feed_members'") !== undefined;
    if (this.#made) migrate(sql, "feed", feedMigrations);
  }

  members(): MemberRow[] {
    if (!this.#made) return [];
    return this.#sql.rows("SELECT namespace, opening, slot, position FROM feed_members").map((row) => ({
      namespace: row[0] as string,
      opening: row[1] as number,
      slot: (row[2] as number | null) ?? undefined,
      position: row[3] as number,
    }));
  }

  saveMember(row: MemberRow): void {
    this.#make();
    this.#sql.run(
      "INSERT OR REPLACE INTO feed_members (namespace, opening, slot, position) VALUES (?, ?, ?, ?)",
      row.namespace,
      row.opening,
      row.slot ?? null,
      row.position,
    );
  }

  savePosition(namespace: string, position: Revision): void {
    this.#sql.run("UPDATE feed_members SET position = ? WHERE namespace = ?", position, namespace);
  }

  dropMember(namespace: string): void {
    this.#sql.run("DELETE FROM feed_members WHERE namespace = ?", namespace);
  }

  subscribers(): { readonly name: string; readonly collections: readonly string[] }[] {
    if (!this.#made) return [];
    const rows = this.#sql.rows("SELECT name, collections FROM feed_subscribers") as [string, string][];
    return rows.map(([name, collections]) => ({ name, collections: JSON.parse(collections) as string[] }));
  }

  saveSubscriber(name: string, collections: readonly string[]): void {
    this.#make();
    const text = JSON.stringify(collections);
    this.#sql.run("INSERT OR REPLACE INTO feed_subscribers (name, collections) VALUES (?, ?)", name, text);
  }

  dropSubscriber(name: string): void {
    if (this.#made) this.#sql.run("DELETE FROM feed_subscribers WHERE name = ?", name);
  }

  number(key: Key): number {
    return this.#made ? Number(this.#sql.row("SELECT value FROM meta WHERE key = ?", `feed.${key}`)?.[0] ?? 0) : 0;
  }

  saveNumber(key: Key, value: number): void {
    this.#make();
    this.#sql.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", `feed.${key}`, value);
  }

  transaction(body: () => void): void {
    this.#make();
    this.#sql.transaction(body);
  }

  #make(): void {
    if (this.#made) return;
    migrate(this.#sql, "feed", feedMigrations);
    this.#made = true;
  }
}
