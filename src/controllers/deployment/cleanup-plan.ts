// Which old sets are beyond the history that a deployment keeps.
// Kubernetes: pkg/controller/deployment/sync.go cleanupDeployment
import type { ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { revisionOf } from "./annotations.ts";
import { byCreation, sizedSet } from "./sized-set.ts";

const unlimited = 2_147_483_647;

/** The lowest revisions first; one that still has pods, or isn't up to date, stays for now. */
export function planCleanup(
  old: readonly Readonly<ReplicaSet>[],
  revisionHistoryLimit: number | undefined,
): readonly Readonly<ReplicaSet>[] {
  if (revisionHistoryLimit === undefined || revisionHistoryLimit === unlimited) return [];
  const alive = old.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  alive.sort((one, other) => Number(revisionOf(one) - revisionOf(other)) || byCreation(sizedSet(one), sizedSet(other)));
  return alive.slice(0, Math.max(0, alive.length - revisionHistoryLimit)).filter(isEmpty);
}

function isEmpty({ metadata, spec, status }: Readonly<ReplicaSet>): boolean {
  const isObserved = (metadata?.generation ?? 0) <= (status?.observedGeneration ?? 0);
  return isObserved && (status?.replicas ?? 0) === 0 && (spec?.replicas ?? 1) === 0;
}
