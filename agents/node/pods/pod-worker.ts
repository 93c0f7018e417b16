// The one who looks after one pod: one round after the other, for as long as the pod lasts. What is done in a round is
// its state's business (`rounds/`); the states and what moves between them are a table (`lifecycle.ts`).

import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { PodStatusWriter } from "../api/pod-status-writer.ts";
import type { Checkpoint, Checkpoints } from "./checkpoints.ts";
import { nextState, type PodEvent, type PodState } from "./lifecycle.ts";
import { GRACE_DEFAULT_SECONDS } from "./limits.ts";
import type { PodContext, RoundResult } from "./pod-context.ts";
import { PodMemory, type Verdict } from "./pod-memory.ts";
import { type PodIdentity, specOf } from "./pod-parts.ts";
import { PodReporter } from "./pod-reporter.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { activeRound } from "./rounds/active.ts";
import { removingRound } from "./rounds/removing.ts";
import { terminatingRound } from "./rounds/terminating.ts";
import type { PodRuntime } from "./runtime.ts";

export interface PodWorkerOptions {
  readonly runtime: PodRuntime;
  readonly identity: PodIdentity;
  readonly statuses: PodStatusWriter;
  readonly checkpoints: Checkpoints;
  /** From an earlier life of the agent. */
  readonly checkpoint: Checkpoint | undefined;
  /** Nothing is left of the pod. */
  readonly gone: () => void;
}

export class PodWorker implements PodContext {
  readonly runtime: PodRuntime;
  readonly identity: PodIdentity;
  readonly memory = new PodMemory();
  readonly reporter: PodReporter;
  readonly #options: PodWorkerOptions;
  #pod: Pod | undefined;
  #state: PodState = "active";
  #vanished = false;
  #stopped = false;
  #deadlineMs: number | undefined;
  /** Fires when an active round is to end early. */
  #interrupt = new AbortController();
  #woken = false;
  #cutSleepShort: () => void = () => {};
  #failures = 0;

  constructor(options: PodWorkerOptions) {
    const { runtime, identity, statuses, checkpoints, checkpoint } = options;
    this.#options = options;
    this.runtime = runtime;
    this.identity = identity;
    this.memory.verdict = checkpoint?.verdict;
    const previous = checkpoint?.status;
    this.reporter = new PodReporter({ runtime, memory: this.memory, statuses, checkpoints, previous });
  }

  get pod(): Pod | undefined {
    return this.#pod;
  }

  get state(): PodState {
    return this.#state;
  }

  get vanished(): boolean {
    return this.#vanished;
  }

  get deadlineMs(): number | undefined {
    return this.#deadlineMs;
  }

  /** Begins; runs until the pod is gone or `halt` is called. */
  start(): void {
    void this.#run();
  }

  /** The pod as it is to be now. */
  update(pod: Pod): void {
    this.#pod = pod;
    this.runtime.volumes.update(pod);
    const phase = pod.status?.phase;
    if (pod.metadata?.deletionTimestamp !== undefined) this.#happen("deleted");
    else if (phase === "Succeeded" || phase === "Failed") this.#happen("finished");
    this.wake();
  }

  /** The object is gone: the pod is stopped and removed, and nobody is told. `last`: its last state, which has its grace. */
  vanish(last?: Pod): void {
    this.#vanished = true;
    this.#pod = last ?? this.#pod;
    this.#happen("vanished");
  }

  /** This node ends the pod. */
  end(verdict: Verdict): void {
    this.memory.verdict ??= verdict;
    this.#happen("finished");
  }

  wake(): void {
    this.#woken = true;
    this.#cutSleepShort();
  }

