// Sends what is noted to the outbound sink, one batch after the other; a failure is tried again later, from where it stands.
// Kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/audit/webhook/webhook.go
import type { Log } from "../../platform/log.ts";
import type { Timers } from "../../platform/timers.ts";
import type { AuditLog, AuditWebhook } from "./audit-log.ts";
import { sinkTimeoutMs } from "./limits.ts";

export interface PumpHost {
  readonly timers: Timers;
  readonly log: Log;
  fetch(request: Request): Promise<Response>;
}

export class AuditPump {
  readonly #host: PumpHost;
  readonly #log: AuditLog;
  #running = false;

  constructor(host: PumpHost, log: AuditLog) {
    this.#host = host;
    this.#log = log;
  }

  /** Until nothing is due. Never throws; two at once are one. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const batch = this.#log.nextBatch();
        if (batch === undefined) return;
        const failure = await this.#post(batch.webhook, batch.events);
        if (failure === undefined) this.#log.sent(batch.last);
        else {
          this.#log.sinkFailed();
          this.#host.log.warn("the audit sink did not take events", { url: batch.webhook.url, failure });
        }
      }
    } finally {
      this.#running = false;
    }
  }

  /** Undefined: it was taken. */
  async #post({ url, authorization }: AuditWebhook, events: readonly string[]): Promise<string | undefined> {
    const giveUp = new AbortController();
    const stop = this.#host.timers.after(sinkTimeoutMs, () => giveUp.abort());
    try {
      const request = new Request(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
        body: eventList(events, {}),
        signal: giveUp.signal,
      });
      const response = await this.#host.fetch(request);
      await response.body?.cancel();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return String(error);
    } finally {
      stop();
    }
  }
}

/** The texts of events as one document. */
export function eventList(events: readonly string[], metadata: Readonly<Record<string, string>>): string {
  const head = { kind: "EventList", apiVersion: "audit.k8s.io/v1", metadata };
  return `${JSON.stringify(head).slice(0, -1)},"items":[${events.join(",")}]}`;
}
