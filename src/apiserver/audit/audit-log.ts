// The cluster's audit events, in the Cluster object's database: a ring bounded by bytes and age, and a cursor of what
// the outbound sink has got. Without a configuration there is not even a table.
import * as z from "zod";
import type { Clock } from "../../platform/clock.ts";
import type { Sql, SqlValue } from "../../platform/sql.ts";
import { batchEventsMax, batchWaitMs, pageEventsMax, ringAgeMs, ringBytesMax } from "./limits.ts";
import { type AuditPolicy, auditPolicySchema } from "./policy.ts";
import { afterFailure } from "./sink-back-off.ts";

const webhook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** The `Authorization` header to send. */
  authorization: z.string().optional(),
});

const configurationSchema = z.strictObject({ policy: auditPolicySchema, webhook: webhook.optional() });

export type AuditConfiguration = z.infer<typeof configurationSchema>;
export type AuditWebhook = z.infer<typeof webhook>;

/** Undefined: it is one. Otherwise what is wrong with it. */
export function auditConfigurationProblem(given: unknown): string | undefined {
  const read = configurationSchema.safeParse(given);
  if (read.success) return undefined;
  return read.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": ")).join("; ");
}

export interface AuditQuery {
  /** The sequence number to go on after. */
  readonly after: number;
  readonly limit: number;
  /** Only events with these values: `user.username`, `verb`, `objectRef.namespace`, `objectRef.resource`, `auditID`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface AuditPage {
  readonly events: readonly string[];
  /** Where the next page begins; undefined: this was the last. */
  readonly next?: number;
}

interface State {
  readonly configuration: AuditConfiguration;
  /** The last event that the sink has taken. */
  readonly sent: number;
  /** Failures of the sink in a row. */
  readonly failures: number;
  /** Not before this time is the sink tried. */
  readonly dueMs: number;
}

/** What a query may ask for, and where it stands in an event. */
export const auditFields: Readonly<Record<string, string>> = {
  user: "$.user.username",
  verb: "$.verb",
  namespace: "$.objectRef.namespace",
  resource: "$.objectRef.resource",
  name: "$.objectRef.name",
  auditID: "$.auditID",
};

