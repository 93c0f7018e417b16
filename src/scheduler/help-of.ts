// Does an event give a pod that fitted nowhere a new chance?
// Kubernetes: pkg/scheduler/backend/queue/scheduling_queue.go isPodWorthRequeuing
import { refusedLocallyBy } from "./cycle.ts";
import type { ClusterEvent } from "./plugin.ts";
import type { Profile } from "./profile.ts";
import type { ClusterSnapshot, NodeSnapshot, PodInfo } from "./snapshot.ts";

export type Help =
  | { readonly type: "helped" }
  | { readonly type: "none" }
  /** The event's node has another reason against the pod now, which this plugin must be rid of first. */
  | { readonly type: "refused"; readonly by: string };

/**
 * `refusedBy`: the plugins whose reasons kept it out; none: there was no node at all. One of them must be helped. When
 * all of them look at single nodes only, the event's own node must fit, too: a pod that leaves one of a thousand full
 * nodes is no reason to try a thousand pods that are too big for it.
 */
export function helpOf(
  pod: PodInfo,
  refusedBy: ReadonlySet<string>,
  event: ClusterEvent,
  profile: Profile,
  cluster: ClusterSnapshot,
): Help {
  const plugins = profile.filter(({ name }) => refusedBy.has(name));
  const isHelped = plugins.length === 0 || plugins.some((plugin) => plugin.isHelpedBy?.(pod, event, cluster) ?? true);
  if (!isHelped) return { type: "none" };
  if (!plugins.every(({ isNodeLocal }) => isNodeLocal)) return { type: "helped" };
  const node = nodeOf(event);
  if (node === undefined) return { type: "none" };
  const by = refusedLocallyBy(pod, node, profile, cluster);
  return by === undefined ? { type: "helped" } : { type: "refused", by };
}

function nodeOf(event: ClusterEvent): NodeSnapshot | undefined {
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
