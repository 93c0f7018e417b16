// Gives definitions their names, has them served, and empties what is to be served no longer.
import { parseTime } from "../../apimachinery/time.ts";
import type { CustomResourceDefinition } from "../../kinds/facts/types.gen.ts";
import { customResourceDefinitions, namespaces } from "../../kinds/kind-refs.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { isNotFound } from "../runtime/failures.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { purgesAtOnce, waitFirstMs, waitLastMs } from "./limits.ts";
import { cleanupFinalizer, isSettled, statusOf, type TakenNames } from "./plan.ts";

/** A key of all definitions in a group: one has gone, and somebody may have waited for its names. */
const groupMark = "group/";

/** `kinds`: what is served now, custom resources among them. */
export function customResourceDefinitionController(kinds: () => KindRegistry): Controller {
  return {
    name: "custom-resource-definition",
    scope: "Cluster",
    watches: [
      mapped<CustomResourceDefinition>(customResourceDefinitions, ({ type, name, object }) =>
        type === "DELETED" ? [`${groupMark}${object.spec.group}`] : [name],
      ),
    ],
    async reconcile(key, context) {
      if (key.startsWith(groupMark)) return waiting(key.slice(groupMark.length), context);
      const definition = await context.client.get(customResourceDefinitions, key);
      if (definition === undefined) return done;
      if (definition.metadata?.deletionTimestamp !== undefined) return finish(definition, context);
      if (isSettled(definition)) return done;
      const status = statusOf(definition, takenNames(kinds(), definition), context.clock.now());
      if (JSON.stringify(status) === JSON.stringify(definition.status)) return done;
      const { resourceVersion = "" } = definition.metadata ?? {};
      await context.client.patch(customResourceDefinitions, key, { metadata: { resourceVersion }, status }, "status");
      return done;
    },
  };
}

async function waiting(group: string, { client }: ReconcileContext): Promise<ReconcileResult> {
  const all = await client.list(customResourceDefinitions);
  const unsettled = all.filter((one) => one.spec.group === group && !isSettled(one));
  return { also: unsettled.map(({ metadata }) => metadata?.name ?? "") };
}

function takenNames(kinds: KindRegistry, { metadata, spec }: Readonly<CustomResourceDefinition>): TakenNames {
  const resources = new Set<string>();
  const taken = new Set<string>();
  for (const kind of kinds.kinds) {
    if (kind.custom === undefined || kind.group !== spec.group || kind.collection === metadata?.name) continue;
    for (const name of [kind.plural, kind.singular, ...kind.shortNames]) resources.add(name);
    taken.add(kind.kind).add(kind.custom.listKind);
  }
  return { resources, kinds: taken };
}

/** Kubernetes: pkg/controller/finalizer/crd_finalizer.go */
async function finish(
  definition: Readonly<CustomResourceDefinition>,
  context: ReconcileContext,
): Promise<ReconcileResult> {
  const { name = "", finalizers = [], resourceVersion = "" } = definition.metadata ?? {};
  if (!finalizers.includes(cleanupFinalizer)) return done;
  const left = await purge(definition, context);
  if (left > 0) return { requeueAfterMs: waitMs(definition, context.clock.now()) };
  const others = finalizers.filter((one) => one !== cleanupFinalizer);
  try {
    await context.client.patch(customResourceDefinitions, name, { metadata: { resourceVersion, finalizers: others } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return done;
}

/** Answers how many objects are left. */
async function purge(definition: Readonly<CustomResourceDefinition>, context: ReconcileContext): Promise<number> {
  const { client, reach } = context;
  const collection = definition.metadata?.name ?? "";
  if (definition.spec.scope === "Cluster") return reach.purgeCollection("", collection);
  const places = (await client.list(namespaces)).map(({ metadata }) => metadata?.name ?? "");
  let left = 0;
  for (let from = 0; from < places.length; from += purgesAtOnce) {
    const some = places.slice(from, from + purgesAtOnce);
    const counts = await Promise.all(some.map((place) => reach.purgeCollection(place, collection)));
    for (const count of counts) left += count;
  }
  return left;
}

function waitMs({ metadata }: Readonly<CustomResourceDefinition>, nowMs: number): number {
  const since = parseTime(metadata?.deletionTimestamp ?? "") ?? nowMs;
  return Math.min(waitLastMs, Math.max(waitFirstMs, Math.floor((nowMs - since) / 4)));
}
