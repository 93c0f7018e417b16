// One probe of one container, again and again, until its result is final or nobody asks any more.
// Kubernetes: pkg/kubelet/prober/worker.go
import type { Probe } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Pace } from "./pace.ts";
import type { ProbeResult } from "./probe-result.ts";
import { extended, isBelieved, type Outcome, type Streak } from "./streak.ts";

export interface ProbeLoopOptions {
  readonly probe: Probe;
  readonly pace: Pace;
  /** Before anything, from now on. */
  readonly delayMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  run(signal: AbortSignal): Promise<ProbeResult>;
  /** Of every probe that counts. */
  told(result: ProbeResult): void;
  /** Often enough in a row. True ends the loop. */
  believed(outcome: Outcome): boolean;
}

export class ProbeLoop {
  readonly #options: ProbeLoopOptions;
  readonly #stopper = new AbortController();
  /** Looks still to come, by when they are due. */
  readonly #looks: number[];
  #dueAtMs: number;
  #streak: Streak | undefined;
  #cancel: () => void = () => {};

  /** Begins at once. */
  constructor(options: ProbeLoopOptions) {
    this.#options = options;
    const { pace, delayMs, clock } = options;
    const beginMs = clock.now() + delayMs;
    this.#looks = pace.eagerMs.map((lookMs) => beginMs + lookMs);
    this.#dueAtMs = beginMs + pace.firstMs;
    this.#wait();
  }

  stop(): void {
    this.#stopper.abort();
    this.#cancel();
  }

  get #stopped(): boolean {
    return this.#stopper.signal.aborted;
  }

  #wait(): void {
    const { clock, timers } = this.#options;
    const look = this.#looks[0];
    const isLook = look !== undefined && look < this.#dueAtMs;
    const atMs = isLook ? look : this.#dueAtMs;
    this.#cancel = timers.after(Math.max(0, atMs - clock.now()), () => void this.#run(!isLook));
  }

  async #run(counts: boolean): Promise<void> {
    const startedAtMs = this.#options.clock.now();
    const result = await this.#options.run(this.#stopper.signal);
    if (this.#stopped) return;
    if (this.#judge(result, counts)) return this.stop();
    this.#planNext(startedAtMs, counts);
    this.#wait();
  }

  /** True: the loop has done what it was for. */
  #judge(result: ProbeResult, counts: boolean): boolean {
    const outcome = outcomeOf(result);
    // A container that is coming up may fail as often as it likes.
    if (!counts && outcome !== "success") return false;
    this.#options.told(result);
    if (outcome === undefined) return false;
    this.#streak = extended(this.#streak, outcome);
    if (outcome === "success") this.#looks.length = 0;
    return isBelieved(this.#streak, this.#options.probe) && this.#options.believed(outcome);
  }

  #planNext(startedAtMs: number, counted: boolean): void {
    const { clock, pace } = this.#options;
    const nowMs = clock.now();
    // Looks that came due while one was under way are one.
    while ((this.#looks[0] ?? Number.POSITIVE_INFINITY) <= nowMs) this.#looks.shift();
    const isUp = !counted && this.#streak !== undefined;
    if (!counted && !isUp) return;
    // In its rhythm: a probe that takes longer than the period is followed by the next one at once, and not by two.
    const base = isUp ? startedAtMs : this.#dueAtMs;
    this.#dueAtMs = Math.max(base + pace.periodMs, nowMs);
  }
}

function outcomeOf(result: ProbeResult): Outcome | undefined {
  switch (result.type) {
    case "success":
    case "warning":
      return "success";
    case "failure":
      return "failure";
    case "error":
      return undefined;
    default:
      return result satisfies never;
  }
}
