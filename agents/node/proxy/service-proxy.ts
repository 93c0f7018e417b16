// The service proxy at work: follows the book of services and keeps the kernel's table equal to it.
import type { Log } from "../../../src/platform/log.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { ServiceBook, ServiceView } from "../services/service-book.ts";
import type { ProxyTable } from "./apply.ts";
import { coalesceMs, retryFirstMs, retryLongestMs } from "./limits.ts";
import { buildProgram, type Program } from "./program.ts";
import { type PlanContext, planService, type ServicePlan } from "./service-plan.ts";

export interface ServiceProxyOptions {
  readonly book: ServiceBook;
  readonly table: ProxyTable;
  readonly clusterCidr: string;
  /** Asked before every program, so that it may change (the node's zone does). */
  readonly context: () => PlanContext;
  readonly timers: Timers;
  readonly log: Log;
}

export interface ServiceProxy {
  /** Writes what changed since; also checks that the table is still there when `look` is set. Settles when the kernel has it. */
  settle(options?: { readonly look: boolean }): Promise<void>;
  stop(): void;
}

export function startServiceProxy(options: ServiceProxyOptions): ServiceProxy {
  const { book, table, timers, log } = options;
  const plan = planner(options);
  let stopped = false;
  let retryMs = retryFirstMs;
  let cancelTimer: (() => void) | undefined;
  let working: Promise<void> | undefined;
  let again = false;

  function later(delayMs: number): void {
    if (stopped || cancelTimer) return;
    cancelTimer = timers.after(delayMs, () => {
      cancelTimer = undefined;
      void settle();
    });
  }

  async function applyOnce(): Promise<void> {
    // Half a picture would take working services away.
    if (!book.complete) return;
    const outcome = await table.apply(plan());
    if (outcome.type === "failed") {
      log.error("services can't be programmed", { why: outcome.why, retryInMs: retryMs });
      later(retryMs);
      retryMs = Math.min(retryMs * 2, retryLongestMs);
    } else {
      retryMs = retryFirstMs;
    }
  }

  async function work(): Promise<void> {
    do {
      again = false;
      await applyOnce();
    } while (again && !stopped);
    working = undefined;
  }

  function settle(): Promise<void> {
    if (working) again = true;
    else working = work();
    return working;
  }

  const unsubscribe = book.onChange(() => later(coalesceMs));
  later(0);
  return {
    async settle({ look } = { look: false }) {
      await working;
      if (look) await table.look();
      await settle();
    },
    stop() {
      stopped = true;
      unsubscribe();
      cancelTimer?.();
    },
  };
}

/** Plans of services that didn't change are kept: a change costs the planning of one service and the joining of all. */
function planner({ book, clusterCidr, context }: ServiceProxyOptions): () => Program {
  let known = new WeakMap<ServiceView, ServicePlan>();
  let knownFor = "";
  return () => {
    const now = context();
    const fingerprint = JSON.stringify(now);
    if (fingerprint !== knownFor) known = new WeakMap();
    knownFor = fingerprint;
    const plans = book.views().map((view) => {
      const plan = known.get(view) ?? planService(view, now);
      known.set(view, plan);
      return plan;
    });
    return buildProgram(plans, clusterCidr);
  };
}
