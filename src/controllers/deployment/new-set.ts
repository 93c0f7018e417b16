// The replica set that a deployment wants now: which of its sets that is, or what it is to be made like.
// Kubernetes: pkg/controller/deployment/sync.go getNewReplicaSet, deployment_util.go FindNewReplicaSet
import type { Deployment, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { deployments } from "../../kinds/kind-refs.ts";
import { newControllerRef } from "../runtime/ownership.ts";
import {
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  newSetAnnotations,
  revisionOf,
  templateHashLabel,
} from "./annotations.ts";
import { newSetReplicas } from "./rolling-plan.ts";
import { rolloutSize } from "./rollout-size.ts";
import { byCreation, sizedSet } from "./sized-set.ts";
import { sameTemplate, templateHash } from "./template-hash.ts";

type Sets = readonly Readonly<ReplicaSet>[];

/** The oldest of those that fit, should a template have been adopted twice. */
export function findNewSet(deployment: Readonly<Deployment>, sets: Sets): Readonly<ReplicaSet> | undefined {
  return [...sets]
    .sort((one, other) => byCreation(sizedSet(one), sizedSet(other)))
    .find(({ spec }) => sameTemplate(spec?.template, deployment.spec?.template));
}

/** One more than any old set has. */
export function nextRevision(old: Sets): bigint {
  const [highest = 0n] = old.map(revisionOf).sort((one, other) => Number(other - one));
  return highest + 1n;
}

export function newSetFor(deployment: Readonly<Deployment>, old: Sets): ReplicaSet {
  const { metadata, spec, status } = deployment;
  const template = spec?.template ?? {};
  const hash = templateHash(template, status?.collisionCount);
  const labels = { ...template.metadata?.labels, [templateHashLabel]: hash };
  const size = rolloutSize(deployment);
  return {
    metadata: {
      // Its name follows from its template: made twice, it is found to exist.
      name: `${metadata?.name}-${hash}`,
      labels,
      annotations: {
        ...newSetAnnotations(deployment, undefined, nextRevision(old)),
        ...scaleAnnotations(deployment),
      },
      ownerReferences: [newControllerRef(deployment, deployments)],
    },
    spec: {
      replicas: newSetReplicas(size, { replicas: 0 }, old.map(sizedSet)),
      ...(spec?.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...spec?.selector,
        matchLabels: { ...spec?.selector.matchLabels, [templateHashLabel]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** For which size a set is scaled: so that a later change of it is told from a rollout. */
export function scaleAnnotations(deployment: Readonly<Deployment>): Record<string, string> {
  const { replicas, maxSurge } = rolloutSize(deployment);
  return {
    [desiredReplicasAnnotation]: String(replicas),
    [maxReplicasAnnotation]: String(replicas + maxSurge),
  };
}