  /** Docker has news of it: told at once, also while a step is under way. */
  noticed(): void {
    this.wake();
    if (this.#state !== "active" && this.#state !== "terminating") return;
    this.#reportSoon().catch((error: unknown) => {
      this.runtime.log.warn("pod not reported", { pod: this.identity.name, error: String(error) });
    });
  }

  /** The agent ends; the pod goes on. */
  halt(): void {
    this.#stopped = true;
    this.#interrupt.abort();
    this.wake();
  }

  #happen(event: PodEvent): void {
    const before = this.#state;
    this.#state = nextState(before, event);
    if (this.#state !== "active") this.#interrupt.abort();
    this.#shortenGrace();
    if (before !== this.#state) this.wake();
  }

  /** The grace can only become shorter. Kubernetes: pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod */
  #shortenGrace(): void {
    if (this.#state !== "terminating") return;
    const asked = this.#pod?.metadata?.deletionGracePeriodSeconds;
    const own = this.#pod === undefined ? this.#labelledGrace() : specOf(this.#pod).terminationGracePeriodSeconds;
    const seconds = Math.max(1, asked ?? own ?? GRACE_DEFAULT_SECONDS);
    const deadlineMs = this.runtime.clock.now() + seconds * 1000;
    if (this.#deadlineMs !== undefined && deadlineMs >= this.#deadlineMs) return;
    this.#deadlineMs = deadlineMs;
    this.wake();
  }

  #labelledGrace(): number | undefined {
    const { containers, sandboxes } = this.runtime.view.pod(this.identity.uid);
    return [...containers, ...sandboxes].find(({ graceSeconds }) => graceSeconds !== undefined)?.graceSeconds;
  }

  async #run(): Promise<void> {
    while (this.#state !== "gone" && !this.#stopped) {
      this.#woken = false;
      const result = await this.#round();
      if (result.event !== undefined) this.#happen(result.event);
      if (result.wakeAtMs !== 0) await this.#sleep(result.wakeAtMs);
    }
    if (this.#state === "gone") this.#options.gone();
  }

  async #round(): Promise<RoundResult> {
    const { log, clock, random } = this.runtime;
    try {
      await this.reporter.gather(this.identity.uid);
      const result = await this.#roundOfState();
      this.#failures = 0;
      return result;
    } catch (error) {
      if (this.#stopped) return {};
      this.#failures += 1;
      const delayMs = retryDelayMs(this.#failures, random);
      const pod = `${this.identity.namespace}/${this.identity.name}`;
      log.warn("pod round failed", { pod, state: this.#state, error: String(error), retryInMs: delayMs });
      return { wakeAtMs: clock.now() + delayMs };
    }
  }

  async #roundOfState(): Promise<RoundResult> {
    switch (this.#state) {
      case "active":
        return this.#pod === undefined ? {} : await activeRound(this, this.#pod, this.#interrupt.signal);
      case "terminating":
        return await terminatingRound(this);
      case "terminated":
        return this.#terminatedRound();
      case "removing":
        if (this.#pod !== undefined && !this.#vanished) this.#reportFinal(this.#pod);
        return await removingRound(this, this.#options);
      case "gone":
        return {};
    }
  }

  /** All is down: the last word, until somebody wants it gone. */
  #terminatedRound(): RoundResult {
    if (this.#vanished) return { event: "vanished", wakeAtMs: 0 };
    if (this.#pod === undefined) return {};
    this.#reportFinal(this.#pod);
    return this.#pod.metadata?.deletionTimestamp === undefined ? {} : { event: "deleted", wakeAtMs: 0 };
  }

  #reportFinal(pod: Pod): void {
    this.reporter.report({ pod, isTerminal: true, isFinal: true });
  }

  async #reportSoon(): Promise<void> {
    await this.reporter.gather(this.identity.uid);
    const reportable = this.#state === "active" || this.#state === "terminating";
    if (this.#pod === undefined || this.#vanished || this.#stopped || !reportable) return;
    this.reporter.report({ pod: this.#pod, isTerminal: false, isFinal: false });
  }

  /** Until something happens, or it is time. */
  async #sleep(untilMs: number | undefined): Promise<void> {
    if (this.#woken || this.#stopped) return;
    const { clock, timers } = this.runtime;
    await new Promise<void>((resolve) => {
      const delayMs = untilMs === undefined ? undefined : Math.max(0, untilMs - clock.now());
      const cancel = delayMs === undefined ? () => {} : timers.after(delayMs, resolve);
      this.#cutSleepShort = () => {
        cancel();
        resolve();
      };
    });
    this.#cutSleepShort = () => {};
  }
}
