// Taints nodes by their conditions, and tells the pods of a node that has failed that they are not ready any more.
// That a node is silent is found out by its link, which writes the conditions.
// Kubernetes: pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/util/node/controller_utils.go
import { formatTime } from "../../apimachinery/time.ts";
import { isPodFinished, podCondition } from "../../kinds/core/pod/pod-conditions.ts";
import type { Node, Pod } from "../../kinds/facts/types.gen.ts";
import { namespaces, nodes, pods } from "../../kinds/kind-refs.ts";
import type { Client } from "../runtime/client.ts";
import { withCondition } from "../runtime/conditions.ts";
import { type Controller, done, type ReconcileContext } from "../runtime/controller.ts";
import { isNotFound } from "../runtime/failures.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { planTaints } from "./plan.ts";

export const nodeLifecycleController: Controller = {
  name: "node-lifecycle",
  component: "node-controller",
  scope: "Cluster",
  watches: [
    mapped(nodes, ({ type, name, uid }) => {
      if (type === "MODIFIED") return [name];
      // Coming and going are told once each: the change is the key.
      return type === "ADDED" ? [name, `added ${name} ${uid}`] : [`removed ${name} ${uid}`];
    }),
  ],
  async reconcile(key, context) {
    const [type, name = "", uid = ""] = key.split(" ");
    if (type === "added") tell(context, name, uid, "RegisteredNode", `Registered Node ${name} in Controller`);
    else if (type === "removed") tell(context, name, uid, "RemovingNode", `Removing Node ${name} from Controller`);
    else await settle(key, context);
    return done;
  },
};

async function settle(name: string, context: ReconcileContext): Promise<void> {
  const { client, clock, events } = context;
  const node = await client.get(nodes, name);
  if (node === undefined || node.metadata?.deletionTimestamp !== undefined) return;
  const { taints, hasFailed } = planTaints(node, clock.now());
  // Before the taint that says it is done.
  if (hasFailed) {
    events.event(node, "Normal", "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
    await markPods(node, context);
  }
  if (taints === undefined) return;
  const { uid = "", resourceVersion = "" } = node.metadata ?? {};
  await client.patch(nodes, name, {
    metadata: { uid, resourceVersion },
    spec: { taints: taints.length === 0 ? null : taints },
  });
}

/** Its pods may still run, but nobody can say so: services are to leave them out. */
async function markPods(node: Readonly<Node>, { client, reach, clock, events }: ReconcileContext): Promise<void> {
  const fieldSelector = `spec.nodeName=${node.metadata?.name}`;
  for (const { metadata } of await client.list(namespaces)) {
    const other = reach.namespace(metadata?.name ?? "");
    for (const pod of await other.list(pods, { fieldSelector })) {
      if (isPodFinished(pod) || podCondition(pod, "Ready")?.status !== "True") continue;
      await markPod(other, pod, clock.now());
      events.event(pod, "Warning", "NodeNotReady", "Node is not ready");
    }
  }
}

async function markPod(client: Client, pod: Readonly<Pod>, nowMs: number): Promise<void> {
  const { name = "", uid = "" } = pod.metadata ?? {};
  const unready = {
    ...podCondition(pod, "Ready"),
    type: "Ready",
    status: "False",
    lastTransitionTime: formatTime(nowMs),
  };
  const conditions = withCondition(pod.status?.conditions, unready);
  try {
    await client.patch(pods, name, { metadata: { uid }, status: { conditions } }, "status");
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function tell({ events }: ReconcileContext, name: string, uid: string, reason: string, text: string): void {
  const node: Node = { apiVersion: "v1", kind: "Node", metadata: { name, uid } };
  events.event(node, "Normal", reason, `Node ${name} event: ${text}`);
}
