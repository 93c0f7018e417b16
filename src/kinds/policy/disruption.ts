// Disruption budgets: which pods one guards, and whether it lets go of one more.
// Kubernetes: pkg/registry/core/pod/storage/eviction.go, pkg/apis/policy/types.go
import { type LabelMatcher, matcherFromSelector, matchesLabels } from "../../apimachinery/label-selector.ts";
import type { StatusCause } from "../../apimachinery/status-error.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { isPodFinished, isPodReady, isPodTerminating } from "../core/pod/pod-conditions.ts";
import type { Condition, Pod, PodDisruptionBudget } from "../facts/types.gen.ts";

type Budget = Readonly<PodDisruptionBudget>;
type BudgetStatus = NonNullable<PodDisruptionBudget["status"]>;

export const disruptionAllowedCondition = "DisruptionAllowed";
export const syncFailedReason = "SyncFailed";
const sufficientReason = "SufficientPods";
const insufficientReason = "InsufficientPods";
const budgetCause = "DisruptionBudget";

/** Evictions that a budget has granted and not yet seen done. Kubernetes: eviction.go MaxDisruptedPodSize */
export const disruptedPodsMax = 2000;

/** What the budget selects; a selector that can't be read selects nothing. */
export function budgetMatcher(budget: Budget): LabelMatcher {
  try {
    return matcherFromSelector(budget.spec?.selector);
  } catch {
    return "nothing";
  }
}

export function budgetsOf(pod: Readonly<Pod>, budgets: readonly Budget[]): Budget[] {
  const labels = pod.metadata?.labels;
  if (labels === undefined || Object.keys(labels).length === 0) return [];
  return budgets.filter((budget) => matchesLabels(budgetMatcher(budget), labels));
}

/** It disrupts nobody: it has ended, has not begun, or goes anyway. Kubernetes: canIgnorePDB */
export function needsNoBudget(pod: Readonly<Pod>): boolean {
  return isPodFinished(pod) || pod.status?.phase === "Pending" || isPodTerminating(pod);
}

/** An unready pod that may go without being counted. */
export function mayGoUncounted(pod: Readonly<Pod>, { spec, status }: Budget): boolean {
  if (isPodReady(pod)) return false;
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  const desired = status?.desiredHealthy ?? 0;
  return desired > 0 && (status?.currentHealthy ?? 0) >= desired;
}

export type BudgetVerdict =
  | { readonly type: "granted"; readonly status: BudgetStatus }
  /** Ask again later. */
  | { readonly type: "refused"; readonly cause: StatusCause; readonly retryAfterSeconds: number }
  | { readonly type: "broken"; readonly message: string };

/** The budget has not been counted yet, or the pod has changed under it. */
export function stillProcessed(name: string): Extract<BudgetVerdict, { type: "refused" }> {
  const message = `The disruption budget ${name} is still being processed by the server.`;
  return { type: "refused", cause: { reason: budgetCause, message }, retryAfterSeconds: 10 };
}

/** May the pod be evicted; if so, the budget's status afterwards. Kubernetes: checkAndDecrement */
export function grantEviction(budget: Budget, podName: string, nowMs: number): BudgetVerdict {
  const { metadata = {}, status } = budget;
  const name = metadata.name ?? "";
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) return stillProcessed(name);
  const allowed = status?.disruptionsAllowed ?? 0;
  if (status === undefined || allowed === 0) {
    return { type: "refused", cause: { reason: budgetCause, message: whyNone(budget) }, retryAfterSeconds: 0 };
  }
  if (allowed < 0) return { type: "broken", message: "pdb disruptions allowed is negative" };
  if (Object.keys(status.disruptedPods ?? {}).length > disruptedPodsMax) {
    const message = "DisruptedPods map too big - too many evictions not confirmed by PDB controller";
    return { type: "broken", message };
  }
  const granted: BudgetStatus = {
    ...status,
    disruptionsAllowed: allowed - 1,
    disruptedPods: { ...status.disruptedPods, [podName]: formatTime(nowMs) },
  };
  if (allowed > 1) return { type: "granted", status: granted };
  return { type: "granted", status: { ...granted, conditions: withDisruptionAllowed(granted, nowMs) } };
}

function whyNone({ metadata, status }: Budget): string {
  const name = metadata?.name ?? "";
  const condition = status?.conditions?.find(({ type }) => type === disruptionAllowedCondition);
  if (condition?.status === "False" && condition.reason === syncFailedReason) {
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${condition.message}`;
  }
  return `The disruption budget ${name} needs ${status?.desiredHealthy ?? 0} healthy pods and has ${status?.currentHealthy ?? 0} currently`;
}

/** The status' conditions, true to its number of disruptions. Kubernetes: pkg/controller/disruption UpdateDisruptionAllowedCondition */
export function withDisruptionAllowed(status: BudgetStatus, nowMs: number): Condition[] {
  const sufficient = (status.disruptionsAllowed ?? 0) > 0;
  return withBudgetCondition(status, nowMs, {
    status: sufficient ? "True" : "False",
    reason: sufficient ? sufficientReason : insufficientReason,
    message: "",
  });
}

export function withBudgetCondition(
  { conditions = [], observedGeneration }: BudgetStatus,
  nowMs: number,
  said: Pick<Condition, "status" | "reason" | "message">,
): Condition[] {
  const old = conditions.find(({ type }) => type === disruptionAllowedCondition);
  const condition: Condition = {
    type: disruptionAllowedCondition,
    ...said,
    lastTransitionTime: old?.status === said.status ? old.lastTransitionTime : formatTime(nowMs),
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  };
  if (old === undefined) return [...conditions, condition];
  return conditions.map((one) => (one === old ? condition : one));
}
