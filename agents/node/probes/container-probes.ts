// The probes of one container: startup first, then the others; what they have found is its verdict.
// Kubernetes: pkg/kubelet/prober/prober_manager.go UpdatePodStatus
import type { Container, Probe } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { ProbeVerdict } from "../pods/plan-terms.ts";
import { TAKEN_UP_AFTER_MS } from "./limits.ts";
import { paceOf } from "./pace.ts";
import { ProbeLoop } from "./probe-loop.ts";
import type { ProbeKind, ProbeResult } from "./probe-result.ts";
import { type ProbeTools, runProbe } from "./run-probe.ts";
import type { Outcome } from "./streak.ts";

export interface ContainerProbesOptions {
  readonly tools: ProbeTools;
  readonly clock: Clock;
  readonly random: Random;
  readonly container: Container;
  readonly containerId: string;
  readonly startedAtMs: number;
  readonly podIP: string;
  /** What is believed until a probe says otherwise. */
  readonly initial: ProbeVerdict;
  /** Of every probe that counts. */
  told(kind: ProbeKind, result: ProbeResult): void;
  /** A command waited longer for its turn than its period is. */
  lagged(kind: ProbeKind, waitedMs: number): void;
  changed(): void;
}

export class ContainerProbes {
  readonly #options: ContainerProbesOptions;
  readonly #loops = new Map<ProbeKind, ProbeLoop>();
  #verdict: ProbeVerdict;

  /** Begins at once. */
  constructor(options: ContainerProbesOptions) {
    this.#options = options;
    this.#verdict = options.initial;
    if (options.container.startupProbe !== undefined && !this.#verdict.started) this.#begin("startup");
    else this.#beginOthers();
  }

  get verdict(): ProbeVerdict {
    return this.#verdict;
  }

  stop(): void {
    for (const loop of this.#loops.values()) loop.stop();
    this.#loops.clear();
  }

  /** The pod is being stopped: nothing may kill the container any more. */
  calm(): void {
    for (const kind of ["startup", "liveness"] as const) {
      this.#loops.get(kind)?.stop();
      this.#loops.delete(kind);
    }
    this.#set({ failed: undefined });
  }

  #beginOthers(): void {
    this.#begin("readiness");
    this.#begin("liveness");
  }

  #begin(kind: ProbeKind): void {
    const { container, clock, random, startedAtMs, tools, containerId, podIP } = this.#options;
    const probe = probeOf(container, kind);
    if (probe === undefined) return;
    const ranMs = clock.now() - startedAtMs;
    const takenUp = ranMs > TAKEN_UP_AFTER_MS && this.#options.initial.ready;
    const pace = paceOf({ kind, probe, takenUp, random });
    const waited = (waitedMs: number) => {
      if (waitedMs > pace.periodMs) this.#options.lagged(kind, waitedMs);
    };
    const loop = new ProbeLoop({
      probe,
      pace,
      delayMs: Math.max(0, (probe.initialDelaySeconds ?? 0) * 1000 - ranMs),
      clock,
      timers: tools.timers,
      run: (signal) => runProbe({ tools, probe, container, containerId, podIP, signal, waited }),
      told: (result) => this.#options.told(kind, result),
      believed: (outcome) => this.#believe(kind, outcome),
    });
    this.#loops.set(kind, loop);
  }

  /** True when this probe has no more to say. */
  #believe(kind: ProbeKind, outcome: Outcome): boolean {
    if (kind === "readiness") {
      this.#set({ ready: outcome === "success" });
      return false;
    }
    if (outcome === "failure") {
      this.#set({ failed: kind });
      return true;
    }
    if (kind === "liveness") return false;
    this.#set({ started: true, ready: this.#options.container.readinessProbe === undefined });
    this.#beginOthers();
    return true;
  }

  #set(news: Partial<ProbeVerdict>): void {
    const before = this.#verdict;
    const after = { ...before, ...news };
    if (after.started === before.started && after.ready === before.ready && after.failed === before.failed) return;
    this.#verdict = after;
    this.#options.changed();
  }
}

export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  switch (kind) {
    case "startup":
      return container.startupProbe;
    case "liveness":
      return container.livenessProbe;
    case "readiness":
      return container.readinessProbe;
    default:
      return kind satisfies never;
  }
}
