// Takes away pods of nodes that are no more, and finished pods beyond what is worth keeping.
// Kubernetes: pkg/controller/podgc/gc_controller.go
import { formatTime } from "../../apimachinery/time.ts";
import { isPodFinished } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod } from "../../kinds/facts/types.gen.ts";
import { namespaces, nodes, pods } from "../../kinds/kind-refs.ts";
import type { Client } from "../runtime/client.ts";
import { withCondition } from "../runtime/conditions.ts";
import { type Controller, done, type ReconcileContext } from "../runtime/controller.ts";
import { isNotFound } from "../runtime/failures.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { countPauseMs, finishedKept, quarantineMs } from "./limits.ts";

/** In the cluster scope: pods that are bound to a node which was deleted and hasn't come back. */
export const orphanedPodsController: Controller = {
  name: "pod-garbage-collector",
  scope: "Cluster",
  watches: [{ ...mapped(nodes, ({ type, name }) => (type === "DELETED" ? [name] : [])), delayMs: quarantineMs }],
  async reconcile(name, context) {
    const { client, reach } = context;
    if ((await client.get(nodes, name)) !== undefined) return done;
    const fieldSelector = `spec.nodeName=${name}`;
    for (const { metadata } of await client.list(namespaces)) {
      const other = reach.namespace(metadata?.name ?? "");
      for (const pod of await other.list(pods, { fieldSelector })) await endPod(other, pod, context);
    }
    return done;
  },
};

/** Its owner sees that it has failed, for no fault of its own; then it goes without anybody's leave. */
async function endPod(client: Client, pod: Readonly<Pod>, { clock }: ReconcileContext): Promise<void> {
  const { name = "", uid = "" } = pod.metadata ?? {};
  const target = {
    type: "DisruptionTarget",
    status: "True",
    reason: "DeletionByPodGC",
    message: "PodGC: node no longer exists",
    lastTransitionTime: formatTime(clock.now()),
  };
  try {
    if (!isPodFinished(pod)) {
      const status = { phase: "Failed", conditions: withCondition(pod.status?.conditions, target) };
      await client.patch(pods, name, { metadata: { uid }, status }, "status");
    }
    await client.delete(pods, name, { uid, gracePeriodSeconds: 0 });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** In a namespace: the oldest of more than `kept` finished pods. */
export function finishedPodsController(kept = finishedKept): Controller {
  const finishing = mapped<Pod>(pods, ({ object, old, type }) => {
    const hasFinished = type === "MODIFIED" && isPodFinished(object) && old !== undefined && !isPodFinished(old);
    return hasFinished ? ["count"] : [];
  });
  return {
    name: "pod-garbage-collector",
    scope: "Namespaced",
    watches: [{ ...finishing, delayMs: countPauseMs }],
    async reconcile(_key, { client }) {
      const finished = (await client.list(pods)).filter(isPodFinished);
      const oldest = [...finished].sort(byCreation).slice(0, Math.max(0, finished.length - kept));
      for (const { metadata } of oldest) {
        await client.delete(pods, metadata?.name ?? "", { uid: metadata?.uid ?? "", gracePeriodSeconds: 0 });
      }
      return done;
    },
  };
}

function byCreation({ metadata: one }: Readonly<Pod>, { metadata: other }: Readonly<Pod>): number {
  const [left, right] = [one?.creationTimestamp ?? "", other?.creationTimestamp ?? ""];
  return left < right ? -1 : left > right ? 1 : (one?.name ?? "") < (other?.name ?? "") ? -1 : 1;
}
