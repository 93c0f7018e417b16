// SQLite, as storage sees it: the same interface over a Durable Object's database and over node:sqlite.

export type SqlValue = string | number | null | Uint8Array;

export interface Sql {
  /** Runs one statement and returns its rows as arrays, in column order. Statements are prepared once and kept. */
  rows(query: string, ...bindings: SqlValue[]): SqlValue[][];
  /** The first row, or undefined. */
  row(query: string, ...bindings: SqlValue[]): SqlValue[] | undefined;
  /** Runs one statement for its effect; answers 0 when it changed no row (an engine may count index entries, too). */
  run(query: string, ...bindings: SqlValue[]): number;
  /**
   * Runs `body` in one transaction: all of its writes or, when it throws, none. Synchronous by design:
   * nothing else can happen inside. Must not be nested.
   */
  transaction<Result>(body: () => Result): Result;
}
