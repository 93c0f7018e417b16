// Keeps as many pods as a ReplicaSet (or, being the same, a ReplicationController) asks for.
// Kubernetes: pkg/controller/replicaset/replica_set.go
import type { KubeObject } from "../../apimachinery/json.ts";
import { type LabelMatcher, matchesLabels } from "../../apimachinery/label-selector.ts";
import { isPodActive, isPodFinished, isPodTerminating } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod, PodTemplateSpec, ReplicaSetStatus } from "../../kinds/facts/types.gen.ts";
import { pods } from "../../kinds/kind-refs.ts";
import { carryOutClaims, planClaims } from "../runtime/claim.ts";
import type { KindRef } from "../runtime/client.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { errorMessage } from "../runtime/failures.ts";
import { readLabelsKey } from "../runtime/labels-key.ts";
import { controllerOf, isControlledBy, newControllerRef } from "../runtime/ownership.ts";
import { patchStatus } from "../runtime/patch-status.ts";
import { createPod, deletePod, podFromTemplate } from "../runtime/pod-control.ts";
import { slowStart } from "../runtime/slow-start.ts";
import { orphaned, own, owned } from "../runtime/watch-rules.ts";
import { nextAvailableMs, planReplicas, replicaStatus } from "./plan.ts";

/** What ReplicaSets and ReplicationControllers have in common. */
export interface ReplicaOwner extends KubeObject {
  spec?: { replicas?: number; minReadySeconds?: number; template?: PodTemplateSpec };
  status?: ReplicaSetStatus;
}

export interface ReplicaKind<Type extends ReplicaOwner> {
  readonly ref: KindRef<Type>;
  readonly name: string;
  readonly selectorOf: (owner: Readonly<Type>) => LabelMatcher;
  /** Whether the status has `terminatingReplicas`. */
  readonly countsTerminating: boolean;
}

export function replicaController<Type extends ReplicaOwner>(kind: ReplicaKind<Type>): Controller {
  return {
    name: kind.name,
    scope: "Namespaced",
    watches: [own(kind.ref), owned(pods, kind.ref), orphaned(pods)],
    async reconcile(key, context) {
      const labels = readLabelsKey(key);
      if (labels === undefined) return reconcileOwner(kind, key, context);
      const owners = await context.client.list(kind.ref);
      const selecting = owners.filter((owner) => matchesLabels(kind.selectorOf(owner), labels));
      return { also: selecting.map((owner) => owner.metadata?.name ?? "") };
    },
  };
}

async function reconcileOwner<Type extends ReplicaOwner>(
  kind: ReplicaKind<Type>,
  name: string,
  context: ReconcileContext,
): Promise<ReconcileResult> {
  const { client, clock } = context;
  const owner = await client.get(kind.ref, name);
  if (owner === undefined) return done;
  const all = await client.list(pods);
  const ref = newControllerRef(owner, kind.ref);
  const claims = planClaims(owner, kind.selectorOf(owner), all.filter(isPodActive));
  const claimed = await carryOutClaims(client, pods, claims, ref);
  const isGoing = owner.metadata?.deletionTimestamp !== undefined;
  const outcome = isGoing ? { active: claimed, failure: undefined } : await settle(kind, owner, claimed, all, context);
  const minReadySeconds = owner.spec?.minReadySeconds ?? 0;
  const status = replicaStatus({
    status: owner.status,
    generation: owner.metadata?.generation,
    templateLabels: owner.spec?.template?.metadata?.labels,
    minReadySeconds,
    active: outcome.active,
    terminating: kind.countsTerminating ? terminatingOf(kind, owner, all) : undefined,
    failure: outcome.failure,
    nowMs: clock.now(),
  });
  await patchStatus(client, kind.ref, owner, status);
  if (outcome.failure !== undefined) throw outcome.failure.error;
  const waitMs = nextAvailableMs(outcome.active, minReadySeconds, clock.now());
  return waitMs === undefined ? done : { requeueAfterMs: waitMs };
}

interface Settled {
  /** The active pods afterwards. */
  readonly active: readonly Readonly<Pod>[];
  readonly failure:
    | { readonly reason: "FailedCreate" | "FailedDelete"; readonly message: string; readonly error: unknown }
    | undefined;
}

async function settle<Type extends ReplicaOwner>(
  kind: ReplicaKind<Type>,
  owner: Readonly<Type>,
  claimed: readonly Readonly<Pod>[],
  all: readonly Readonly<Pod>[],
  context: ReconcileContext,
): Promise<Settled> {
  const replicas = owner.spec?.replicas ?? 1;
  const kin = claimed.length > replicas ? await kinOf(kind, owner, context) : [];
  const plan = planReplicas({
    replicas,
    active: claimed,
    related: all.filter((pod) => kin.some((matcher) => matchesLabels(matcher, pod.metadata?.labels))),
    nowMs: context.clock.now(),
  });
  switch (plan.type) {
    case "enough":
      return { active: claimed, failure: undefined };
    case "create": {
      const template = owner.spec?.template ?? {};
      const ref = newControllerRef(owner, kind.ref);
      const make = () => createPod(context, owner, podFromTemplate(owner, template, ref));
      const { results, failure } = await slowStart(plan.count, make);
      const created = results.filter((pod) => pod !== undefined);
      return { active: [...claimed, ...created], failure: failed("FailedCreate", failure) };
    }
    case "delete": {
      let failure: unknown;
      const gone = new Set<Readonly<Pod>>();
      for (const pod of plan.pods) {
        try {
          await deletePod(context, owner, pod);
          gone.add(pod);
        } catch (error) {
          failure ??= error;
        }
      }
      return { active: claimed.filter((pod) => !gone.has(pod)), failure: failed("FailedDelete", failure) };
    }
  }
}

function failed(reason: "FailedCreate" | "FailedDelete", error: unknown): Settled["failure"] {
  return error === undefined ? undefined : { reason, message: errorMessage(error), error };
}

/** Selectors of all sets that the same owner controls, this one's among them. */
async function kinOf<Type extends ReplicaOwner>(
  kind: ReplicaKind<Type>,
  owner: Readonly<Type>,
  { client }: ReconcileContext,
): Promise<LabelMatcher[]> {
  const parent = controllerOf(owner)?.uid;
  if (parent === undefined) return [kind.selectorOf(owner)];
  const siblings = await client.list(kind.ref);
  return siblings.filter((one) => controllerOf(one)?.uid === parent).map(kind.selectorOf);
}

function terminatingOf<Type extends ReplicaOwner>(
  kind: ReplicaKind<Type>,
  owner: Readonly<Type>,
  all: readonly Readonly<Pod>[],
): number {
  const matcher = kind.selectorOf(owner);
  return all.filter(
    (pod) =>
      isPodTerminating(pod) &&
      !isPodFinished(pod) &&
      isControlledBy(pod, owner) &&
      matchesLabels(matcher, pod.metadata?.labels),
  ).length;
}
