// Holds an object to the rules of its schema.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go Validate
import { byteLength } from "../byte-length.ts";
import { equalJson } from "../clone-json.ts";
import { duplicate, type FieldError, forbiddenField, invalidValue, required } from "../field-error.ts";
import type { Json } from "../json.ts";
import type { CelRule, Schema } from "../schema/schema.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { adaptJson } from "./json-value.ts";
import { messageBytesMax, requestCostMax } from "./limits.ts";
import { type RuleNode, ruleTree } from "./rule-tree.ts";
import { typeOfSchema } from "./schema-type.ts";
import type { CompiledRule, CostBudget, EvaluateRulesOptions, Outcome, Variables } from "./surface.ts";
import { type CelValue, Optional } from "./value.ts";

/**
 * The errors of a value that is otherwise valid; with `old`, of an update of it. What an update leaves as it was may
 * stay as it is (`ratchet`).
 */
export function evaluateRules(
  schema: Schema,
  value: Json,
  old?: Json,
  options: EvaluateRulesOptions = {},
): FieldError[] {
  const tree = ruleTree(schema);
  if (tree === undefined) return [];
  const walk = new Walk(options.budget ?? { left: requestCostMax }, options.ratchet ?? true);
  walk.node(tree, {
    value,
    old,
    path: options.path ?? "",
    isRoot: true,
    isKept: () => old !== undefined && equalJson(value, old),
  });
  return walk.errors;
}

interface Place {
  readonly value: Json;
  readonly old: Json | undefined;
  readonly path: string;
  readonly isRoot: boolean;
  /** Whether it, or the nearest part above it that is comparable, is what it was. */
  readonly isKept: () => boolean;
}

class Walk {
  readonly errors: FieldError[] = [];
  readonly #budget: CostBudget;
  readonly #ratchets: boolean;
  #isOver = false;

  constructor(budget: CostBudget, ratchets: boolean) {
    this.#budget = budget;
    this.#ratchets = ratchets;
  }

  node(node: RuleNode, place: Place): void {
    const { value, old, path, isKept } = place;
    if (this.#isOver || value === null) return;
    if (node.rules.length > 0) this.#rules(node, place);
    for (const one of node.allOf) this.node(one, place);
    if (Array.isArray(value)) {
      const { items } = node;
      if (items === undefined) return;
      const before = Array.isArray(old) ? oldItems(node.schema, old) : undefined;
      value.forEach((item, i) => {
        const past = before?.(item);
        const kept = past === undefined ? isKept : () => equalJson(item, past);
        const isRoot = node.schema.items?.embeddedResource === true;
        this.node(items, { value: item, old: past, path: `${path}[${i}]`, isRoot, isKept: kept });
      });
    } else if (isJsonObject(value)) this.#children(node, value, place);
  }

  #children(node: RuleNode, value: { [key: string]: Json }, { old, path, isKept }: Place): void {
    const isComparable = node.schema.mapType !== "atomic";
    for (const key of Object.keys(value)) {
      const property = node.properties.get(key);
      const child = property ?? node.values;
      if (child === undefined) continue;
      const item = value[key] as Json;
      const past = isComparable && isJsonObject(old) ? fieldOf(old, key) : undefined;
      const kept = past === undefined ? isKept : () => equalJson(item, past);
      const place = property === undefined ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      const isRoot = child.schema.embeddedResource === true;
      this.node(child, { value: item, old: past, path: place, isRoot, isKept: kept });
    }
  }

  #rules(node: RuleNode, place: Place): void {
    const { path, old } = place;
    const kind = node.schema.type ?? "";
    if (this.#budget.left <= 0) {
      this.errors.push(
        invalidValue(
          path,
          kind,
          "validation failed due to running out of cost budget, no further validation rules will be run",
        ),
      );
      this.#isOver = true;
      return;
    }
    const type = typeOfSchema(node.schema, place.isRoot);
    if (type === undefined) return;
    const self = lazily(() => adaptJson(place.value, type));
    const oldSelf = old === undefined || old === null ? undefined : lazily(() => adaptJson(old, type));
    for (const lazyRule of node.rules) {
      if (this.#isOver) return;
      const compilation = lazyRule.compiled();
      if (compilation.type === "refused") {
        this.errors.push(invalidValue(path, kind, `rule compile error: ${compilation.message}`));
        continue;
      }
      const { rule } = compilation;
      const isOptional = rule.rule.optionalOldSelf === true;
      if (rule.isTransitionRule && oldSelf === undefined && !isOptional) continue;
      const past = isOptional ? { lazy: () => new Optional(oldSelf?.lazy()) } : oldSelf;
      this.#rule(rule, { self, oldSelf: past }, place, kind);
    }
  }

