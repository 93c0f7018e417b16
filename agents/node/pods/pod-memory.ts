// What a pod's worker remembers between its rounds. All of it can be lost: Docker, the checkpoint and the API server
// have what matters.
import type { BackOff } from "../back-off.ts";
import type { ReadySandbox } from "./hooks/pod-hook.ts";
import type { ObservedContainer } from "./observed.ts";
import type { StartFailure } from "./plan-terms.ts";

export interface CountedFailure extends StartFailure {
  /** In a row. */
  readonly count: number;
}

export interface ResizeFailure {
  readonly message: string;
  readonly retryAtMs: number;
  /** In a row. */
  readonly count: number;
}

export interface Verdict {
  readonly reason: string;
  readonly message: string;
}

export class PodMemory {
  /** By container name. */
  readonly backOffs = new Map<string, BackOff>();
  /** Why a container that should run doesn't; by name. */
  readonly failures = new Map<string, CountedFailure>();
  /** Why a container doesn't have the limits it should; by name. */
  readonly resizeFailures = new Map<string, ResizeFailure>();
  /** Attempts that were reported once; by name. */
  readonly knownAttempts = new Map<string, number>();
  /** Ids of containers that were stopped to be started again. */
  readonly restartAnyway = new Set<string>();
  /** What ended containers left to say; by id. */
  readonly messages = new Map<string, string>();
  /** Ids of containers whose postStart hook is under way: not yet running, for whoever looks. */
  readonly starting = new Set<string>();
  /** Ids of containers that were asked to stop, and when they will be killed. */
  readonly stopping = new Map<string, number>();
  /** Ids of running containers that the hooks know of. */
  readonly announced = new Set<string>();
  sandbox: ReadySandbox | undefined;
  sandboxFailures = 0;
  sandboxRetryAtMs: number | undefined;
  /** Why this node has ended the pod. */
  verdict: Verdict | undefined;

  /** Forgets what belongs to containers that exist no more. */
  keepOnly(containers: readonly ObservedContainer[]): void {
    const ids = new Set(containers.map(({ id }) => id));
    for (const held of [this.restartAnyway, this.messages, this.announced]) {
      for (const id of held.keys()) if (!ids.has(id)) held.delete(id);
    }
  }
}
