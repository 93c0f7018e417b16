// Why a container could not be started, in the words that people see it waiting with.
// Kubernetes: pkg/kubelet/container/sync_result.go, pkg/kubelet/kuberuntime/kuberuntime_container.go

export type StartReason =
  | "ErrImagePull"
  | "ImagePullBackOff"
  | "ErrImageNeverPull"
  | "InvalidImageName"
  | "ImageInspectError"
  | "CreateContainerConfigError"
  | "CreateContainerError"
  | "RunContainerError"
  | "PostStartHookError";

export class StartProblem extends Error {
  readonly reason: StartReason;
  /** When trying again can help; undefined: after the usual wait. */
  readonly retryAtMs: number | undefined;

  constructor(reason: StartReason, message: string, retryAtMs?: number) {
    super(message);
    this.name = "StartProblem";
    this.reason = reason;
    this.retryAtMs = retryAtMs;
  }
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The pod is to be stopped, or what it needs isn't there yet: what was begun is left, and why is said elsewhere. */
export class NotNow extends Error {
  constructor() {
    super("not now");
    this.name = "NotNow";
  }
}
