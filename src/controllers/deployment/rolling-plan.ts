// One step of a rolling update: the new set up as far as the surge allows, else the old ones down as far as availability allows.
// Kubernetes: pkg/controller/deployment/rolling.go
import type { RolloutSize } from "./rollout-size.ts";
import { byCreation, isActive, type Scaling, type SizedSet, totalReplicas } from "./sized-set.ts";

/** How large the new set may be now. Kubernetes: deployment_util.go NewRSNewReplicas */
export function newSetReplicas(
  size: RolloutSize,
  newSet: Pick<SizedSet, "replicas">,
  old: readonly SizedSet[],
): number {
  if (!size.isRolling) return size.replicas;
  const room = size.replicas + size.maxSurge - (totalReplicas(old) + newSet.replicas);
  if (room <= 0) return newSet.replicas;
  return newSet.replicas + Math.min(room, size.replicas - newSet.replicas);
}

export function planRolling(size: RolloutSize, newSet: SizedSet, old: readonly SizedSet[]): Scaling[] {
  const wanted = newSet.replicas > size.replicas ? size.replicas : newSetReplicas(size, newSet, old);
  if (wanted !== newSet.replicas) return [{ name: newSet.name, from: newSet.replicas, to: wanted }];
  return planOldDown(size, newSet, old.filter(isActive).sort(byCreation));
}

/** Unavailable pods of old sets go first: they are missed by nobody. */
function planOldDown(size: RolloutSize, newSet: SizedSet, old: readonly SizedSet[]): Scaling[] {
  const minAvailable = size.replicas - size.maxUnavailable;
  const newUnavailable = newSet.replicas - newSet.available;
  const most = totalReplicas(old) + newSet.replicas - minAvailable - newUnavailable;
  if (most <= 0) return [];
  const replicas = new Map(old.map((set) => [set.name, set.replicas]));
  let cleaned = 0;
  for (const set of old) {
    const unhealthy = set.replicas - set.available;
    if (cleaned >= most || unhealthy <= 0) continue;
    const count = Math.min(most - cleaned, unhealthy);
    replicas.set(set.name, set.replicas - count);
    cleaned += count;
  }
  const available = newSet.available + old.reduce((sum, set) => sum + set.available, 0);
  let spare = available - minAvailable;
  for (const set of old) {
    if (spare <= 0) break;
    const now = replicas.get(set.name) as number;
    const count = Math.min(now, spare);
    replicas.set(set.name, now - count);
    spare -= count;
  }
  return old
    .map((set) => ({ name: set.name, from: set.replicas, to: replicas.get(set.name) as number }))
    .filter(({ from, to }) => from !== to);
}
