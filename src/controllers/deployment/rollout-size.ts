// How far a rolling update may go over and under the wanted size.
// Kubernetes: pkg/controller/deployment/util/deployment_util.go ResolveFenceposts, MaxSurge, MaxUnavailable
import { scaledValue } from "../../apimachinery/int-or-string.ts";
import type { Deployment } from "../../kinds/facts/types.gen.ts";

export interface RolloutSize {
  readonly replicas: number;
  readonly isRolling: boolean;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

export function rolloutSize({ spec }: Readonly<Deployment>): RolloutSize {
  const replicas = spec?.replicas ?? 1;
  const isRolling = spec?.strategy?.type !== "Recreate";
  if (!isRolling) return { replicas, isRolling, maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge, maxUnavailable } = spec?.strategy?.rollingUpdate ?? {};
  const surge = resolved(maxSurge, replicas, "up");
  // Both none would be a standstill.
  const unavailable = resolved(maxUnavailable, replicas, "down") || (surge === 0 ? 1 : 0);
  return { replicas, isRolling, maxSurge: surge, maxUnavailable: Math.min(unavailable, replicas) };
}

function resolved(value: number | string | undefined, total: number, round: "up" | "down"): number {
  const scaled = scaledValue(value ?? 0, { total, round });
  return scaled.type === "value" ? scaled.value : 0;
}
