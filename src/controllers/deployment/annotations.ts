// What a deployment notes on its sets: which revision each is, and for how many replicas it was scaled.
// Kubernetes: pkg/controller/deployment/util/deployment_util.go
import type { Deployment } from "../../kinds/facts/types.gen.ts";
import { revisionHistoryCharactersMax } from "./limits.ts";

export const revisionAnnotation = "deployment.kubernetes.io/revision";
export const revisionHistoryAnnotation = "deployment.kubernetes.io/revision-history";
export const desiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
export const maxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";
export const templateHashLabel = "pod-template-hash";

type Annotations = Readonly<Record<string, string>> | undefined;

const notCopied: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  "deprecated.deployment.rollback.to",
]);

const revisionMax = 2n ** 63n - 1n;

/** 0 when it has none, or one that is no number of 64 bits. */
export function revisionOf(object: { readonly metadata?: { readonly annotations?: Annotations } }): bigint {
  return revisionIn(object.metadata?.annotations);
}

function revisionIn(annotations: Annotations): bigint {
  const text = annotations?.[revisionAnnotation] ?? "";
  const revision = /^[0-9]{1,19}$/.test(text) ? BigInt(text) : 0n;
  return revision <= revisionMax ? revision : 0n;
}

export function integerOf(annotations: Annotations, key: string): number | undefined {
  const text = annotations?.[key];
  return text !== undefined && /^-?[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * The annotations of the newest set: the deployment's own, and its revision, which is the highest of all. A set that is
 * rolled back to remembers the revisions it was before.
 */
export function newSetAnnotations(
  deployment: Readonly<Deployment>,
  existing: Annotations,
  revision: bigint,
): Record<string, string> {
  const annotations: Record<string, string> = { ...existing };
  for (const [key, value] of Object.entries(deployment.metadata?.annotations ?? {})) {
    if (!notCopied.has(key)) annotations[key] = value;
  }
  const known = existing?.[revisionAnnotation];
  if (revisionIn(existing) >= revision) return annotations;
  annotations[revisionAnnotation] = String(revision);
  if (known !== undefined) {
    annotations[revisionHistoryAnnotation] = historyWith(existing?.[revisionHistoryAnnotation] ?? "", known);
  }
  return annotations;
}

function historyWith(history: string, revision: string): string {
  const revisions = history === "" ? [revision] : [...history.split(","), revision];
  while (revisions.length > 1 && revisions.join(",").length > revisionHistoryCharactersMax) revisions.shift();
  return revisions.join(",");
}
