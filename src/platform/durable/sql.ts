// SQL over a Durable Object's own database.
import type { Sql, SqlValue } from "../sql.ts";

export function durableSql(storage: DurableObjectStorage): Sql {
  const { sql } = storage;
  return {
    rows: (query, ...bindings) => [...sql.exec(query, ...bindings).raw()] as SqlValue[][],
    row: (query, ...bindings) =>
      sql
        .exec(query, ...bindings)
        .raw()
        .next().value as SqlValue[] | undefined,
    run: (query, ...bindings) => sql.exec(query, ...bindings).rowsWritten,
    transaction: (body) => storage.transactionSync(body),
  };
}
