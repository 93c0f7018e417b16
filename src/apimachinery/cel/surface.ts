// What the rest of the project sees of CEL: the shapes that compileRule, checkRules, evaluateRules and compileCondition
// take and answer.
import type { Json } from "../json.ts";
import type { CelRule, Schema } from "../schema/schema.ts";
import type { CelType } from "./type.ts";
import type { CelValue } from "./value.ts";

/** Cost units left for a request's evaluations; one is shared by all expressions of a request, and counts down. */
export interface CostBudget {
  left: number;
}

/** What an expression may refer to, and what it must answer. */
export interface Declarations {
  /** Names and their types: `{ object: dynType, request: admissionRequestType }`. */
  readonly variables: Readonly<Record<string, CelType>>;
  /** Answer types that are taken; absent: any. Upstream's message for another: `must evaluate to bool but got int`. */
  readonly returns?: readonly CelType[];
  /** MutatingAdmissionPolicy: `Object{...}` and `JSONPatch{...}` can be built. */
  readonly mutation?: MutationTypes;
}

export interface MutationTypes {
  /** The shape of the object to patch; absent: anything. Kubernetes checks `Object.spec{...}` only for its name. */
  readonly schema?: Schema;
}

export type Compilation =
  | { readonly type: "compiled"; readonly program: Program }
  /** `message` begins as upstream's: `compilation failed: ERROR: <input>:1:6: ...`. */
  | { readonly type: "refused"; readonly message: string; readonly issues: readonly Issue[] };

/** One problem of an expression. Lines count from 1, columns from 0 as in the AST; `text` has no position. */
export interface Issue {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A variable's value: JSON (adapted lazily by the declared type), a CEL value, or a function called at first use. */
export type VariableValue = Json | undefined | CelValue | LazyVariable;

/** Computed when an expression first asks for it, and then kept. It may throw what an Outcome's error carries. */
export interface LazyVariable {
  readonly lazy: () => VariableValue;
}

export type Variables = Readonly<Record<string, VariableValue>>;

export interface Program {
  readonly expression: string;
  /** The type of what it answers, for variables that are composed of it. */
  readonly resultType: CelType;
  /** Upstream's static worst case in cost units; Infinity where nothing bounds it. */
  readonly costMax: number;
  /** Names of declared variables that it refers to. */
  readonly references: ReadonlySet<string>;
  /** Spends from the budget (and at most perCallCostMax). Never throws for what an expression does. */
  evaluate(variables: Variables, budget?: CostBudget): Outcome;
}

export type Outcome =
  | { readonly type: "value"; readonly value: CelValue; readonly cost: number }
  | {
      readonly type: "error";
      /** Upstream's words: `no such key: foo`, `operation cancelled: actual cost limit exceeded`. */
      readonly message: string;
      readonly cost: number;
      /** The call's limit or the request's budget was used up. */
      readonly isOverBudget: boolean;
    };

export interface RuleOptions {
  /** Root of a resource: `self.metadata.name`, `self.apiVersion`, `self.kind` are there. Default: true at the top. */
  readonly isResourceRoot?: boolean;
}

export interface CompiledRule {
  readonly rule: CelRule;
  readonly program: Program;
  readonly messageProgram?: Program;
  /** `.spec.name`, from the rule's place; as it is written in an error. */
  readonly fieldPath?: string;
  /** It names oldSelf, so it runs only where there is an old value (or optionalOldSelf says otherwise). */
  readonly isTransitionRule: boolean;
}

export type RuleCompilation =
  | { readonly type: "compiled"; readonly rule: CompiledRule }
  | { readonly type: "refused"; readonly field: "rule" | "messageExpression" | "fieldPath"; readonly message: string };

export interface CheckRulesOptions {
  /** Expressions that the stored CRD already has: they are not held to limits that came later. */
  readonly stored?: ReadonlySet<string>;
}

export interface EvaluateRulesOptions {
  /** Where the value stands: "" (default) is the object itself. */
  readonly path?: string;
  /** The request's budget; default: a fresh one of requestCostMax. */
  readonly budget?: CostBudget;
  /** Take errors of unchanged parts as given. Default true; upstream: CRDValidationRatcheting. */
  readonly ratchet?: boolean;
}
