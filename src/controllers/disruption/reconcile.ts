// Keeps the status of disruption budgets: how many of their pods may be evicted now.
// Kubernetes: pkg/controller/disruption/disruption.go
import { labelSelectorText, matchesLabels } from "../../apimachinery/label-selector.ts";
import { isPodReady } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod, PodDisruptionBudget } from "../../kinds/facts/types.gen.ts";
import { podDisruptionBudgets, pods } from "../../kinds/kind-refs.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import { budgetMatcher } from "../../kinds/policy/disruption.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { errorMessage } from "../runtime/failures.ts";
import { labelsKey, readLabelsKey } from "../runtime/labels-key.ts";
import { controllerOf } from "../runtime/ownership.ts";
import { mapped, own } from "../runtime/watch-rules.ts";
import { expectedPods } from "./expected-pods.ts";
import { budgetStatus, countHealthy, countHealthyWanted, countsByOwners, disrupted, failedStatus } from "./plan.ts";

type Budget = Readonly<PodDisruptionBudget>;

/** The labels that a pod has and had; only a read can tell which budgets select them. */
const podsOfBudgets = mapped<Pod>(pods, ({ type, object, old }) => {
  const now = labelsKey(object.metadata?.labels);
  if (old === undefined || type === "DELETED") return [now];
  if (semanticEqual(counted(object), counted(old))) return [];
  return [now, labelsKey(old.metadata?.labels)];
});

/** What a budget's numbers go by. */
function counted(pod: Readonly<Pod>): unknown {
  const { labels, deletionTimestamp } = pod.metadata ?? {};
  return [labels, deletionTimestamp !== undefined, isPodReady(pod), controllerOf(pod)?.uid];
}

export function disruptionController(kinds: () => KindRegistry): Controller {
  return {
    name: "disruption",
    component: "controllermanager",
    scope: "Namespaced",
    watches: [own(podDisruptionBudgets), podsOfBudgets],
    async reconcile(key, context) {
      const labels = readLabelsKey(key);
      if (labels !== undefined) return { also: await budgetsSelecting(context, labels) };
      const budget = await context.client.get(podDisruptionBudgets, key);
      return budget === undefined ? done : reconcileBudget(budget, context, kinds());
    },
  };
}

async function budgetsSelecting(
  { client }: ReconcileContext,
  labels: Readonly<Record<string, string>>,
): Promise<string[]> {
  const all = await client.list(podDisruptionBudgets);
  return all
    .filter((budget) => matchesLabels(budgetMatcher(budget), labels))
    .map(({ metadata }) => metadata?.name ?? "");
}

async function reconcileBudget(
  budget: Budget,
  context: ReconcileContext,
  kinds: KindRegistry,
): Promise<ReconcileResult> {
  const { client, clock, events } = context;
  const matcher = budgetMatcher(budget);
  const selected = (await client.list(pods)).filter(({ metadata }) => matchesLabels(matcher, metadata?.labels));
  let expected: number;
  try {
    expected = await countExpected(budget, selected, context, kinds);
  } catch (error) {
    const message = errorMessage(error);
    const status = failedStatus(budget, message, clock.now());
    if (semanticEqual(status, budget.status)) return done;
    const told = `Failed to calculate the number of expected pods: ${message}`;
    events.event(budget, "Warning", "CalculateExpectedPodCountFailed", told);
    await client.updateStatus(podDisruptionBudgets, { ...budget, status });
    return done;
  }
  const { pods: disruptedPods, undone, recheckMs } = disrupted(budget, selected, clock.now());
  for (const pod of undone) {
    const { name, namespace } = budget.metadata ?? {};
    events.event(
      pod,
      "Warning",
      "NotDeleted",
      `Pod was expected by PDB ${namespace}/${name} to be deleted but it wasn't`,
    );
  }
  const healthy = countHealthy(selected, disruptedPods);
  const status = budgetStatus(budget, countHealthyWanted(budget, expected), healthy, disruptedPods, clock.now());
  if (!semanticEqual(status, budget.status)) {
    if (selected.length === 0) events.event(budget, "Normal", "NoPods", "No matching pods found");
    // By its resourceVersion: an eviction may have spent of the budget meanwhile.
    await client.updateStatus(podDisruptionBudgets, { ...budget, status });
  }
  return recheckMs === undefined ? done : { requeueAfterMs: recheckMs };
}

async function countExpected(
  budget: Budget,
  selected: readonly Readonly<Pod>[],
  { client, events }: ReconcileContext,
  kinds: KindRegistry,
): Promise<number> {
  if (!countsByOwners(budget)) {
    countHealthyWanted(budget, selected.length);
    return selected.length;
  }
  const { count, unmanaged } = await expectedPods(client, kinds, selected);
  countHealthyWanted(budget, count);
  if (unmanaged.length > 0) {
    const selector = labelSelectorText(budgetMatcher(budget));
    events.event(
      budget,
      "Warning",
      "UnmanagedPods",
      `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
    );
  }
  return count;
}
