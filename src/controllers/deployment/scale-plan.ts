// The deployment's size has changed, or it is paused: its sets change in proportion, and no rollout goes on.
// Kubernetes: pkg/controller/deployment/sync.go scale, isScalingEvent
import type { RolloutSize } from "./rollout-size.ts";
import { byCreation, isActive, type Scaling, type SizedSet, totalReplicas } from "./sized-set.ts";

/** A set was last scaled for another size of the deployment. */
export function isScalingEvent(size: RolloutSize, sets: readonly SizedSet[]): boolean {
  return sets.filter(isActive).some(({ desired }) => desired !== undefined && desired !== size.replicas);
}

export interface ScaleState {
  readonly size: RolloutSize;
  readonly newSet: SizedSet | undefined;
  readonly old: readonly SizedSet[];
  /** The deployment's own count, for sets that don't say what they were scaled for. */
  readonly statusReplicas: number;
}

/** Also names sets whose size stays, so that what they were scaled for is noted. */
export function planScale(state: ScaleState): Scaling[] {
  const { size, newSet, old } = state;
  const active = [...old, ...(newSet === undefined ? [] : [newSet])].filter(isActive);
  const only = onlyActiveOrLatest(newSet, old, active);
  if (only !== undefined) return [{ name: only.name, from: only.replicas, to: size.replicas }];
  if (newSet !== undefined && isSaturated(size, newSet)) {
    return active.filter((set) => set !== newSet).map(({ name, replicas }) => ({ name, from: replicas, to: 0 }));
  }
  if (size.isRolling) return inProportion(state, active);
  return active.map(({ name, replicas }) => ({ name, from: replicas, to: replicas }));
}

function onlyActiveOrLatest(
  newSet: SizedSet | undefined,
  old: readonly SizedSet[],
  active: readonly SizedSet[],
): SizedSet | undefined {
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? [...old].sort(byCreation).at(-1);
}

function isSaturated({ replicas }: RolloutSize, set: SizedSet): boolean {
  return set.replicas === replicas && set.desired === replicas && set.available === replicas;
}

/** From the largest set to the smallest; what rounding leaves over goes to the largest. */
function inProportion({ size, statusReplicas }: ScaleState, active: readonly SizedSet[]): Scaling[] {
  const allowed = size.replicas > 0 ? size.replicas + size.maxSurge : 0;
  const toAdd = allowed - totalReplicas(active);
  // Of sets of one size the newer grow first, and the older shrink first.
  const age = toAdd > 0 ? -1 : 1;
  const sets = [...active].sort((one, other) => other.replicas - one.replicas || age * byCreation(one, other));
  let added = 0;
  const sizes = sets.map((set) => {
    const share = toAdd === added ? 0 : shareOf(set, size, statusReplicas);
    const bounded = toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
    added += bounded;
    return { name: set.name, from: set.replicas, to: set.replicas + bounded };
  });
  const [largest, ...rest] = sizes;
  if (largest === undefined) return [];
  return [{ ...largest, to: Math.max(0, largest.to + toAdd - added) }, ...rest];
}

/** Kubernetes: deployment_util.go getReplicaSetFraction */
function shareOf(set: SizedSet, { replicas, maxSurge }: RolloutSize, statusReplicas: number): number {
  if (replicas === 0) return -set.replicas;
  const before = set.max || statusReplicas;
  if (before === 0) return 0;
  return Math.round((set.replicas * (replicas + maxSurge)) / before) - set.replicas;
}
