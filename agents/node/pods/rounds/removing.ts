// A round of a pod that has been stopped and is wanted no more: the last word, then everything of it, then the object.
import type { PodStatusWriter } from "../../api/pod-status-writer.ts";
import type { Checkpoints } from "../checkpoints.ts";
import type { PodContext, RoundResult } from "../pod-context.ts";
import { removeContainers } from "../steps/remove-containers.ts";

/** In this order a crash between any two steps leaves nothing behind: what comes later finds its own way again. */
export async function removingRound(
  context: PodContext,
  { statuses, checkpoints }: { readonly statuses: PodStatusWriter; readonly checkpoints: Checkpoints },
): Promise<RoundResult> {
  const { runtime, identity, vanished } = context;
  const { uid } = identity;
  if (!vanished) await statuses.written(uid);
  const { containers, sandboxes } = runtime.view.pod(uid);
  await removeContainers(
    runtime,
    [...containers, ...sandboxes].map(({ id }) => id),
  );
  for (const hook of runtime.hooks.toReversed()) await hook.removed?.(uid);
  runtime.images.forget(uid);
  if (!vanished) await statuses.deleteObject(identity);
  statuses.forget(uid);
  await checkpoints.remove(uid);
  return { event: "removed" };
}
