// ValidatingAdmissionPolicy: policies in CEL that refuse requests, warn of them, or note them in the audit log.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/validating/dispatcher.go
import type { CostBudget, Variables } from "../../../../apimachinery/cel/surface.ts";
import type { Json } from "../../../../apimachinery/json.ts";
import { StatusError } from "../../../../apimachinery/status-error.ts";
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from "../../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../../kinds/kind.ts";
import { isExemptFromPolicies } from "../../matching/exempt.ts";
import { expressionInputs } from "../../matching/expression-inputs.ts";
import { wholeBudget } from "../../matching/part-of-budget.ts";
import { shownAs } from "../../matching/shown-as.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../../step.ts";
import { collectParams } from "../collect-params.ts";
import { constrainedKind } from "../constraints.ts";
import { denied } from "../denial.ts";
import { type PolicyHook, policyIndex } from "../policy-index.ts";
import { AuditNotes } from "./audit-notes.ts";
import { compiledValidatingPolicy } from "./compile-policy.ts";
import { type Failure, judge, type Note } from "./judge.ts";

type Policy = Readonly<ValidatingAdmissionPolicy>;
type Binding = Readonly<ValidatingAdmissionPolicyBinding>;
type Hook = PolicyHook<Policy, Binding>;

/** Why a request is refused, and by whom; without a binding the policy itself could not be used. */
interface Denial {
  readonly policy: string;
  readonly binding: string | undefined;
  readonly message: string;
  readonly reason: string | undefined;
}

export function validatingPolicies(host: AdmissionHost): AdmissionStep {
  return {
    name: "ValidatingAdmissionPolicy",
    validate(request) {
      const { validatingPolicies: policies, validatingBindings: bindings } = host.configurations();
      if (policies.length === 0 || bindings.length === 0 || isExemptFromPolicies(request.kind)) return;
      const asking = policyIndex(policies, bindings).asking(request, host.kinds());
      if (asking.length === 0) return;
      return askAll(
        host,
        request,
        asking.map(({ entry }) => entry),
      );
    },
  };
}

async function askAll(host: AdmissionHost, request: AdmissionRequest, hooks: readonly Hook[]): Promise<void> {
  const denials: Denial[] = [];
  // All have their say, for their warnings and notes; the first refusal is the one that is told.
  const budget = wholeBudget();
  for (const hook of hooks) denials.push(...(await ask(host, request, hook, budget)));
  const first = denials[0];
  if (first === undefined) return;
  const by = first.binding === undefined ? "" : ` with binding '${first.binding}'`;
  const message = `ValidatingAdmissionPolicy '${first.policy}'${by} denied request: ${first.message}`;
  throw denied(request, message, first.reason);
}

async function ask(host: AdmissionHost, request: AdmissionRequest, hook: Hook, budget: CostBudget): Promise<Denial[]> {
  const as = constrainedKind(hook.constraints, host, request);
  if (as === undefined) return [];
  const { policy } = hook;
  const name = policy.metadata?.name ?? "";
  const isIgnored = policy.spec?.failurePolicy === "Ignore";
  const unusable = (binding: string | undefined, problem: string): Denial[] => {
    const what = binding === undefined ? "policy" : "binding";
    const message = `failed to configure ${what}: ${problem}`;
    return isIgnored ? [] : [{ policy: name, binding, message, reason: undefined }];
  };
  const inputs = await inputsOf(host, request, as);
  if (typeof inputs === "string") return unusable(undefined, inputs);
  const notes = new AuditNotes();
  const denials: Denial[] = [];
  for (const { binding, constraints } of hook.bindings) {
    if (constraints !== undefined && constrainedKind(constraints, host, request) === undefined) continue;
    const found = await collectParams(host, request, policy.spec?.paramKind, binding.spec?.paramRef);
    if (found.type === "failed") {
      denials.push(...unusable(found.of === "policy" ? undefined : binding.metadata?.name, found.message));
      // No binding can make up for what is wrong with the policy.
      if (found.of === "policy") break;
      continue;
    }
    for (const params of found.params) {
      const { failures, notes: made } = judge(
        compiledValidatingPolicy(policy),
        { ...inputs, params: (params ?? null) as Json },
        budget,
      );
      denials.push(...failures.flatMap((failure) => actedOn(request, binding, failure, name)));
      denials.push(...noted(made, notes, { policy: name, binding: binding.metadata?.name }));
    }
  }
  notes.tell(request, name);
  return denials;
}

/** What expressions are told, or why the object can't be shown to them. */
async function inputsOf(host: AdmissionHost, request: AdmissionRequest, as: Kind): Promise<Variables | string> {
  try {
    const object = await shownAs(request.object, request.kind, as);
    const old = await shownAs(request.old, request.kind, as);
    return expressionInputs(host, { request, as, object, old });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return `failed to convert object version: ${error.message}`;
  }
}

/** Keeps the notes; those that could not be made refuse the request. */
function noted(made: readonly Note[], notes: AuditNotes, by: Pick<Denial, "policy" | "binding">): Denial[] {
  const denials: Denial[] = [];
  for (const note of made) {
    if (note.type === "note") notes.add(note.key, note.value);
    else denials.push({ ...by, message: note.message, reason: undefined });
  }
  return denials;
}

function actedOn(
  request: AdmissionRequest,
  { metadata, spec }: Binding,
  { index, message, reason }: Failure,
  policy: string,
): Denial[] {
  const by = { policy, binding: metadata?.name ?? "" };
  const validationActions = spec?.validationActions ?? [];
  const warning = `Validation failed for ValidatingAdmissionPolicy '${by.policy}' with binding '${by.binding}': ${message}`;
  if (validationActions.includes("Warn")) request.warn(warning);
  if (validationActions.includes("Audit")) {
    const failure = { message, ...by, expressionIndex: index, validationActions };
    request.annotate("validation.policy.admission.k8s.io/validation_failure", JSON.stringify([failure]));
  }
  return validationActions.includes("Deny") ? [{ ...by, message, reason }] : [];
}
