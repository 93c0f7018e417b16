// Rolls a deployment's replica sets from what is to what its spec asks for.
// Kubernetes: pkg/controller/deployment/deployment_controller.go syncDeployment
import { matcherFromSelector, matchesLabels } from "../../apimachinery/label-selector.ts";
import type { Deployment, DeploymentStatus, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { deployments, pods, replicaSets } from "../../kinds/kind-refs.ts";
import { carryOutClaims, planClaims } from "../runtime/claim.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { readLabelsKey } from "../runtime/labels-key.ts";
import { controllerNamed, newControllerRef } from "../runtime/ownership.ts";
import { patchStatus } from "../runtime/patch-status.ts";
import { mapped, orphaned, own, owned } from "../runtime/watch-rules.ts";
import { planCleanup } from "./cleanup-plan.ts";
import { oldPodsRun, planOldAway } from "./recreate-plan.ts";
import { planRolling } from "./rolling-plan.ts";
import { Rollout } from "./rollout.ts";
import { rolloutSize } from "./rollout-size.ts";
import { isScalingEvent, planScale } from "./scale-plan.ts";
import { deploymentStatus, isComplete, progressCheckMs, rolloutStatus } from "./status.ts";

export const deploymentController: Controller = {
  name: "deployment",
  scope: "Namespaced",
  watches: [
    own(deployments),
    owned(replicaSets, deployments),
    orphaned(replicaSets),
    // Recreate waits for the last old pod to be gone.
    mapped(pods, ({ type, object }, index) => {
      const name = type === "DELETED" ? controllerNamed(object, replicaSets) : undefined;
      const set = name === undefined ? undefined : index.find("apps/v1", "ReplicaSet", name);
      const owner = set === undefined ? undefined : controllerNamed(set, deployments);
      const deployment = owner === undefined ? undefined : index.find("apps/v1", "Deployment", owner);
      return deployment?.["spec"]?.strategy?.type === "Recreate" ? [owner] : [];
    }),
  ],
  async reconcile(key, context) {
    const labels = readLabelsKey(key);
    if (labels === undefined) return reconcileOne(key, context);
    const all = await context.client.list(deployments);
    const selecting = all.filter(({ spec }) => matchesLabels(matcherFromSelector(spec?.selector), labels));
    return { also: selecting.map(({ metadata }) => metadata?.name ?? "") };
  },
};

async function reconcileOne(name: string, context: ReconcileContext): Promise<ReconcileResult> {
  const deployment = await context.client.get(deployments, name);
  if (deployment === undefined) return done;
  if (selectsAll(deployment)) return refuse(deployment, context);
  const rollout = new Rollout(deployment, await setsOf(deployment, context), context);
  const outcome = await step(rollout, context);
  if (outcome === undefined) return { requeueAfterMs: 0 };
  await rollout.save(outcome.status);
  if (!outcome.isRollout) return done;
  const checkMs = progressCheckMs(deployment, outcome.status, context.clock.now());
  return checkMs === undefined ? done : { requeueAfterMs: checkMs };
}

interface Outcome {
  readonly status: DeploymentStatus;
  readonly isRollout: boolean;
}

/** As far as can be gone now; the sets' own changes lead to the next step. Undefined: start over. */
async function step(rollout: Rollout, context: ReconcileContext): Promise<Outcome | undefined> {
  const { deployment } = rollout;
  if (deployment.metadata?.deletionTimestamp !== undefined) return counted(rollout);
  await rollout.syncNewSet();
  const { newSet, old } = rollout.sized;
  const size = rolloutSize(deployment);
  const isPaused = deployment.spec?.paused === true;
  if (isPaused || isScalingEvent(size, [...old, ...(newSet === undefined ? [] : [newSet])])) {
    await rollout.scale(planScale({ size, newSet, old, statusReplicas: deployment.status?.replicas ?? 0 }));
    if (isPaused) await cleanUp(rollout);
    return counted(rollout);
  }
  const went = size.isRolling ? await rollingStep(rollout) : await recreateStep(rollout, context);
  return went ? { status: rolloutStatus(rollout.statusInput), isRollout: true } : undefined;
}

function counted(rollout: Rollout): Outcome {
  return { status: deploymentStatus(rollout.statusInput), isRollout: false };
}

async function rollingStep(rollout: Rollout): Promise<boolean> {
  if (!(await rollout.createNewSet())) return false;
  const { newSet, old } = rollout.sized;
  if (newSet === undefined) return false;
  const changed = await rollout.scale(planRolling(rolloutSize(rollout.deployment), newSet, old));
  if (!changed && isComplete(rollout.deployment, rollout.deployment.status)) await cleanUp(rollout);
  return true;
}

async function recreateStep(rollout: Rollout, { client }: ReconcileContext): Promise<boolean> {
  if (await rollout.scale(planOldAway(rollout.sized.old))) return true;
  if (oldPodsRun(rollout.newSet, rollout.old, await client.list(pods))) return true;
  if (!(await rollout.createNewSet())) return false;
  const { newSet } = rollout.sized;
  const { replicas } = rolloutSize(rollout.deployment);
  if (newSet !== undefined && newSet.replicas !== replicas) {
    await rollout.scale([{ name: newSet.name, from: newSet.replicas, to: replicas }]);
  }
  if (isComplete(rollout.deployment, rollout.deployment.status)) await cleanUp(rollout);
  return true;
}

async function cleanUp(rollout: Rollout): Promise<void> {
  await rollout.drop(planCleanup(rollout.old, rollout.deployment.spec?.revisionHistoryLimit));
}

async function setsOf(
  deployment: Readonly<Deployment>,
  { client }: ReconcileContext,
): Promise<readonly Readonly<ReplicaSet>[]> {
  const all = await client.list(replicaSets);
  const claims = planClaims(deployment, matcherFromSelector(deployment.spec?.selector), all);
  return carryOutClaims(client, replicaSets, claims, newControllerRef(deployment, deployments));
}

function selectsAll({ spec }: Readonly<Deployment>): boolean {
  const { matchLabels, matchExpressions } = spec?.selector ?? {};
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

async function refuse(
  deployment: Readonly<Deployment>,
  { client, events }: ReconcileContext,
): Promise<ReconcileResult> {
  const message = "This deployment is selecting all pods. A non-empty selector is required.";
  events.event(deployment, "Warning", "SelectingAll", message);
  const generation = deployment.metadata?.generation ?? 0;
  if ((deployment.status?.observedGeneration ?? 0) < generation) {
    await patchStatus(client, deployments, deployment, { ...deployment.status, observedGeneration: generation });
  }
  return done;
}
