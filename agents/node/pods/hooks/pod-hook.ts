// One concern around a pod's containers, with a step for each moment of the pod's life.
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { ObservedContainer } from "../observed.ts";

export interface ReadySandbox {
  readonly id: string;
  readonly pid: number;
  /** "" until a hook has found it. */
  readonly podIP: string;
}

export interface PodHook {
  readonly name: string;
  /** Before the sandbox is started; throws to have the pod tried again later. */
  prepare?(pod: Pod): Promise<void>;
  /** The sandbox runs; again after the agent's own restart. What it answers is the pod's address. */
  sandboxReady?(pod: Pod, sandbox: ReadySandbox): Promise<string | undefined>;
  /** A container runs and its postStart hook is through; again after the agent's own restart. */
  containerStarted?(pod: Pod, running: ObservedContainer, podIP: string): void;
  /** A container has ended. */
  containerEnded?(containerId: string): void;
  terminating?(podUid: string): void;
  /** No container of the pod runs. Needs no more than the uid; fine when there is nothing to do. */
  terminated?(podUid: string): Promise<void>;
  /** No container of the pod is left. */
  removed?(podUid: string): Promise<void>;
}
