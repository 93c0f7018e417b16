// pods/eviction: deletes a pod if its disruption budget allows it.
// Kubernetes: pkg/registry/core/pod/storage/eviction.go
import { cloneJson } from "../../apimachinery/clone-json.ts";
import type { Json, JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { badRequest, forbidden, notFound, StatusError } from "../../apimachinery/status-error.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { type DeleteOptions, readCreateOptions, readDeleteOptions } from "../../apimachinery/write-options.ts";
import { apiServerUser } from "../../auth/user.ts";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Pod, PodCondition, PodDisruptionBudget } from "../../kinds/facts/types.gen.ts";
import type { Kind } from "../../kinds/kind.ts";
import {
  type BudgetVerdict,
  budgetsOf,
  grantEviction,
  mayGoUncounted,
  needsNoBudget,
  stillProcessed,
} from "../../kinds/policy/disruption.ts";
import { admitPosted } from "../admit.ts";
import { decodeObject } from "../decode-object.ts";
import { type Deletion, deleteObject } from "../delete-object.ts";
import { conflictRetriesMax } from "../limits.ts";
import { readBody } from "../read-body.ts";
import type { ApiRequest } from "../request.ts";
import type { Scope } from "../scope.ts";
import { updateObject } from "../update-object.ts";
import { resourceOf, type WriteContext, writeContext } from "../write-context.ts";
import type { Subresource } from "./subresource.ts";

const budgetsCollection = "poddisruptionbudgets.policy";
const budgetResource = { group: "policy", resource: "poddisruptionbudget" };

const evictionKind = {
  group: "policy",
  version: "v1",
  kind: "Eviction",
  get schema() {
    return schemaOfKind("policy", "v1", "Eviction");
  },
};

interface Eviction {
  readonly write: WriteContext;
  readonly name: string;
  readonly deletion: Deletion;
}

/** The body in the version that is known; its older one had the same fields. */
function inCurrentVersion(value: Json): Json {
  const old = (value as JsonObject | null)?.["apiVersion"] === "policy/v1beta1";
  return old ? { ...(value as JsonObject), apiVersion: "policy/v1" } : value;
}

async function readEviction(scope: Scope, request: ApiRequest): Promise<Eviction> {
  const options = readCreateOptions(request.query);
  const context = writeContext(scope, request, options);
  const body = readBody(request, evictionKind);
  const source = { ...body, value: inCurrentVersion(body.value) };
  const object = decodeObject(source, evictionKind, options.fieldValidation, context.warn);
  const name = request.info.name;
  if (object.metadata?.name && object.metadata.name !== name) {
    throw badRequest("name in URL does not match name in Eviction object");
  }
  const asked = readDeleteOptions(new URLSearchParams(), (object["deleteOptions"] ?? {}) as Json);
  const write = { ...context, dryRun: options.dryRun || asked.dryRun };
  if (!scope.isOpen()) await scope.open();
  await admitPosted(scope, write, evictionKind, object);
  return { write, name, deletion: deletionOf(asked) };
}

function deletionOf({ preconditions, propagationPolicy, gracePeriodSeconds }: DeleteOptions): Deletion {
  const { uid, resourceVersion } = preconditions;
  return { uid, resourceVersion, propagationPolicy, graceSeconds: gracePeriodSeconds };
}

async function evict(scope: Scope, eviction: Eviction): Promise<void> {
  const { name, deletion } = eviction;
  for (let attempt = 1; ; attempt += 1) {
    const pod = podOf(scope, eviction.write.kind, name);
    try {
      return await evictAsItStands(scope, eviction, pod);
    } catch (error) {
      const again = isConflict(error) && needsNoBudget(pod) && deletion.resourceVersion === undefined;
      if (!again || attempt === conflictRetriesMax) throw error;
    }
  }
}

async function evictAsItStands(scope: Scope, eviction: Eviction, pod: Readonly<Pod>): Promise<void> {
  const unchanged = { ...eviction, deletion: unlessChanged(eviction.deletion, pod) };
  if (needsNoBudget(pod)) return markAndDelete(scope, unchanged);
  const budgets = budgetsOf(pod, budgetsIn(scope));
  if (budgets.length > 1) throw new StatusError(500, "", severalBudgets);
  const [budget] = budgets;
  if (budget === undefined) return markAndDelete(scope, eviction);
  if (!mayGoUncounted(pod, budget)) {
    await spend(scope, eviction, budget.metadata?.name ?? "");
    return markAndDelete(scope, eviction);
  }
  try {
    return await markAndDelete(scope, unchanged);
  } catch (error) {
    // It may have become ready meanwhile, and would have to be counted.
    if (!isConflict(error) || eviction.deletion.resourceVersion !== undefined) throw error;
    throw refusal(stillProcessed(budget.metadata?.name ?? ""));
  }
}

