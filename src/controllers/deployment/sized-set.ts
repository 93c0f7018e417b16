// A replica set as the planner of sizes sees it.
import type { ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { desiredReplicasAnnotation, integerOf, maxReplicasAnnotation } from "./annotations.ts";

export interface SizedSet {
  readonly name: string;
  /** RFC 3339, so that its order is the text's. */
  readonly created: string;
  /** As its spec says. */
  readonly replicas: number;
  readonly available: number;
  /** The deployment's size when the set was last scaled; undefined: not noted. */
  readonly desired: number | undefined;
  /** The same with the surge. */
  readonly max: number | undefined;
}

export function sizedSet({ metadata, spec, status }: Readonly<ReplicaSet>): SizedSet {
  return {
    name: metadata?.name ?? "",
    created: metadata?.creationTimestamp ?? "",
    replicas: spec?.replicas ?? 1,
    available: status?.availableReplicas ?? 0,
    desired: integerOf(metadata?.annotations, desiredReplicasAnnotation),
    max: integerOf(metadata?.annotations, maxReplicasAnnotation),
  };
}

/** Make this set so large, and note on it for what. */
export interface Scaling {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export function totalReplicas(sets: readonly SizedSet[]): number {
  return sets.reduce((sum, { replicas }) => sum + replicas, 0);
}

export function isActive({ replicas }: SizedSet): boolean {
  return replicas > 0;
}

export function byCreation(one: SizedSet, other: SizedSet): number {
  if (one.created !== other.created) return one.created < other.created ? -1 : 1;
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
