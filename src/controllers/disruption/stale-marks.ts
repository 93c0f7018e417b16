// Takes back the mark of pods that were to be disrupted and never were.
// Kubernetes: pkg/controller/disruption/disruption.go syncStalePodDisruption
import { formatTime, parseTime } from "../../apimachinery/time.ts";
import { isPodActive, podCondition } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod } from "../../kinds/facts/types.gen.ts";
import { pods } from "../../kinds/kind-refs.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { patchStatus } from "../runtime/patch-status.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { staleMarkMs } from "./limits.ts";

function isMarked(pod: Readonly<Pod>): boolean {
  return isPodActive(pod) && podCondition(pod, "DisruptionTarget")?.status === "True";
}

export const staleDisruptionController: Controller = {
  name: "stale-pod-disruption",
  scope: "Namespaced",
  watches: [
    {
      ...mapped<Pod>(pods, (change) =>
        change.type !== "DELETED" && change.text.includes("DisruptionTarget") && isMarked(change.object)
          ? [change.name]
          : [],
      ),
      delayMs: staleMarkMs,
    },
  ],
  async reconcile(name, { client, clock }) {
    const pod = await client.get(pods, name);
    if (pod === undefined || !isMarked(pod)) return done;
    const since = parseTime(podCondition(pod, "DisruptionTarget")?.lastTransitionTime ?? "") ?? 0;
    const restMs = since + staleMarkMs - clock.now();
    if (restMs > 0) return { requeueAfterMs: restMs };
    const conditions = (pod.status?.conditions ?? []).map((one) =>
      one.type === "DisruptionTarget"
        ? { type: one.type, status: "False", lastTransitionTime: formatTime(clock.now()) }
        : one,
    );
    await patchStatus(client, pods, pod, { ...pod.status, conditions });
    return done;
  },
};
