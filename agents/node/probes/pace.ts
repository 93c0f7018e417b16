// When a probe is run: the looks at a container that is coming up, and then its period.
// Kubernetes: pkg/kubelet/prober/worker.go run
import type { Probe } from "../../../src/kinds/facts/types.gen.ts";
import type { Random } from "../../../src/platform/random.ts";
import { EAGER_COMMANDS_MS, EAGER_LOOKS_MS, PERIOD_DEFAULT_SECONDS } from "./limits.ts";
import type { ProbeKind } from "./probe-result.ts";

export interface Pace {
  /** From the beginning on; what fails at these counts for nothing. */
  readonly eagerMs: readonly number[];
  /** The first probe that counts, and all later ones a period apart. */
  readonly firstMs: number;
  readonly periodMs: number;
}

export interface PaceQuestion {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  /** The container has been running for long: an agent has taken it up, with all others of the node. */
  readonly takenUp: boolean;
  readonly random: Random;
}

export function paceOf({ kind, probe, takenUp, random }: PaceQuestion): Pace {
  const periodMs = Math.max(1, probe.periodSeconds ?? PERIOD_DEFAULT_SECONDS) * 1000;
  // A liveness probe can only do harm: it never hurries. Others begin apart as well, when they all begin at once.
  if (kind === "liveness" || takenUp) return { eagerMs: [], firstMs: random.integer(periodMs), periodMs };
  const looks = probe.exec === undefined ? EAGER_LOOKS_MS : EAGER_COMMANDS_MS;
  const jitterMs = probe.exec === undefined ? 0 : random.integer(EAGER_COMMANDS_MS[0]);
  const eagerMs = looks.map((lookMs) => lookMs + jitterMs).filter((lookMs) => lookMs < periodMs);
  return { eagerMs, firstMs: periodMs, periodMs };
}
