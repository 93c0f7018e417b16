// Carries verdicts to namespaces. While a namespace answers one call, what is meant for it gathers for the next: the
// more there is to do, the more of it shares a call and its wait for the disk.
import type { Log } from "../platform/log.ts";
import type { Timers } from "../platform/timers.ts";
import type { Binder, BindOutcome } from "./binder.ts";
import { reportsWaitingMax, verdictsPerCall, verdictTimeoutMs } from "./limits.ts";
import type { PodInfo } from "./snapshot.ts";
import type { Verdict, VerdictOutcome, Verdicts } from "./verdict.ts";

export interface VerdictSenderOptions {
  readonly timers: Timers;
  readonly log: Log;
  /** The namespace's answers, in the order of the verdicts. */
  readonly send: (namespace: string, verdicts: Verdicts) => Promise<readonly VerdictOutcome[]>;
  /** The revision of the list that everything said now rests on. */
  readonly listedAt: () => number;
}

interface Waiting {
  readonly verdict: Verdict;
  readonly settle: (outcome: VerdictOutcome) => void;
}

interface Lane {
  readonly waiting: Waiting[];
  isSending: boolean;
}

export class VerdictSender implements Binder {
  readonly #options: VerdictSenderOptions;
  readonly #lanes = new Map<string, Lane>();
  #calls = 0;

  constructor(options: VerdictSenderOptions) {
    this.#options = options;
  }

  bind({ namespace, name, uid }: PodInfo, node: string): Promise<BindOutcome> {
    return new Promise((resolve) => {
      const settle = (outcome: VerdictOutcome) => resolve(bindOutcome(outcome));
      this.#add(namespace, { verdict: { type: "bind", name, uid, node }, settle });
    });
  }

  unschedulable({ namespace, name, uid }: PodInfo, message: string): void {
    const { waiting } = this.#lane(namespace);
    if (waiting.length >= reportsWaitingMax) {
      const oldest = waiting.findIndex(({ verdict }) => verdict.type === "unschedulable");
      if (oldest >= 0) waiting.splice(oldest, 1);
    }
    this.#add(namespace, { verdict: { type: "unschedulable", name, uid, message }, settle: () => {} });
  }

  #lane(namespace: string): Lane {
    const known = this.#lanes.get(namespace);
    if (known !== undefined) return known;
    const lane: Lane = { waiting: [], isSending: false };
    this.#lanes.set(namespace, lane);
    return lane;
  }

  #add(namespace: string, waiting: Waiting): void {
    const lane = this.#lane(namespace);
    lane.waiting.push(waiting);
    if (!lane.isSending) void this.#drain(namespace, lane);
  }

  async #drain(namespace: string, lane: Lane): Promise<void> {
    lane.isSending = true;
    // What is decided in the same step goes in the same call.
    await Promise.resolve();
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, verdictsPerCall);
      const outcomes = await this.#send(
        namespace,
        batch.map(({ verdict }) => verdict),
      );
      batch.forEach(({ settle }, index) => {
        settle(outcomes[index] ?? { type: "failed", reason: "no answer" });
      });
    }
    this.#lanes.delete(namespace);
  }

  async #send(namespace: string, verdicts: readonly Verdict[]): Promise<readonly VerdictOutcome[]> {
    const { timers, log, send, listedAt } = this.#options;
    this.#calls += 1;
    const stamp = { listedAt: listedAt(), call: this.#calls };
    let cancel = () => {};
    try {
      return await Promise.race([
        send(namespace, { stamp, verdicts }),
        new Promise<never>((_, reject) => {
          cancel = timers.after(verdictTimeoutMs, () => reject(new Error(`no answer within ${verdictTimeoutMs} ms`)));
        }),
      ]);
    } catch (error) {
      log.warn("a namespace was not reached by the scheduler", { namespace, error: String(error) });
      return verdicts.map(() => ({ type: "failed", reason: String(error) }));
    } finally {
      cancel();
    }
  }
}

function bindOutcome(outcome: VerdictOutcome): BindOutcome {
  switch (outcome.type) {
    case "done":
      return { type: "bound" };
    case "refused":
      return outcome;
    case "failed":
      return { type: "unknown", reason: outcome.reason };
  }
}
