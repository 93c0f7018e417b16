// The conditions that the node keeps on itself.
// Kubernetes: pkg/kubelet/nodestatus/setters.go
import { formatTime } from "../../../src/apimachinery/time.ts";
import type { NodeCondition } from "../../../src/kinds/facts/types.gen.ts";
import type { HostPressure } from "./host-pressure.ts";

export interface NodeHealth extends HostPressure {
  /** What keeps pods from being run, each a sentence; none: ready. */
  readonly troubles: readonly string[];
  /** Pods get addresses, and their traffic goes through. */
  readonly networkReady: boolean;
}

interface Words {
  readonly reason: string;
  readonly message: string;
}

interface Choice {
  readonly type: string;
  readonly holds: boolean;
  readonly yes: Words;
  readonly no: Words;
}

/** Times of change are kept as long as the value is. */
export function nodeConditions(health: NodeHealth, previous: readonly NodeCondition[], nowMs: number): NodeCondition[] {
  const now = formatTime(nowMs);
  return choices(health).map(({ type, holds, yes, no }) => {
    const status = holds ? "True" : "False";
    const earlier = previous.find((one) => one.type === type);
    const since = earlier?.status === status ? earlier.lastTransitionTime : undefined;
    return { type, status, ...(holds ? yes : no), lastHeartbeatTime: now, lastTransitionTime: since ?? now };
  });
}

function choices(health: NodeHealth): Choice[] {
  const words = (reason: string, message: string): Words => ({ reason, message });
  return [
    {
      type: "NetworkUnavailable",
      holds: !health.networkReady,
      yes: words("PodNetworkNotReady", "the pod network is not programmed"),
      no: words("PodNetworkReady", "the pod network is programmed"),
    },
    {
      type: "MemoryPressure",
      holds: health.memory,
      yes: words("KubeletHasInsufficientMemory", "kubelet has insufficient memory available"),
      no: words("KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    },
    {
      type: "DiskPressure",
      holds: health.disk,
      yes: words("KubeletHasDiskPressure", "kubelet has disk pressure"),
      no: words("KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    },
    {
      type: "PIDPressure",
      holds: health.pids,
      yes: words("KubeletHasInsufficientPID", "kubelet has insufficient PID available"),
      no: words("KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    },
    {
      type: "Ready",
      holds: health.troubles.length === 0,
      yes: words("KubeletReady", "kubelet is posting ready status"),
      no: words(
        "KubeletNotReady",
        health.troubles.length === 1 ? `${health.troubles[0]}` : `[${health.troubles.join(", ")}]`,
      ),
    },
  ];
}