const severalBudgets =
  "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";

function podOf(scope: Scope, kind: Kind, name: string): Readonly<Pod> {
  const stored = scope.store.get(kind.collection, name);
  if (stored === undefined) throw notFound(resourceOf(kind), name);
  return scope.parsed.parse(stored) as Pod;
}

function budgetsIn(scope: Scope): PodDisruptionBudget[] {
  return scope.store.list(budgetsCollection).objects.map((one) => scope.parsed.parse(one) as PodDisruptionBudget);
}

/** What was decided holds for the pod as it was read, unless it is on its way out anyway. */
function unlessChanged(deletion: Deletion, pod: Readonly<Pod>): Deletion {
  const ending = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  if (deletion.resourceVersion !== undefined || ending || pod.metadata?.deletionTimestamp !== undefined)
    return deletion;
  return { ...deletion, resourceVersion: pod.metadata?.resourceVersion };
}

/** Takes one disruption of the budget, and notes for whom. Throws 429 when it has none. */
async function spend(scope: Scope, { write, name }: Eviction, budgetName: string): Promise<void> {
  const kind = scope.kinds().byCollection(budgetsCollection) as Kind;
  const own: WriteContext = { ...write, kind, user: apiServerUser, subresource: "status", rules: "status" };
  await updateObject(scope, own, budgetName, (current) => {
    const verdict = grantEviction(current as PodDisruptionBudget, name, write.nowMs);
    switch (verdict.type) {
      case "granted":
        return { ...(cloneJson(current as JsonObject) as KubeObject), status: verdict.status };
      case "refused":
        throw refusal(verdict);
      case "broken":
        throw forbidden(budgetResource, budgetName, verdict.message);
    }
  });
}

function refusal({ cause, retryAfterSeconds }: Extract<BudgetVerdict, { type: "refused" }>): StatusError {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  const wait = retryAfterSeconds === 0 ? {} : { retryAfterSeconds };
  return new StatusError(429, "TooManyRequests", message, { causes: [cause], ...wait });
}

/** Says in the pod's status why it goes, then deletes it. */
async function markAndDelete(scope: Scope, { write, name, deletion }: Eviction): Promise<void> {
  if (write.dryRun) {
    await deleteObject(scope, { ...write, subresource: "" }, name, deletion);
    return;
  }
  const own: WriteContext = { ...write, user: apiServerUser, subresource: "status", rules: "status" };
  const { text } = await updateObject(scope, own, name, (current) => marked(current, deletion, write.nowMs));
  const { metadata } = JSON.parse(text) as KubeObject;
  const after =
    deletion.resourceVersion === undefined ? deletion : { ...deletion, resourceVersion: metadata?.resourceVersion };
  await deleteObject(scope, { ...write, user: apiServerUser, subresource: "" }, name, after);
}

function marked(current: Readonly<KubeObject>, { uid, resourceVersion }: Deletion, nowMs: number): KubeObject {
  const pod = cloneJson(current as JsonObject) as KubeObject & Pod;
  const old = (pod.status?.conditions ?? []).find(({ type }) => type === "DisruptionTarget");
  const condition: PodCondition = {
    type: "DisruptionTarget",
    status: "True",
    reason: "EvictionByEvictionAPI",
    message: "Eviction API: evicting",
    lastTransitionTime: old?.status === "True" ? (old.lastTransitionTime ?? "") : formatTime(nowMs),
  };
  const others = (pod.status?.conditions ?? []).filter((one) => one !== old);
  pod.status = { ...pod.status, conditions: [...others, condition] };
  // The deletion's preconditions hold for the mark as well.
  pod.metadata = { ...pod.metadata, ...(uid === undefined ? {} : { uid }) };
  if (resourceVersion === undefined) delete pod.metadata.resourceVersion;
  else pod.metadata.resourceVersion = resourceVersion;
  return pod;
}

function isConflict(error: unknown): boolean {
  return error instanceof StatusError && error.reason === "Conflict";
}

export const eviction: Subresource = {
  name: "eviction",
  of: (kind) => kind.subresources.others?.includes("eviction") ?? false,
  verbs: {
    async create(scope, request) {
      await evict(scope, await readEviction(scope, request));
      const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
      return { type: "value", code: 201, value: status };
    },
  },
};
