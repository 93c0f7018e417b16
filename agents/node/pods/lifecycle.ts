// The life of a pod on this node, as a complete table: what each state does with each thing that can happen.
// Kubernetes: pkg/kubelet/pod_workers.go (SyncPod, SyncTerminatingPod, SyncTerminatedPod)

export type PodState =
  /** Containers are started and restarted as the spec says. */
  | "active"
  /** Containers are being stopped, within their grace. */
  | "terminating"
  /** All is stopped and released; the dead containers stay, for their logs, as long as the object does. */
  | "terminated"
  /** Containers, files and then the object itself are removed. */
  | "removing"
  /** Nothing is left. */
  | "gone";

export type PodEvent =
  /** Someone asked for it to be deleted: the object has a deletionTimestamp. */
  | "deleted"
  /** The object is no more, or is not this node's. */
  | "vanished"
  /** Its containers have ended and won't be started again; or a deadline or an eviction has ended it. */
  | "finished"
  /** No container of it runs. */
  | "stopped"
  /** Nothing of it is left in Docker, on disk or at the API server. */
  | "removed";

const transitions: Record<PodState, Record<PodEvent, PodState>> = {
  active: {
    deleted: "terminating",
    vanished: "terminating",
    finished: "terminating",
    stopped: "active",
    removed: "active",
  },
  terminating: {
    deleted: "terminating",
    vanished: "terminating",
    finished: "terminating",
    stopped: "terminated",
    removed: "terminating",
  },
  terminated: {
    deleted: "removing",
    vanished: "removing",
    finished: "terminated",
    stopped: "terminated",
    removed: "terminated",
  },
  removing: {
    deleted: "removing",
    vanished: "removing",
    finished: "removing",
    stopped: "removing",
    removed: "gone",
  },
  gone: { deleted: "gone", vanished: "gone", finished: "gone", stopped: "gone", removed: "gone" },
};

export function nextState(state: PodState, event: PodEvent): PodState {
  return transitions[state][event];
}
