// What a ValidatingAdmissionPolicy says of a request: decided from its programs and what they are told, nothing else.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/validating/validator.go
import { isLongerThan } from "../../../../apimachinery/byte-length.ts";
import { messageBytesMax, requestCostMax } from "../../../../apimachinery/cel/limits.ts";
import type { CostBudget, Variables } from "../../../../apimachinery/cel/surface.ts";
import { evaluate } from "../../matching/evaluate.ts";
import { meetsConditions } from "../../matching/match-conditions.ts";
import { partOfBudget } from "../../matching/part-of-budget.ts";
import { withVariables } from "../compiled-variables.ts";
import type { CompiledValidatingPolicy, CompiledValidation } from "./compile-policy.ts";

/** One thing that speaks against the request. */
export interface Failure {
  /** Which of the policy's validations it is; 0 for what concerns them all. */
  readonly index: number;
  readonly message: string;
  /** Undefined: it could not be found out. */
  readonly reason: string | undefined;
}

export type Note =
  | { readonly type: "note"; readonly key: string; readonly value: string }
  /** It could not be made, which refuses the request. */
  | { readonly type: "error"; readonly message: string };

export interface Judgement {
  readonly failures: readonly Failure[];
  /** For the audit log. */
  readonly notes: readonly Note[];
}

const nothing: Judgement = { failures: [], notes: [] };

/**
 * `inputs`: all that expressions may refer to, but for `variables`. `whole`: what all expressions of the request's
 * policies may still spend.
 */
export function judge(policy: CompiledValidatingPolicy, inputs: Variables, whole: CostBudget): Judgement {
  const { failurePolicy, matchConditions } = policy;
  const met = meetsConditions(matchConditions, inputs, failurePolicy, whole);
  if (met.type === "unmet") return nothing;
  if (met.type === "failed") return { failures: problem(policy, 0, met.message), notes: [] };
  const verdict = failuresOf(policy, inputs, whole);
  if (verdict.type === "exhausted") return { failures: problem(policy, 0, verdict.message), notes: [] };
  return { failures: verdict.failures, notes: notesOf(policy, inputs, whole) };
}

/** What could not be evaluated counts against the request, unless failures are ignored. */
function problem({ failurePolicy }: CompiledValidatingPolicy, index: number, message: string): Failure[] {
  return failurePolicy === "Ignore" ? [] : [{ index, message, reason: undefined }];
}

type Verdict =
  | { readonly type: "told"; readonly failures: readonly Failure[] }
  | { readonly type: "exhausted"; readonly message: string };

function failuresOf(policy: CompiledValidatingPolicy, inputs: Variables, whole: CostBudget): Verdict {
  const budget = partOfBudget(whole, requestCostMax);
  const all = withVariables(inputs, policy.variables, budget);
  const failures: Failure[] = [];
  for (const [index, one] of policy.validations.entries()) {
    const evaluation = evaluate(one.condition, all, budget);
    if (evaluation.type === "exhausted") return evaluation;
    if (evaluation.type === "error") failures.push(...problem(policy, index, evaluation.message));
    else if (evaluation.value !== true) {
      const told = messageOf(one, all, budget);
      if (told.type === "exhausted") failures.push(...problem(policy, index, told.message));
      else failures.push({ index, message: told.message, reason: one.validation.reason ?? "Invalid" });
    }
  }
  return { type: "told", failures };
}

/** The messageExpression's answer, else the message, else the expression itself. */
function messageOf({ validation, message }: CompiledValidation, inputs: Variables, budget: CostBudget) {
  const given = validation.message?.trim() ?? "";
  const usual = given === "" ? `failed expression: ${validation.expression.trim()}` : given;
  if (message === undefined) return { type: "told", message: usual } as const;
  const evaluation = evaluate(message, inputs, budget);
  if (evaluation.type === "exhausted") {
    return { type: "exhausted", message: `failed messageExpression: ${evaluation.message}` } as const;
  }
  const text = evaluation.type === "value" && typeof evaluation.value === "string" ? evaluation.value.trim() : "";
  const isFit = text !== "" && !text.includes("\n") && !isLongerThan(text, messageBytesMax);
  return { type: "told", message: isFit ? text : usual } as const;
}

function notesOf(policy: CompiledValidatingPolicy, inputs: Variables, whole: CostBudget): Note[] {
  if (policy.annotations.length === 0) return [];
  const budget = partOfBudget(whole, requestCostMax);
  const all = withVariables(inputs, policy.variables, budget);
  const notes: Note[] = [];
  for (const { key, value } of policy.annotations) {
    const evaluation = evaluate(value, all, budget);
    if (evaluation.type === "value") {
      const text = typeof evaluation.value === "string" ? evaluation.value.trim() : "";
      if (text !== "") notes.push({ type: "note", key, value: text });
    } else if (policy.failurePolicy !== "Ignore") notes.push({ type: "error", message: evaluation.message });
  }
  return notes;
}
