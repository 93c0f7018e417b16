// Does an event give a pod that fitted nowhere a new chance?
// Kubernetes: pkg/scheduler/backend/queue/scheduling_queue.go isPodWorthRequeuing
import { fitsNodeLocally } from "./cycle.ts";
import type { ClusterEvent } from "./plugin.ts";
import type { Profile } from "./profile.ts";
import type { ClusterSnapshot, PodInfo } from "./snapshot.ts";

/**
 * `refusedBy`: the plugins whose reasons kept it out; none: there was no node at all. One of them must be helped. When
 * all of them look at single nodes only, the event's own node must fit, too: a pod that no longer blocks one of a
 * thousand full nodes is no reason to try a thousand pods that are too big for it.
 */
export function isHelpedBy(
  pod: PodInfo,
  refusedBy: ReadonlySet<string>,
  event: ClusterEvent,
  profile: Profile,
  cluster: ClusterSnapshot,
): boolean {
  const plugins = profile.filter(({ name }) => refusedBy.has(name));
  if (!(refusedBy.size === 0 || plugins.some((plugin) => plugin.isHelpedBy?.(pod, event, cluster) ?? true)))
    return false;
  if (!plugins.every(({ isNodeLocal }) => isNodeLocal)) return true;
  const node = nodeOf(event);
  return node !== undefined && fitsNodeLocally(pod, node, profile, cluster);
}

function nodeOf(event: ClusterEvent) {
  switch (event.type) {
    case "nodeAdded":
    case "nodeChanged":
    case "podRemoved":
    case "podChanged":
      return event.node;
    default:
      return undefined;
  }
}
