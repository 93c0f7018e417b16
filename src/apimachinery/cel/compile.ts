// From an expression's text to a program: parse, check, estimate, plan.
import { check } from "./check.ts";
import { estimate } from "./estimate.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { Issues } from "./issue.ts";
import { adaptJson } from "./json-value.ts";
import { callCostMax } from "./limits.ts";
import { literalProblems } from "./literal-problems.ts";
import { parse } from "./parse.ts";
import { type Frame, plan, type Step } from "./plan.ts";
import type {
  Compilation,
  CostBudget,
  Declarations,
  LazyVariable,
  Outcome,
  Program,
  Variables,
  VariableValue,
} from "./surface.ts";
import { forgetSizes } from "./text.ts";
import { type CelType, dynType, typeText } from "./type.ts";
import {
  type CelValue,
  Duration,
  ListValue,
  MapValue,
  OpaqueValue,
  Optional,
  Timestamp,
  TypeValue,
  Uint,
} from "./value.ts";
import { beginWork, OverBudget } from "./work.ts";

/** Compiles; nothing is remembered. */
export function compile(expression: string, declarations: Declarations): Compilation {
  const issues = new Issues(expression);
  const parsed = parse(expression, issues);
  const checked = parsed === undefined ? undefined : check(parsed, declarations, issues);
  if (parsed !== undefined && issues.isEmpty) literalProblems(parsed, issues);
  if (parsed === undefined || checked === undefined || !issues.isEmpty) {
    return { type: "refused", message: `compilation failed: ${issues.text()}`, issues: issues.all() };
  }
  const { returns } = declarations;
  if (returns !== undefined && checked.result.kind !== "error" && !returns.some((one) => isSame(one, checked.result))) {
    return { type: "refused", message: wrongAnswer(returns, checked.result), issues: [] };
  }
  const costMax = estimate(parsed, checked, declarations);
  const step = plan(parsed, checked);
  const program = {
    expression,
    resultType: checked.result,
    costMax,
    references: checked.references,
    declarations,
    step,
  };
  return { type: "compiled", program: new Planned(program) };
}

function wrongAnswer(wanted: readonly CelType[], found: CelType): string {
  // As a type among others cel-go calls null by its runtime's name.
  const names = wanted.map((type) => (type.kind === "null" ? "null_type" : typeText(type)));
  const list = names.length === 1 ? names[0] : `one of [${names.join(" ")}]`;
  return `must evaluate to ${list} but got ${found.kind === "null" ? "null_type" : typeText(found)}`;
}

function isSame(wanted: CelType, found: CelType): boolean {
  if (wanted.kind === "object" && found.kind === "object") return wanted.name === found.name;
  if (wanted.kind === "list" && found.kind === "list") {
    return isSame(wanted.element, found.element) || found.element.kind === "dyn";
  }
  return wanted.kind === found.kind && (wanted.kind !== "opaque" || typeText(wanted) === typeText(found));
}

interface Parts {
  readonly expression: string;
  readonly resultType: CelType;
  readonly costMax: number;
  readonly references: ReadonlySet<string>;
  readonly declarations: Declarations;
  readonly step: Step;
}

class Planned implements Program {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }
  get expression(): string {
    return this.#parts.expression;
  }
  get resultType(): CelType {
    return this.#parts.resultType;
  }
  get costMax(): number {
    return this.#parts.costMax;
  }
  get references(): ReadonlySet<string> {
    return this.#parts.references;
  }

  evaluate(variables: Variables, budget?: CostBudget): Outcome {
    const left = budget?.left ?? Number.POSITIVE_INFINITY;
    const costMax = Math.min(callCostMax, Math.max(left, 0));
    const frame: Frame = { variable: this.#lookUp(variables), slots: [], cost: 0, costMax };
    const endWork = beginWork(costMax);
    let outcome: Outcome;
    try {
      outcome = { type: "value", value: this.#parts.step(frame), cost: frame.cost };
    } catch (error) {
      outcome = { type: "error", cost: frame.cost, ...problem(error) };
    }
    // Work that has no price of its own weighs when there is much of it.
    const cost = Math.min(Math.max(frame.cost, endWork()), costMax + 1);
    forgetSizes();
    if (budget !== undefined) budget.left -= cost;
    return { ...outcome, cost };
  }

  #lookUp(variables: Variables): (name: string) => CelValue {
    const known = new Map<string, CelValue>();
    const types = this.#parts.declarations.variables;
    return (name) => {
      const found = known.get(name);
      if (found !== undefined) return found;
      const value = valueOfVariable(variables[name], types[name] ?? dynType);
      if (value === undefined) throw new EvaluationError(`no such attribute(s): ${name}`);
      known.set(name, value);
      return value;
    };
  }
}

function problem(error: unknown): { message: string; isOverBudget: boolean } {
  if (error instanceof EvaluationError) return { message: error.message, isOverBudget: false };
  if (error instanceof OverBudget) {
    return { message: "operation cancelled: actual cost limit exceeded", isOverBudget: true };
  }
  // A text or list that the engine cannot hold, or a stack that it has not: the expression's fault all the same.
  return { message: `internal error: ${error instanceof Error ? error.message : String(error)}`, isOverBudget: false };
}

export function valueOfVariable(value: VariableValue, type: CelType): CelValue | undefined {
  if (value === undefined || isCelValue(value)) return value;
  if (isLazy(value)) return valueOfVariable(value.lazy(), type);
  return adaptJson(value as Parameters<typeof adaptJson>[0], type);
}

function isLazy(value: VariableValue): value is LazyVariable {
  return typeof value === "object" && value !== null && typeof (value as LazyVariable).lazy === "function";
}

const classes = [ListValue, MapValue, Uint, Timestamp, Duration, TypeValue, Optional, OpaqueValue, Uint8Array] as const;

/** JSON numbers are adapted by the declared type; everything that is no JSON is a value already. */
function isCelValue(value: VariableValue): value is CelValue {
  if (typeof value === "bigint") return true;
  return typeof value === "object" && value !== null && classes.some((one) => value instanceof one);
}
