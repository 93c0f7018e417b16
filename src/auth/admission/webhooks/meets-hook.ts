// Whether a request meets the matchConditions of a webhook that has asked for it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/generic/webhook.go ShouldCallHook
import type { CostBudget } from "../../../apimachinery/cel/surface.ts";
import { forbidden } from "../../../apimachinery/status-error.ts";
import { expressionInputs, type ShownRequest } from "../matching/expression-inputs.ts";
import { meetsConditions } from "../matching/match-conditions.ts";
import type { AdmissionHost } from "../step.ts";
import type { Hook } from "./hook.ts";

/** Throws Forbidden when they could not be evaluated and the webhook fails closed. */
export function meetsHook(
  host: Pick<AdmissionHost, "facts">,
  hook: Hook,
  shown: ShownRequest,
  budget: CostBudget,
): boolean {
  const { conditions, webhook } = hook;
  if (conditions.length === 0) return true;
  const met = meetsConditions(conditions, expressionInputs(host, shown), webhook.failurePolicy, budget);
  if (met.type !== "failed") return met.type === "met";
  const { kind, name } = shown.request;
  throw forbidden({ group: kind.group, resource: kind.plural }, name, met.message);
}
