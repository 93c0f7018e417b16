// SQLite over node:sqlite: for unit tests, the simulation and tools. Not durable by default (":memory:").
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Sql, SqlValue } from "../sql.ts";

export interface NodeSql extends Sql {
  close(): void;
}

/** Opens the database at `path`, or a new one in memory. */
export function openNodeSql(path = ":memory:"): NodeSql {
  const database = new DatabaseSync(path);
  const statements = new Map<string, StatementSync>();

  function prepared(query: string): StatementSync {
    let statement = statements.get(query);
    if (statement === undefined) {
      statement = database.prepare(query);
      statement.setReturnArrays(true);
      statements.set(query, statement);
    }
    return statement;
  }

  return {
    rows(query, ...bindings) {
      return prepared(query).all(...bindings) as unknown as SqlValue[][];
    },
    row(query, ...bindings) {
      return prepared(query).get(...bindings) as unknown as SqlValue[] | undefined;
    },
    run(query, ...bindings) {
      return Number(prepared(query).run(...bindings).changes);
    },
    transaction(body) {
      // A savepoint is a transaction of its own when none is open, and a part of it when the simulation holds one.
      prepared("SAVEPOINT one").run();
      try {
        const result = body();
        prepared("RELEASE one").run();
        return result;
      } catch (error) {
        prepared("ROLLBACK TO one").run();
        prepared("RELEASE one").run();
        throw error;
      }
    },
    close() {
      statements.clear();
      database.close();
    },
  };
}
