// The terms in which a pod's next steps are planned: what is known, and what is to be done.
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { BackOff } from "../back-off.ts";
import type { ContainerLimits } from "../docker/update-container.ts";
import type { ObservedContainer, ObservedPod } from "./observed.ts";

export type Step =
  /** The sandbox and what runs in it: the pod gets a new one, or ends. */
  | { readonly type: "stop-sandbox"; readonly sandboxId: string }
  | { readonly type: "create-sandbox"; readonly attempt: number }
  | { readonly type: "start-container"; readonly name: string; readonly attempt: number }
  | {
      readonly type: "kill-container";
      readonly id: string;
      readonly name: string;
      readonly message: string;
      readonly cause: KillCause;
      /** It is started again, whatever its exit code will be. */
      readonly restart: boolean;
    }
  | {
      readonly type: "resize-container";
      readonly id: string;
      readonly name: string;
      readonly limits: ContainerLimits;
    }
  | { readonly type: "remove-container"; readonly id: string };

export type KillCause = "liveness" | "startup" | "changed" | "resized";

/** A container that is to be started, but not yet. */
export interface Wait {
  readonly name: string;
  readonly untilMs: number;
  /** "crashed": it keeps ending; "failed": it could not be started, and the failure says why. */
  readonly cause: "crashed" | "failed";
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
  /** All that was to run has run: the pod is over. */
  readonly finished: boolean;
}

export interface StartFailure {
  readonly reason: string;
  readonly message: string;
  readonly retryAtMs: number;
}

export interface ProbeVerdict {
  /** Its startup probe has passed, or it has none. */
  readonly started: boolean;
  readonly ready: boolean;
  readonly failed: "liveness" | "startup" | undefined;
}

export interface PlanInput {
  readonly pod: Pod;
  readonly observed: ObservedPod;
  readonly nowMs: number;
  /** By container name. */
  readonly backOffs: ReadonlyMap<string, BackOff>;
  readonly failures: ReadonlyMap<string, StartFailure>;
  /** By container name: limits that could not be given, and when to try again. */
  readonly resizeFailures: ReadonlyMap<string, { readonly retryAtMs: number }>;
  /** When the sandbox, or the volumes of its containers, may be tried again after a failure. */
  readonly sandboxRetryAtMs: number | undefined;
  /** The last attempt that is known from elsewhere: of containers that somebody has removed. */
  readonly knownAttempts: ReadonlyMap<string, number>;
  readonly probe: (container: ObservedContainer) => ProbeVerdict;
  /** Ids of containers that were stopped in order to be started again, whatever their exit code. */
  readonly restartAnyway: ReadonlySet<string>;
}
