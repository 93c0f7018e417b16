// What is said of a node that is not heard any more: nothing is known of it.
// Kubernetes: pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth
import { formatTime } from "../../apimachinery/time.ts";
import type { Node, NodeCondition } from "../facts/types.gen.ts";

const types = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] as const;
const stopped = { reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." };
const never = { reason: "NodeStatusNeverUpdated", message: "Kubelet never posted node status." };

/** The node's conditions with those that its agent reports made Unknown; the same list when they are already. */
export function silentConditions(node: Readonly<Node>, lastSeenMs: number, nowMs: number): NodeCondition[] {
  const known = node.status?.conditions ?? [];
  const changed = types.flatMap((type): NodeCondition[] => {
    const condition = known.find((one) => one.type === type);
    if (condition?.status === "Unknown") return [condition];
    const lastHeartbeatTime = formatTime(lastSeenMs);
    const lastTransitionTime = formatTime(nowMs);
    return [
      {
        type,
        status: "Unknown",
        lastHeartbeatTime,
        lastTransitionTime,
        ...(condition === undefined ? never : stopped),
      },
    ];
  });
  return [...known.filter((one) => !types.includes(one.type as (typeof types)[number])), ...changed];
}
