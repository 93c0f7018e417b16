// The taints that follow from what a node says of itself, or from its silence. Pure.
// Kubernetes: pkg/controller/nodelifecycle/node_lifecycle_controller.go
import { formatTime } from "../../apimachinery/time.ts";
import type { Node, Taint } from "../../kinds/facts/types.gen.ts";
import { findCondition } from "../runtime/conditions.ts";

const notReady = "node.kubernetes.io/not-ready";
const unreachable = "node.kubernetes.io/unreachable";
const unschedulable = "node.kubernetes.io/unschedulable";

/** Condition, its value, and the taint that says so to the scheduler. */
const conditionTaints: readonly (readonly [string, string, string])[] = [
  ["Ready", "False", notReady],
  ["Ready", "Unknown", unreachable],
  ["MemoryPressure", "True", "node.kubernetes.io/memory-pressure"],
  ["DiskPressure", "True", "node.kubernetes.io/disk-pressure"],
  ["NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"],
  ["PIDPressure", "True", "node.kubernetes.io/pid-pressure"],
];

const ownKeys: ReadonlySet<string> = new Set([...conditionTaints.map(([, , key]) => key), unschedulable]);

export type Health = "ready" | "notReady" | "silent" | "unheard";

/** "unheard": it has never said how it is. */
export function healthOf({ status }: Readonly<Node>): Health {
  switch (findCondition(status?.conditions, "Ready")?.status) {
    case "True":
      return "ready";
    case "False":
      return "notReady";
    case "Unknown":
      return "silent";
    default:
      return "unheard";
  }
}

export interface TaintPlan {
  /** All of the node's taints as they should be; undefined: as they are. */
  readonly taints: readonly Taint[] | undefined;
  /** Its pods have been ready until now: they are to be told otherwise. */
  readonly hasFailed: boolean;
}

/** Taints of others stay. A node that was never heard keeps what it was created with. */
export function planTaints(node: Readonly<Node>, nowMs: number): TaintPlan {
  const current = node.spec?.taints ?? [];
  const wanted = wantedTaints(node);
  const others = current.filter((taint) => !isOwn(taint));
  const own = wanted.map(
    (taint): Taint => current.find((one) => isSame(one, taint)) ?? { ...taint, timeAdded: formatTime(nowMs) },
  );
  const hasFailed = isFailing(wanted) && !isFailing(current);
  const unchanged = own.length === current.length - others.length && own.every((taint) => current.includes(taint));
  return { taints: unchanged ? undefined : [...others, ...own], hasFailed };
}

function wantedTaints(node: Readonly<Node>): Taint[] {
  const { status, spec } = node;
  const health = healthOf(node);
  if (health === "unheard" && (status?.conditions ?? []).length === 0) {
    const kept = (spec?.taints ?? []).filter((taint) => isOwn(taint) && taint.key !== unschedulable);
    return [...kept, ...cordon(node)];
  }
  const taints = conditionTaints
    .filter(([type, value]) => findCondition(status?.conditions, type)?.status === value)
    .map(([, , key]) => ({ key, effect: "NoSchedule" }));
  if (health === "notReady") taints.push({ key: notReady, effect: "NoExecute" });
  if (health === "silent") taints.push({ key: unreachable, effect: "NoExecute" });
  return [...taints, ...cordon(node)];
}

function cordon({ spec }: Readonly<Node>): Taint[] {
  return spec?.unschedulable === true ? [{ key: unschedulable, effect: "NoSchedule" }] : [];
}

function isOwn({ key, effect }: Taint): boolean {
  if (effect === "NoExecute") return key === notReady || key === unreachable;
  return effect === "NoSchedule" && ownKeys.has(key);
}

function isSame(one: Taint, other: Taint): boolean {
  return one.key === other.key && one.effect === other.effect;
}

function isFailing(taints: readonly Taint[]): boolean {
  return taints.some(({ key, effect }) => effect === "NoExecute" && (key === notReady || key === unreachable));
}
