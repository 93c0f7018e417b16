// Says how a pod is: gathers what its ended containers left, makes the status, sends and keeps it.

import type { Pod, PodStatus } from "../../../src/kinds/facts/types.gen.ts";
import type { PodStatusWriter } from "../api/pod-status-writer.ts";
import { logTail } from "../docker/log-tail.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { TERMINATION_LOG_BYTES_MAX, TERMINATION_LOG_LINES_MAX } from "./limits.ts";
import type { ObservedContainer } from "./observed.ts";
import type { PodMemory } from "./pod-memory.ts";
import { identityOf } from "./pod-parts.ts";
import type { PodRuntime } from "./runtime.ts";
import { podStatus } from "./status/pod-status.ts";
import { messageOfFile, messageOfLog, wantsLog } from "./status/termination-message.ts";

export interface ReporterOptions {
  readonly runtime: PodRuntime;
  readonly memory: PodMemory;
  readonly statuses: PodStatusWriter;
  readonly checkpoints: Checkpoints;
  /** What an earlier life of the agent has reported. */
  readonly previous: PodStatus | undefined;
}

export interface ReportMoment {
  readonly pod: Pod;
  /** Nothing of it is started any more. */
  readonly isTerminal: boolean;
  /** All of it is down for good. */
  readonly isFinal: boolean;
}

export class PodReporter {
  readonly #options: ReporterOptions;
  #last: PodStatus | undefined;
  #saved = "";

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#last = options.previous;
    this.#learnAttempts();
  }

  /** As last reported. */
  get status(): PodStatus | undefined {
    return this.#last;
  }

  /** Reads what ended containers left to say, once each, and tells the hooks of their end. */
  async gather(podUid: string): Promise<void> {
    const { runtime, memory } = this.#options;
    const { containers } = runtime.view.pod(podUid);
    memory.keepOnly(containers);
    await runtime.imageRefs.lookUp(containers.map(({ imageId }) => imageId));
    for (const one of containers) {
      if (one.state !== "exited" || memory.messages.has(one.id)) continue;
      for (const hook of runtime.hooks) hook.containerEnded?.(one.id);
      memory.messages.set(one.id, await this.#lastWords(podUid, one));
    }
  }

  /** Sends the status as it is now. */
  report({ pod, isTerminal, isFinal }: ReportMoment): void {
    const { runtime, memory, statuses, checkpoints } = this.#options;
    const { view, probes, place, clock, imageRefs } = runtime;
    const identity = identityOf(pod);
    const { sandboxes, containers } = view.pod(identity.uid);
    const status = podStatus({
      pod,
      // Until its postStart hook is through, a container counts as not yet there.
      observed: { sandboxes, containers: containers.filter(({ id }) => !memory.starting.has(id)) },
      previous: this.#last,
      failures: memory.failures,
      probe: (container) => probes.verdict(pod, container),
      messages: memory.messages,
      imageRef: (imageId) => imageRefs.known(imageId),
      podIP: memory.sandbox?.podIP,
      hostIP: place.hostIP,
      nowMs: clock.now(),
      isTerminal,
      isFinal,
      verdict: memory.verdict,
    });
    this.#last = status;
    this.#learnAttempts();
    statuses.set(identity, status);
    const checkpoint = { pod, status, verdict: memory.verdict };
    const text = JSON.stringify([pod.metadata?.resourceVersion, status, memory.verdict]);
    if (text === this.#saved) return;
    this.#saved = text;
    checkpoints.save(identity.uid, checkpoint);
  }

  /** A container that somebody removes keeps its place in the count. */
  #learnAttempts(): void {
    const { initContainerStatuses = [], containerStatuses = [] } = this.#last ?? {};
    for (const { name, restartCount, state, lastState } of [...initContainerStatuses, ...containerStatuses]) {
      const ran = state?.running ?? state?.terminated ?? lastState?.terminated;
      if (ran !== undefined) this.#options.memory.knownAttempts.set(name, restartCount);
    }
  }

  async #lastWords(podUid: string, ended: ObservedContainer): Promise<string> {
    const { files, docker, log } = this.#options.runtime;
    const { container, attempt, terminationMessagePolicy, exitCode, id, tty } = ended;
    const message = messageOfFile(await files.readTerminationMessage(podUid, container, attempt));
    if (ended.startError !== "" || !wantsLog(message, terminationMessagePolicy, exitCode)) return message;
    const bounds = { lines: TERMINATION_LOG_LINES_MAX, bytesMax: TERMINATION_LOG_BYTES_MAX, tty };
    try {
      return messageOfLog(await logTail(docker, id, bounds));
    } catch (error) {
      log.info("log of an ended container not read", { id, error: String(error) });
      return "";
    }
  }
}