  #rule(rule: CompiledRule, variables: Variables, place: Place, kind: string): void {
    const outcome = rule.program.evaluate(variables, this.#budget);
    if (outcome.type === "error") {
      this.errors.push(invalidValue(place.path, kind, this.#failure(outcome, rule.rule)));
      return;
    }
    if (outcome.value === true) return;
    const path = childOf(place.path, rule.fieldPath);
    if (this.#ratchets && !rule.isTransitionRule && place.isKept()) return;
    const detail = this.#message(rule, variables, path, kind) ?? ruleMessage(rule.rule);
    if (!this.#isOver) this.errors.push(errorOf(rule.rule, path, kind, detail));
  }

  #failure({ message, isOverBudget }: Extract<Outcome, { type: "error" }>, rule: CelRule): string {
    const name = ruleName(rule);
    if (isOverBudget) {
      this.#isOver = true;
      return this.#budget.left < 0
        ? "validation failed due to running out of cost budget, no further validation rules will be run"
        : `'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`;
    }
    if (message.startsWith("no such overload")) {
      return `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`;
    }
    return `${message} evaluating rule: ${name}`;
  }

  /** What the messageExpression says; undefined: it has nothing to say that could be shown. */
  #message(rule: CompiledRule, variables: Variables, path: string, kind: string): string | undefined {
    if (rule.messageProgram === undefined) return undefined;
    const outcome = rule.messageProgram.evaluate(variables, this.#budget);
    if (outcome.type === "error") {
      if (!outcome.isOverBudget) return undefined;
      const text =
        this.#budget.left < 0
          ? "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run"
          : `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${JSON.stringify(rule.messageProgram.expression)}`;
      this.errors.push(invalidValue(path, kind, text));
      this.#isOver = true;
      return undefined;
    }
    const text = typeof outcome.value === "string" ? outcome.value.trim() : "";
    return text === "" || text.includes("\n") || byteLength(text) > messageBytesMax ? undefined : text;
  }
}

function lazily(make: () => CelValue): { lazy: () => CelValue } {
  let value: CelValue | undefined;
  return {
    lazy() {
      value ??= make();
      return value;
    },
  };
}

/** How to find an item's past: by its keys, where it has some. */
function oldItems(schema: Schema, old: readonly Json[]): ((item: Json) => Json | undefined) | undefined {
  if (schema.listType !== "map") return undefined;
  const keys = schema.listMapKeys ?? [];
  const identity = (item: Json) =>
    isJsonObject(item) ? JSON.stringify(keys.map((key) => fieldOf(item, key) ?? null)) : undefined;
  const byIdentity = new Map<string | undefined, Json>();
  for (const item of old) {
    const key = identity(item);
    if (key !== undefined && !byIdentity.has(key)) byIdentity.set(key, item);
  }
  return (item) => byIdentity.get(identity(item));
}

function childOf(path: string, fieldPath: string | undefined): string {
  if (fieldPath === undefined) return path;
  return path === "" ? fieldPath.replace(/^\./, "") : path + fieldPath;
}

function ruleName(rule: CelRule): string {
  return (rule.message ?? "") === "" ? rule.rule.trim() : (rule.message as string).trim();
}

function ruleMessage(rule: CelRule): string {
  return (rule.message ?? "") === "" ? `failed rule: ${rule.rule.trim()}` : (rule.message as string).trim();
}

function errorOf(rule: CelRule, path: string, kind: string, detail: string): FieldError {
  switch (rule.reason) {
    case "FieldValueForbidden":
      return forbiddenField(path, detail);
    case "FieldValueRequired":
      return required(path, detail);
    case "FieldValueDuplicate":
      return duplicate(path, kind);
    default:
      return invalidValue(path, kind, detail);
  }
}
