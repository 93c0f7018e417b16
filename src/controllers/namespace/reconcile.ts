// Empties namespaces that are to be deleted, then lets them go.
// Kubernetes: pkg/controller/namespace/deletion/namespaced_resources_deleter.go
import { namespaceFinalizer } from "../../kinds/core/namespace.ts";
import type { Namespace } from "../../kinds/facts/types.gen.ts";
import { namespaces } from "../../kinds/kind-refs.ts";
import { type Controller, done, type ReconcileContext } from "../runtime/controller.ts";
import { errorMessage } from "../runtime/failures.ts";
import { patchStatus } from "../runtime/patch-status.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { deletionConditions, isEmpty, waitMs } from "./plan.ts";

export const namespaceController: Controller = {
  name: "namespace",
  scope: "Cluster",
  watches: [
    mapped(namespaces, ({ type, name, object }) => {
      const isGoing = object.metadata?.deletionTimestamp !== undefined;
      return isGoing || type === "DELETED" ? [name] : [];
    }),
  ],
  async reconcile(name, context) {
    const { client, clock, reach } = context;
    const namespace = await client.get(namespaces, name);
    if (namespace === undefined) {
      await reach.dropNamespace(name);
      return done;
    }
    if (namespace.metadata?.deletionTimestamp === undefined || !isHeld(namespace)) return done;
    return (await empty(namespace, context)) ? done : { requeueAfterMs: waitMs(namespace, clock.now()) };
  },
};

/** True: nothing was left, and it is let go. */
async function empty(namespace: Readonly<Namespace>, { client, clock, reach }: ReconcileContext): Promise<boolean> {
  const name = namespace.metadata?.name ?? "";
  let remains: Awaited<ReturnType<typeof reach.purgeNamespace>>;
  try {
    remains = await reach.purgeNamespace(name);
  } catch (error) {
    const found = { counts: {}, finalizers: {}, failure: errorMessage(error) };
    await patchStatus(client, namespaces, namespace, {
      ...namespace.status,
      conditions: deletionConditions(namespace.status?.conditions, found, clock.now()),
    });
    throw error;
  }
  const isDone = isEmpty(remains);
  // One that was empty at once says nothing of it: it would be gone before anybody could read it.
  if (!isDone || namespace.status?.conditions !== undefined) {
    const conditions = deletionConditions(namespace.status?.conditions, remains, clock.now());
    await patchStatus(client, namespaces, namespace, { ...namespace.status, conditions });
  }
  if (!isDone) return false;
  const finalizers = (namespace.spec?.finalizers ?? []).filter((one) => one !== namespaceFinalizer);
  const uid = namespace.metadata?.uid ?? "";
  await client.patch(namespaces, name, { metadata: { uid }, spec: { finalizers } }, "finalize");
  return true;
}

function isHeld({ spec }: Readonly<Namespace>): boolean {
  return spec?.finalizers?.includes(namespaceFinalizer) ?? false;
}
