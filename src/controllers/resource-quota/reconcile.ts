// Counts what is used of quotas: at first, and whenever something is given back. What is taken is charged by the API
// server with the object itself. Kubernetes: pkg/controller/resourcequota/resource_quota_controller.go
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Pod, ResourceQuota } from "../../kinds/facts/types.gen.ts";
import { persistentVolumeClaims, pods, resourceQuotas, services } from "../../kinds/kind-refs.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import { countedCollections, evaluatorOf } from "../../kinds/quota/evaluators.ts";
import { graceEndMs, holdsResources } from "../../kinds/quota/pod-usage.ts";
import { recount } from "../../kinds/quota/recount.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import {
  type Controller,
  done,
  type ReconcileContext,
  type ReconcileResult,
  type WatchRule,
} from "../runtime/controller.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { driftDelayMs, recountDelayMs } from "./limits.ts";

type Quota = Readonly<ResourceQuota>;

/** A key that stands for every quota that counts a collection. No name has a colon. */
const collectionPrefix = "collection:";

function collectionKey(collection: string): string {
  return `${collectionPrefix}${collection}`;
}

const given: WatchRule = mapped<ResourceQuota>(resourceQuotas, ({ type, name, object, old }) =>
  type !== "DELETED" && !semanticEqual(object.spec, old?.spec) ? [name] : [],
);

/** Charges leave no trace among the managed fields; people and other programs do. */
const edited: WatchRule = {
  ...mapped<ResourceQuota>(resourceQuotas, ({ type, name, object, old }) =>
    type === "MODIFIED" && !semanticEqual(object.metadata?.managedFields, old?.metadata?.managedFields) ? [name] : [],
  ),
  delayMs: driftDelayMs,
};

const deleted: WatchRule = {
  kind: "any",
  delayMs: recountDelayMs,
  keys: ({ type, collection }) =>
    type === "DELETED" && evaluatorOf(collection) !== undefined ? [collectionKey(collection)] : [],
};

const releasingPods: WatchRule = {
  ...mapped<Pod>(pods, ({ type, object, old }) =>
    type === "MODIFIED" && old !== undefined && !semanticEqual(held(object), held(old)) ? [collectionKey("pods")] : [],
  ),
  delayMs: recountDelayMs,
};

/** What may make a pod use less. */
function held(pod: Readonly<Pod>): unknown {
  const resources = (pod.spec?.containers ?? []).map((container) => container.resources);
  return [holdsResources(pod, 0), graceEndMs(pod), resources, pod.spec?.activeDeadlineSeconds];
}

const changedServices: WatchRule = {
  ...mapped(services, ({ type, object, old }) =>
    type === "MODIFIED" && !semanticEqual(object.spec, old?.spec) ? [collectionKey("services")] : [],
  ),
  delayMs: recountDelayMs,
};

const changedClaims: WatchRule = {
  ...mapped(persistentVolumeClaims, ({ type, object, old }) =>
    type === "MODIFIED" &&
    !semanticEqual([object.spec, object.status?.allocatedResources], [old?.spec, old?.status?.allocatedResources])
      ? [collectionKey("persistentvolumeclaims")]
      : [],
  ),
  delayMs: recountDelayMs,
};

export function resourceQuotaController(kinds: () => KindRegistry): Controller {
  return {
    name: "resourcequota",
    scope: "Namespaced",
    watches: [given, edited, deleted, releasingPods, changedServices, changedClaims],
    async reconcile(key, context) {
      if (key.startsWith(collectionPrefix)) {
        const evaluator = evaluatorOf(key.slice(collectionPrefix.length));
        const all = await context.client.list(resourceQuotas);
        const counting = all.filter(({ spec }) =>
          Object.keys(spec?.hard ?? {}).some((name) => evaluator?.counts(name)),
        );
        return { also: counting.map(({ metadata }) => metadata?.name ?? "") };
      }
      const quota = await context.client.get(resourceQuotas, key);
      return quota === undefined ? done : count(quota, context, kinds());
    },
  };
}

async function count(quota: Quota, { client, clock }: ReconcileContext, kinds: KindRegistry): Promise<ReconcileResult> {
  const hard = quota.spec?.hard ?? {};
  const objects = new Map<string, readonly Readonly<KubeObject>[]>();
  for (const collection of countedCollections(Object.keys(hard))) {
    const kind = kinds.byCollection(collection);
    if (kind === undefined || kind.scope !== "Namespaced" || kind.virtual === true) continue;
    const { group, version, plural } = kind;
    objects.set(collection, await client.list({ group, version, kind: kind.kind, plural, namespaced: true }));
  }
  const nowMs = clock.now();
  const used = recount(quota, objects, nowMs);
  const again = nextRelease((objects.get("pods") ?? []) as readonly Pod[], nowMs);
  const rest: ReconcileResult = again === undefined ? done : { requeueAfterMs: again };
  if (semanticEqual(hard, quota.status?.hard) && semanticEqual(used, quota.status?.used)) return rest;
  // By its resourceVersion: a write may have been charged meanwhile, and then all is counted anew.
  await client.updateStatus(resourceQuotas, { ...quota, status: { hard, used } });
  // What came while a bound was not known was not charged.
  return semanticEqual(hard, quota.status?.hard) ? rest : { ...rest, also: [quota.metadata?.name ?? ""] };
}

/** When the first of the pods that are going should be gone. */
function nextRelease(all: readonly Pod[], nowMs: number): number | undefined {
  const ends = all.map(graceEndMs).filter((end) => end !== undefined && end >= nowMs) as number[];
  return ends.length === 0 ? undefined : Math.min(...ends) - nowMs + 1;
}
