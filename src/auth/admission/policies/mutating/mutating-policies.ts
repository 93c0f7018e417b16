// MutatingAdmissionPolicy: policies in CEL that change objects, one after the other.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/mutating/dispatcher.go
import type { CostBudget, Variables } from "../../../../apimachinery/cel/surface.ts";
import { equalJson } from "../../../../apimachinery/clone-json.ts";
import type { Json, JsonObject } from "../../../../apimachinery/json.ts";
import type { Schema } from "../../../../apimachinery/schema/schema.ts";
import { internalError } from "../../../../apimachinery/status-error.ts";
import { findSchemaOfKind } from "../../../../kinds/facts/schema-of.ts";
import { isExemptFromPolicies } from "../../matching/exempt.ts";
import { expressionInputs } from "../../matching/expression-inputs.ts";
import { meetsConditions } from "../../matching/match-conditions.ts";
import { wholeBudget } from "../../matching/part-of-budget.ts";
import { shownAs } from "../../matching/shown-as.ts";
import { Reinvocation, snapshot } from "../../reinvocation.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../../step.ts";
import { takeChange } from "../../take-change.ts";
import { deniedByMutations } from "../denial.ts";
import { policyIndex } from "../policy-index.ts";
import { compiledMutatingPolicy } from "./compile-policy.ts";
import { type Hook, type Invocation, invocationsOf, type PolicyProblem } from "./invocations.ts";
import { mutateObject } from "./mutate-object.ts";

const stepName = "MutatingAdmissionPolicy";

export function mutatingPolicies(host: AdmissionHost): AdmissionStep {
  return {
    name: stepName,
    mutate(request) {
      const { mutatingPolicies: policies, mutatingBindings: bindings } = host.configurations();
      if (policies.length === 0 || bindings.length === 0 || isExemptFromPolicies(request.kind)) return;
      // There is nothing to change, so nothing is asked: not even what would fail.
      if (request.operation === "DELETE") return;
      const asking = policyIndex(policies, bindings).asking(request, host.kinds());
      if (asking.length === 0) return;
      return invokeAll(
        host,
        request,
        asking.map(({ entry }) => entry),
      );
    },
  };
}

async function invokeAll(host: AdmissionHost, request: AdmissionRequest, hooks: readonly Hook[]): Promise<void> {
  const { invocations, problems } = await invocationsOf(host, request, hooks);
  const all = [...problems];
  const reinvocation = Reinvocation.of(request, stepName);
  reinvocation.begin(request);
  const whole = wholeBudget();
  for (const invocation of invocations) all.push(...(await invoke(host, request, invocation, { reinvocation, whole })));
  reinvocation.end(request);
  const counting = all.filter(({ policy }) => policy.spec?.failurePolicy !== "Ignore");
  if (counting.length > 0) throw deniedByMutations(request, counting.map(problemText), counting[0]?.reason);
}

function problemText({ policy, binding, message }: PolicyProblem): string {
  const name = policy.metadata?.name ?? "";
  return binding === undefined
    ? `policy ${JSON.stringify(name)} denied request: ${message}`
    : `policy '${name}' with binding '${binding}' denied request: ${message}`;
}

async function invoke(
  host: AdmissionHost,
  request: AdmissionRequest,
  invocation: Invocation,
  { reinvocation, whole }: { readonly reinvocation: Reinvocation; readonly whole: CostBudget },
): Promise<PolicyProblem[]> {
  const { id, policy, binding } = invocation;
  const compiled = compiledMutatingPolicy(policy);
  const problem = (message: string): PolicyProblem => ({ policy, binding, message, reason: "Invalid" });
  const met = meetsConditions(
    compiled.matchConditions,
    await inputsOf(host, request, invocation),
    policy.spec?.failurePolicy,
    whole,
  );
  if (met.type === "failed") return [problem(met.message)];
  if (met.type === "unmet" || reinvocation.skips(request, id)) return [];
  const before = snapshot(request);
  const problems: PolicyProblem[] = [];
  for (const mutation of compiled.mutations) {
    const object = await shownAs(request.object, request.kind, invocation.as);
    if (object === undefined) break;
    // Each sees what those before it have made of the object.
    const inputs = await inputsOf(host, request, invocation);
    const { variables } = compiled;
    const mutating = { variables, inputs, schema: schemaOf(request, invocation), whole };
    const changed = mutateObject(object as JsonObject, mutation, mutating);
    if (changed.type === "failed") problems.push(problem(changed.message));
    if (changed.type === "changed") {
      await takeChange(request, invocation.as, changed.object, mutation.type === "jsonPatch");
    }
  }
  const isEager = policy.spec?.reinvocationPolicy === "IfNeeded";
  reinvocation.note(request, id, { changed: !equalJson(before, snapshot(request)), isEager });
  return problems;
}

async function inputsOf(
  host: AdmissionHost,
  request: AdmissionRequest,
  { as, params }: Invocation,
): Promise<Variables> {
  const object = await shownAs(request.object, request.kind, as);
  const old = await shownAs(request.old, request.kind, as);
  return { ...expressionInputs(host, { request, as, object, old }), params: (params ?? null) as Json };
}

function schemaOf({ view }: AdmissionRequest, { as }: Invocation): Schema {
  const schema = view === undefined ? as.schema : findSchemaOfKind(view.group, view.version, view.kind);
  if (schema === undefined) throw internalError(`${view?.kind} can't be changed`);
  return schema;
}
