// Events on their way from an isolate to the Cluster object: gathered for a moment, sent together, never without bound.
import type { JsonObject } from "../../apimachinery/json.ts";
import type { Timers } from "../../platform/timers.ts";
import { batchEventsMax, batchWaitMs, pendingEventsMax } from "./limits.ts";

/** The Cluster object's side. */
export interface AuditSink {
  recordAudit(events: readonly string[]): Promise<void>;
}

export class AuditOutbox {
  readonly #timers: Timers;
  #pending: string[] = [];
  #sending = false;
  /** Events that were lost, for want of room or because they could not be sent. */
  dropped = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Returns the work of sending when nobody does it yet; it is to be kept alive beyond the request. */
  add(event: JsonObject, sink: AuditSink): Promise<void> | undefined {
    if (this.#pending.length >= pendingEventsMax) {
      this.dropped += 1;
      return undefined;
    }
    this.#pending.push(JSON.stringify(event));
    if (this.#sending) return undefined;
    this.#sending = true;
    return this.#send(sink);
  }

  async #send(sink: AuditSink): Promise<void> {
    try {
      await this.#timers.sleep(batchWaitMs);
      while (this.#pending.length > 0) {
        const batch = this.#pending.slice(0, batchEventsMax);
        this.#pending = this.#pending.slice(batchEventsMax);
        await this.#sendBatch(batch, sink);
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Once more when the object was just reset, and no more: what is audited is not held up by it. */
  async #sendBatch(batch: readonly string[], sink: AuditSink): Promise<void> {
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      try {
        await sink.recordAudit(batch);
        return;
      } catch {
        await this.#timers.sleep(batchWaitMs);
      }
    }
    this.dropped += batch.length;
  }
}
