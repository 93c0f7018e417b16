// The probes of all containers of this node.
import type { Container, Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "../docker/client.ts";
import type { Probes } from "../pods/collaborators.ts";
import type { ObservedContainer } from "../pods/observed.ts";
import type { ProbeVerdict } from "../pods/plan-terms.ts";
import { containerNamed, identityOf } from "../pods/pod-parts.ts";
import type { PodEvents } from "../pods/runtime.ts";
import { ContainerProbes, probeOf } from "./container-probes.ts";
import { ExecSlots } from "./exec-slots.ts";
import { goDuration } from "./go-net.ts";
import { EXECS_AT_ONCE, SLOW_EXECS_TOLD_MS } from "./limits.ts";
import { type ProbeKind, type ProbeResult, probeKinds } from "./probe-result.ts";
import type { ProbeTools } from "./run-probe.ts";

export interface PodProbesOptions {
  readonly docker: Docker;
  readonly events: PodEvents;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}

interface Probed {
  readonly podUid: string;
  readonly probes: ContainerProbes;
}

export class PodProbes implements Probes {
  readonly #options: PodProbesOptions;
  readonly #tools: ProbeTools;
  /** By container id. */
  readonly #probed = new Map<string, Probed>();
  readonly #ending = new Set<string>();
  #changed: (podUid: string) => void = () => {};
  #slowToldAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: PodProbesOptions) {
    this.#options = options;
    const { docker, timers, clock } = options;
    this.#tools = { docker, timers, execSlots: new ExecSlots(EXECS_AT_ONCE, clock) };
  }

  listen(changed: (podUid: string) => void): void {
    this.#changed = changed;
  }

  begin(pod: Pod, container: Container, running: ObservedContainer, podIP: string): void {
    const { uid } = identityOf(pod);
    const isProbed = probeKinds.some((kind) => probeOf(container, kind) !== undefined);
    if (!isProbed || this.#probed.has(running.id) || this.#ending.has(uid)) return;
    const { clock, random } = this.#options;
    const probes = new ContainerProbes({
      tools: this.#tools,
      clock,
      random,
      container,
      containerId: running.id,
      startedAtMs: running.startedAtMs ?? clock.now(),
      podIP,
      initial: initialVerdict(pod, running),
      told: (kind, result) => this.#tell(pod, container.name, kind, result),
      lagged: (kind, waitedMs) => this.#tellSlow(pod, container.name, kind, waitedMs),
      changed: () => this.#changed(uid),
    });
    this.#probed.set(running.id, { podUid: uid, probes });
  }

  verdict(pod: Pod, running: ObservedContainer): ProbeVerdict {
    const known = this.#probed.get(running.id)?.probes.verdict ?? initialVerdict(pod, running);
    return this.#ending.has(identityOf(pod).uid) ? { ...known, failed: undefined } : known;
  }

  end(containerId: string): void {
    this.#probed.get(containerId)?.probes.stop();
    this.#probed.delete(containerId);
  }

  terminating(podUid: string): void {
    if (this.#ending.has(podUid)) return;
    this.#ending.add(podUid);
    for (const one of this.#probed.values()) if (one.podUid === podUid) one.probes.calm();
  }

  forget(podUid: string): void {
    for (const [id, one] of this.#probed) if (one.podUid === podUid) this.end(id);
    this.#ending.delete(podUid);
  }

  /** The agent ends. */
  stop(): void {
    for (const id of [...this.#probed.keys()]) this.end(id);
  }

  /** Kubernetes: pkg/kubelet/prober/prober.go probe */
  #tell(pod: Pod, container: string, kind: ProbeKind, result: ProbeResult): void {
    const { events } = this.#options;
    const name = kind[0]?.toUpperCase() + kind.slice(1);
    switch (result.type) {
      case "success":
        return;
      case "warning":
        events.record(pod, "Warning", "ProbeWarning", `${name} probe warning: ${result.output}`, container);
        return;
      case "failure":
        events.record(pod, "Warning", "Unhealthy", `${name} probe failed: ${result.output}`, container);
        return;
      case "error": {
        const message = `${name} probe errored and resulted in unknown state: ${result.message}`;
        events.record(pod, "Warning", "Unhealthy", message, container);
        return;
      }
      default:
        result satisfies never;
    }
  }

  #tellSlow(pod: Pod, container: string, kind: ProbeKind, waitedMs: number): void {
    const { clock, events } = this.#options;
    if (clock.now() - this.#slowToldAtMs < SLOW_EXECS_TOLD_MS) return;
    this.#slowToldAtMs = clock.now();
    const waited = `The command of the ${kind} probe waited ${goDuration(waitedMs)} for its turn`;
    const message = `${waited}: this node has more exec probes than it can run, ${EXECS_AT_ONCE} at a time`;
    events.record(pod, "Warning", "SlowExecProbes", message, container);
  }
}

/** Of a container that was reported before, what was reported: an agent that comes back is no outage. */
function initialVerdict(pod: Pod, running: ObservedContainer): ProbeVerdict {
  const spec = containerNamed(pod, running.container)?.spec;
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const reported = [...containerStatuses, ...initContainerStatuses].find(
    ({ containerID, state }) => containerID === `docker://${running.id}` && state?.running !== undefined,
  );
  const started = spec?.startupProbe === undefined || reported?.started === true;
  const ready = started && (spec?.readinessProbe === undefined || reported?.ready === true);
  return { started, ready, failed: undefined };
}