export class AuditLog {
  readonly #sql: Sql;
  readonly #clock: Clock;
  #state: State | undefined;
  #bytes = 0;

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
    if (sql.row("SELECT 1 FROM sqlite_master WHERE name = 'audit_state'") === undefined) return;
    const row = sql.row("SELECT value FROM audit_state");
    if (row !== undefined) this.#state = JSON.parse(row[0] as string) as State;
    this.#bytes = Number(sql.row("SELECT COALESCE(SUM(LENGTH(text)), 0) FROM audit_events")?.[0] ?? 0);
  }

  get policy(): AuditPolicy | undefined {
    return this.#state?.configuration.policy;
  }

  get configuration(): AuditConfiguration | undefined {
    return this.#state?.configuration;
  }

  /** Undefined turns audit off: nothing more is noted, what there is stays until it is too old. */
  configure(configuration: AuditConfiguration | undefined): void {
    this.#makeTables();
    const newest = Number(this.#sql.row("SELECT COALESCE(MAX(seq), 0) FROM audit_events")?.[0] ?? 0);
    const sameSink = this.#state?.configuration.webhook?.url === configuration?.webhook?.url;
    // A new sink gets what happens from now on.
    const sent = sameSink ? (this.#state?.sent ?? newest) : newest;
    this.#keep(configuration === undefined ? undefined : { configuration, sent, failures: 0, dueMs: 0 });
  }

  /** Events in the order they are to be found in. What is too much or too old goes. */
  append(events: readonly string[]): void {
    if (this.#state === undefined || events.length === 0) return;
    const nowMs = this.#clock.now();
    this.#sql.transaction(() => {
      for (const text of events) {
        this.#sql.run("INSERT INTO audit_events (time_ms, text) VALUES (?, ?)", nowMs, text);
        this.#bytes += text.length;
      }
      this.#trim(nowMs);
    });
  }

  page({ after, limit, fields }: AuditQuery): AuditPage {
    if (this.#sql.row("SELECT 1 FROM sqlite_master WHERE name = 'audit_events'") === undefined) return { events: [] };
    const wanted = Object.entries(fields);
    const conditions = wanted.map(() => " AND json_extract(text, ?) = ?").join("");
    const bindings = wanted.flatMap(([field, value]) => [auditFields[field] ?? "$", value]);
    const count = Math.min(Math.max(1, limit), pageEventsMax);
    const query = `SELECT seq, text FROM audit_events WHERE seq > ?${conditions} ORDER BY seq LIMIT ?`;
    const rows = this.#sql.rows(query, after, ...bindings, count + 1);
    const page = rows.slice(0, count);
    const events = page.map(([, text]) => text as string);
    return rows.length > count ? { events, next: Number(page.at(-1)?.[0]) } : { events };
  }

  /** When the sink is to be called next; undefined: there is none, or it has everything. */
  nextSendMs(): number | undefined {
    const state = this.#state;
    if (state?.configuration.webhook === undefined) return undefined;
    const waiting = this.#sql.row("SELECT time_ms FROM audit_events WHERE seq > ? ORDER BY seq LIMIT 1", state.sent);
    return waiting === undefined ? undefined : Math.max(state.dueMs, Number(waiting[0]) + batchWaitMs);
  }

  /** What the sink is to get now; undefined: nothing yet. */
  nextBatch():
    | { readonly webhook: AuditWebhook; readonly events: readonly string[]; readonly last: number }
    | undefined {
    const due = this.nextSendMs();
    const state = this.#state;
    if (state?.configuration.webhook === undefined || due === undefined || due > this.#clock.now()) return undefined;
    const query = "SELECT seq, text FROM audit_events WHERE seq > ? ORDER BY seq LIMIT ?";
    const rows = this.#sql.rows(query, state.sent, batchEventsMax);
    const events = rows.map(([, text]: SqlValue[]) => text as string);
    return { webhook: state.configuration.webhook, events, last: Number(rows.at(-1)?.[0]) };
  }

  sent(last: number): void {
    if (this.#state !== undefined) this.#keep({ ...this.#state, sent: last, failures: 0, dueMs: 0 });
  }

  sinkFailed(): void {
    if (this.#state === undefined) return;
    const failures = this.#state.failures + 1;
    this.#keep({ ...this.#state, failures, dueMs: this.#clock.now() + afterFailure(failures) });
  }

  #trim(nowMs: number): void {
    this.#drop("time_ms < ?", nowMs - ringAgeMs);
    while (this.#bytes > ringBytesMax) {
      const oldest = this.#sql.row("SELECT MIN(seq) FROM audit_events")?.[0];
      if (oldest === undefined || oldest === null) return;
      // A part at a time, from the old end.
      this.#drop("seq < ?", Number(oldest) + batchEventsMax);
    }
  }

  #drop(condition: string, bound: number): void {
    const bytes = this.#sql.row(
      `SELECT COALESCE(SUM(LENGTH(text)), 0) FROM audit_events WHERE ${condition}`,
      bound,
    )?.[0];
    if (Number(bytes) === 0) return;
    this.#sql.run(`DELETE FROM audit_events WHERE ${condition}`, bound);
    this.#bytes -= Number(bytes);
  }

  #makeTables(): void {
    this.#sql.run(
      "CREATE TABLE IF NOT EXISTS audit_events (seq INTEGER PRIMARY KEY AUTOINCREMENT, time_ms INTEGER NOT NULL, text TEXT NOT NULL)",
    );
    this.#sql.run("CREATE INDEX IF NOT EXISTS audit_events_time ON audit_events (time_ms)");
    this.#sql.run(
      "CREATE TABLE IF NOT EXISTS audit_state (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)",
    );
  }

  #keep(state: State | undefined): void {
    this.#state = state;
    if (state === undefined) this.#sql.run("DELETE FROM audit_state");
    else this.#sql.run("INSERT OR REPLACE INTO audit_state (id, value) VALUES (1, ?)", JSON.stringify(state));
  }
}
