// Drives a scope's controllers: takes what is due from the durable queue, in slices between requests.
import { StatusError } from "../../apimachinery/status-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Random } from "../../platform/random.ts";
import type { Timers } from "../../platform/timers.ts";
import { backOffMs } from "./back-off.ts";
import type { Client } from "./client.ts";
import { type Controller, done, type ReconcileResult } from "./controller.ts";
import { EventGate } from "./event-gate.ts";
import { GatheredEvents } from "./event-recorder.ts";
import { concurrentRunsMax, runsPerSlice, silentAttempts, sliceMs, timerReachMs } from "./limits.ts";
import type { Reach } from "./reach.ts";
import type { WorkRow, WorkSource } from "./work-source.ts";

export interface ControllerLoopOptions {
  readonly controllers: readonly Controller[];
  readonly source: WorkSource;
  /** The scope's client, writing as this controller. */
  readonly client: (controller: string) => Client;
  readonly reach: Reach;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: Log;
  /** Keeps the object alive until `work` settles. */
  background(work: Promise<void>): void;
}

interface Timer {
  readonly atMs: number;
  cancel(): void;
}

interface Idle {
  readonly promise: Promise<void>;
  resolve(): void;
}

/** Never two runs of one key; up to `concurrentRunsMax` keys at once. */
export class ControllerLoop {
  readonly #options: ControllerLoopOptions;
  readonly #controllers: ReadonlyMap<string, Controller>;
  readonly #gate = new EventGate();
  readonly #inWork = new Set<string>();
  #timer: Timer | undefined;
  #idle: Idle | undefined;
  #runsLeft = runsPerSlice;
  #sliceEndsMs = 0;
  #closed = false;

  constructor(options: ControllerLoopOptions) {
    this.#options = options;
    this.#controllers = new Map(options.controllers.map((controller) => [controller.name, controller]));
  }

  /** Call after every commit: begins to drain as soon as the running event is over, so that no request waits for it. */
  wake(): void {
    this.#expect();
    this.#schedule(0);
  }

  /** Call from every alarm. Resolves when nothing is due and nothing is in work. */
  drain(): Promise<void> {
    const { promise } = this.#expect();
    if (this.#timer === undefined || this.#timer.atMs > this.#options.clock.now()) this.#slice();
    return promise;
  }

  /** Starts nothing more. What is in work comes to its end. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#inWork.size === 0) this.#settleIdle();
  }

  #expect(): Idle {
    if (this.#idle !== undefined) return this.#idle;
    let resolve: () => void = () => {};
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    this.#idle = { promise, resolve };
    this.#options.background(promise);
    return this.#idle;
  }

  #settleIdle(): void {
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  #slice(): void {
    this.#runsLeft = runsPerSlice;
    this.#sliceEndsMs = this.#options.clock.now() + sliceMs;
    this.#pump();
  }

  #pump(): void {
    if (this.#closed) {
      if (this.#inWork.size === 0) this.#settleIdle();
      return;
    }
    const { source, clock } = this.#options;
    const free = concurrentRunsMax - this.#inWork.size;
    const due = free === 0 ? [] : source.due(clock.now(), this.#inWork.size + free);
    for (const row of due.filter((one) => !this.#inWork.has(idOf(one))).slice(0, free)) {
      if (this.#runsLeft === 0 || clock.now() >= this.#sliceEndsMs) {
        this.#schedule(0);
        return;
      }
      this.#runsLeft -= 1;
      this.#run(row);
    }
    if (this.#inWork.size === 0) this.#rest();
  }

  /** Nothing is due. What is due soon is waited for here, the rest by the alarm. */
  #rest(): void {
    const { source, clock } = this.#options;
    const next = source.nextDueMs();
    const delayMs = next === undefined ? undefined : Math.max(0, next - clock.now());
    if (delayMs !== undefined && delayMs <= timerReachMs) this.#schedule(delayMs);
    if (delayMs !== 0) this.#settleIdle();
  }

  #schedule(delayMs: number): void {
    const { clock, timers } = this.#options;
    const atMs = clock.now() + delayMs;
    if (this.#closed || (this.#timer !== undefined && this.#timer.atMs <= atMs)) return;
    this.#timer?.cancel();
    const cancel = timers.after(delayMs, () => {
      this.#timer = undefined;
      this.#expect();
      this.#slice();
    });
    this.#timer = { atMs, cancel };
  }

  async #run(row: WorkRow): Promise<void> {
    const id = idOf(row);
    this.#inWork.add(id);
    try {
      const outcome = await this.#reconcile(row);
      this.#settle(row, outcome);
    } catch (error) {
      // The queue itself fails: its rows stand, and the alarm comes back to them.
      this.#options.log.error("a work row could not be settled", { ...fieldsOf(row), error: String(error) });
      this.#inWork.delete(id);
      if (this.#inWork.size === 0) this.#settleIdle();
      return;
    }
    this.#inWork.delete(id);
    this.#pump();
  }

  async #reconcile(row: WorkRow): Promise<Outcome> {
    const { client, clock, random, reach, log } = this.#options;
    const controller = this.#controllers.get(row.controller);
    if (controller === undefined) {
      log.warn("work for a controller that doesn't exist is dropped", fieldsOf(row));
      return { type: "done", result: done };
    }
    const own = client(controller.name);
    const events = new GatheredEvents({
      component: controller.component ?? `${controller.name}-controller`,
      gate: this.#gate,
      clock,
      log,
      clientOf: (namespace) => (namespace === own.namespace ? own : reach.namespace(namespace)),
    });
    try {
      const result = await controller.reconcile(row.key, { client: own, clock, random, events, reach, log });
      return { type: "done", result };
    } catch (error) {
      return { type: "failed", error };
    } finally {
      await events.flush();
    }
  }

  #settle(row: WorkRow, outcome: Outcome): void {
    const { source, clock } = this.#options;
    const nowMs = clock.now();
    if (outcome.type === "failed") {
      this.#tellFailure(row, outcome.error);
      source.retry(row, nowMs + backOffMs(row.attempts));
      return;
    }
    const { also = [], requeueAfterMs } = outcome.result;
    source.add(also.map((key) => ({ controller: row.controller, key, dueMs: nowMs })));
    if (requeueAfterMs === undefined) source.finish(row);
    else source.requeue(row, nowMs + requeueAfterMs);
  }

  #tellFailure(row: WorkRow, error: unknown): void {
    const known = error instanceof StatusError;
    if (known && row.attempts < silentAttempts) return;
    const cause = known ? { reason: error.reason, error: error.message } : { error: errorText(error) };
    this.#options.log.warn("a reconcile failed and will be tried again", { ...fieldsOf(row), ...cause });
  }
}

type Outcome =
  | { readonly type: "done"; readonly result: ReconcileResult }
  | { readonly type: "failed"; readonly error: unknown };

function idOf({ controller, key }: WorkRow): string {
  return `${controller} ${key}`;
}

function fieldsOf({ controller, key, attempts }: WorkRow): Record<string, unknown> {
  return { controller, key, attempts };
}

/** With the stack: it is our own fault. */
function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
