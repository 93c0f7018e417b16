// A cluster's audit in its object: the log, the pump to the sink, and the alarm that the two need.
import {
  type AuditConfiguration,
  AuditLog,
  type AuditPage,
  type AuditQuery,
  auditConfigurationProblem,
} from "../apiserver/audit/audit-log.ts";
import { AuditPump } from "../apiserver/audit/audit-pump.ts";
import type { AuditPolicy } from "../apiserver/audit/policy.ts";
import type { DurableHost } from "../platform/durable/host.ts";

export interface ClusterAuditOptions {
  readonly host: DurableHost;
  /** The object must be awake at that time. */
  readonly need: (dueMs: number) => void;
  /** Who keeps the policy must hear of another one. */
  readonly changed: () => void;
}

export class ClusterAudit {
  readonly #log: AuditLog;
  readonly #pump: AuditPump;
  readonly #options: ClusterAuditOptions;

  constructor(options: ClusterAuditOptions) {
    const { sql, clock, timers, log } = options.host;
    this.#options = options;
    this.#log = new AuditLog(sql, clock);
    this.#pump = new AuditPump({ timers, log, fetch: (request) => fetch(request) }, this.#log);
  }

  get policy(): AuditPolicy | undefined {
    return this.#log.policy;
  }

  /** What is audited and where to it goes; undefined: nothing is. */
  get configuration(): AuditConfiguration | undefined {
    return this.#log.configuration;
  }

  /** Undefined turns audit off. Answers what is wrong with a configuration that can't be taken. */
  configure(given: unknown): string | undefined {
    const problem = given === undefined ? undefined : auditConfigurationProblem(given);
    if (problem !== undefined) return problem;
    this.#log.configure(given as AuditConfiguration | undefined);
    this.#options.changed();
    return undefined;
  }

  record(events: readonly string[]): void {
    this.#log.append(events);
    this.#need();
  }

  page(query: AuditQuery): AuditPage {
    return this.#log.page(query);
  }

  nextSendMs(): number | undefined {
    return this.#log.nextSendMs();
  }

  /** To be run beside the alarm: a sink that is slow holds up nothing else. */
  async send(): Promise<void> {
    await this.#pump.run();
    this.#need();
  }

  #need(): void {
    const dueMs = this.#log.nextSendMs();
    if (dueMs !== undefined) this.#options.need(dueMs);
  }
}
