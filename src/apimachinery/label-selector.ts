// Label selectors: their text form, their object form, and which labels they match.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/labels/selector.go, pkg/apis/meta/v1/{helpers.go,validation}
import type { FieldError } from "./field-error.ts";
import { fieldErrorText, forbiddenField, invalidValue, required } from "./field-error.ts";
import { lexLabelSelector, type Token } from "./label-selector-lexer.ts";
import { isLabelValue, isQualifiedName } from "./names.ts";
import { validateLabels } from "./object-meta.ts";

/** As objects carry it (`spec.selector`). */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  key: string;
  operator: string;
  values?: string[];
}

export type LabelOperator = "in" | "notin" | "=" | "==" | "!=" | "exists" | "!" | "gt" | "lt";

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** All requirements must hold: none of them, and everything matches. "nothing" matches no labels at all. */
export type LabelMatcher = readonly LabelRequirement[] | "nothing";

/** Thrown for a selector that cannot be read; the message is what upstream's 400 says. */
export class SelectorError extends Error {
  override readonly name = "SelectorError";
}

export type Labels = Readonly<Record<string, string>> | undefined;

const binaryOperators = "in, notin, =, ==, !=, gt, lt";
const objectOperators: Readonly<Record<string, LabelOperator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
};

export function matchesLabels(matcher: LabelMatcher, labels: Labels): boolean {
  if (matcher === "nothing") return false;
  for (const requirement of matcher) if (!fulfils(requirement, labels)) return false;
  return true;
}

function fulfils({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "in":
    case "=":
    case "==":
      return value !== undefined && values.includes(value);
    case "notin":
    case "!=":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    case "gt":
    case "lt": {
      const have = parseInt64(value);
      const bound = parseInt64(values[0]);
      if (have === undefined || bound === undefined) return false;
      return operator === "gt" ? have > bound : have < bound;
    }
  }
}

function parseInt64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?[0-9]{1,20}$/.test(text)) return undefined;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Reads `app=web,tier in (a,b),!old`; "" matches everything. Throws SelectorError. */
export function parseLabelSelector(text: string): LabelMatcher {
  const tokens = lexLabelSelector(text);
  const requirements: LabelRequirement[] = [];
  let position = 0;
  const peek = () => tokens[position] as Token;
  const next = () => tokens[position++] as Token;
  while (peek().type !== "end") {
    const first = peek();
    if (!isIdentifier(first) && first.type !== "!") {
      throw new SelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
    }
    requirements.push(parseRequirement(peek, next));
    const after = next();
    if (after.type === "end") break;
    if (after.type !== ",") throw new SelectorError(`found '${after.text}', expected: ',' or 'end of string'`);
    const follow = peek();
    if (!isIdentifier(follow) && follow.type !== "!") {
      throw new SelectorError(`found '${follow.text}', expected: identifier after ','`);
    }
  }
  return requirements.sort(byKey);
}

function byKey(left: LabelRequirement, right: LabelRequirement): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}

/** `in` and `notin` are words like any other where no operator can stand. */
function isIdentifier(token: Token): boolean {
  return token.type === "identifier" || token.type === "in" || token.type === "notin";
}

function unable(message: string): SelectorError {
  return new SelectorError(`unable to parse requirement: ${message}`);
}

function parseRequirement(peek: () => Token, next: () => Token): LabelRequirement {
  let token = next();
  const negated = token.type === "!";
  if (negated) token = next();
  if (!isIdentifier(token)) throw unable(`found '${token.text}', expected: identifier`);
  const key = token.text;
  const keyMessages = isQualifiedName(key);
  if (keyMessages.length > 0) throw unable(fieldErrorText(invalidValue("<nil>", key, keyMessages.join("; "))));
  const follow = peek().type;
  // What follows `!key` is judged by the caller: it must be a comma or the end.
  if (negated) return { key, operator: "!", values: [] };
  if (follow === "end" || follow === ",") return { key, operator: "exists", values: [] };
  const operator = parseOperator(next());
  const values = operator === "in" || operator === "notin" ? parseValues(peek, next) : [parseExactValue(peek, next)];
  return checkedRequirement(key, operator, values);
}

function parseOperator(token: Token): LabelOperator {
  switch (token.type) {
    case "in":
    case "notin":
    case "=":
    case "==":
    case "!=":
      return token.type;
    case ">":
      return "gt";
    case "<":
      return "lt";
    default:
      throw unable(`found '${token.text}', expected: ${binaryOperators}`);
  }
}

function parseExactValue(peek: () => Token, next: () => Token): string {
  const follow = peek().type;
  if (follow === "end" || follow === ",") return "";
  const token = next();
  if (!isIdentifier(token)) throw unable(`found '${token.text}', expected: identifier`);
  return token.text;
}

/** `(a,b)`; an empty place between commas or parentheses is the empty value. */
function parseValues(peek: () => Token, next: () => Token): string[] {
  const open = next();
  if (open.type !== "(") throw unable(`found '${open.text}' expected: '('`);
  const values = new Set<string>();
  const first = peek();
  if (first.type === ")") {
    next();
    return [""];
  }
  if (!isIdentifier(first) && first.type !== ",") {
    throw unable(`found '${first.text}', expected: ',', ')' or identifier`);
  }
  for (;;) {
    const token = next();
    if (isIdentifier(token)) {
      values.add(token.text);
      const follow = peek();
      if (follow.type === ")") break;
      if (follow.type !== ",") throw unable(`found '${follow.text}', expected: ',' or ')'`);
    } else if (token.type === ",") {
      if (values.size === 0) values.add("");
      const follow = peek().type;
      if (follow === ")" || follow === ",") values.add("");
      if (follow === ")") break;
    } else throw unable(`found '${token.text}', expected: ',', or identifier`);
  }
  next();
  return [...values].sort();
}

function checkedRequirement(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const errors: FieldError[] = [];
  if ((operator === "gt" || operator === "lt") && parseInt64(values[0]) === undefined) {
    const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
    errors.push(invalidValue("values[0]", values[0], detail));
  }
  values.forEach((value, index) => {
    const messages = isLabelValue(value);
    if (messages.length > 0) errors.push(invalidValue(`values[${index}][${key}]`, value, messages.join("; ")));
  });
  if (errors.length > 0) throw unable(aggregate(errors));
  return { key, operator, values };
}

function aggregate(errors: readonly FieldError[]): string {
  const texts = errors.map(fieldErrorText);
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(", ")}]`;
}

/** The text form, which `parseLabelSelector` reads back; "nothing" has none. */
export function labelSelectorText(matcher: LabelMatcher): string {
  return matcher === "nothing" ? "" : matcher.map(requirementText).join(",");
}

function requirementText({ key, operator, values }: LabelRequirement): string {
  const list = [...values].sort().join(",");
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${list})`;
    case "gt":
      return `${key}>${list}`;
    case "lt":
      return `${key}<${list}`;
    default:
      return `${key}${operator}${list}`;
  }
}

/** Matches exactly these labels; an empty set matches everything. Nothing is checked. */
export function matcherFromSet(set: Labels): LabelMatcher {
  return Object.entries(set ?? {})
    .map(([key, value]) => ({ key, operator: "=", values: [value] }) as const)
    .sort(byKey);
}

/**
 * A LabelSelector's meaning: absent matches nothing, empty matches everything. Throws SelectorError when it is invalid.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 */
export function matcherFromSelector(selector: LabelSelector | null | undefined): LabelMatcher {
  if (selector === null || selector === undefined) return "nothing";
  const requirements: LabelRequirement[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    requirements.push(checkedObjectRequirement(key, "=", [value]));
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = Object.hasOwn(objectOperators, operator) ? objectOperators[operator] : undefined;
    if (known === undefined)
      throw new SelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`);
    requirements.push(checkedObjectRequirement(key, known, values ?? []));
  }
  return requirements.sort(byKey);
}

function checkedObjectRequirement(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const errors: FieldError[] = [];
  const keyMessages = isQualifiedName(key);
  if (keyMessages.length > 0) errors.push(invalidValue("key", key, keyMessages.join("; ")));
  if ((operator === "in" || operator === "notin") && values.length === 0) {
    errors.push(invalidValue("values", [], "for 'in', 'notin' operators, values set can't be empty"));
  }
  if ((operator === "exists" || operator === "!") && values.length > 0) {
    errors.push(invalidValue("values", values, "values set must be empty for exists and does not exist"));
  }
  values.forEach((value, index) => {
    const messages = isLabelValue(value);
    if (messages.length > 0) errors.push(invalidValue(`values[${index}][${key}]`, value, messages.join("; ")));
  });
  if (errors.length > 0) throw new SelectorError(aggregate(errors));
  return { key, operator, values };
}

/**
 * What is wrong with a LabelSelector of an object. Values of expressions are checked unless the object, as stored,
 * had bad ones already.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector
 */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  path: string,
  options: { readonly allowInvalidValues?: boolean } = {},
): FieldError[] {
  if (selector === undefined) return [];
  const errors = selector.matchLabels === undefined ? [] : validateLabels(selector.matchLabels, `${path}.matchLabels`);
  (selector.matchExpressions ?? []).forEach((expression, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const values = expression.values ?? [];
    switch (expression.operator) {
      case "In":
      case "NotIn":
        if (values.length === 0) {
          errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
        }
        break;
      case "Exists":
      case "DoesNotExist":
        if (values.length > 0) {
          const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
          errors.push(forbiddenField(`${at}.values`, detail));
        }
        break;
      default:
        errors.push(invalidValue(`${at}.operator`, expression.operator ?? "", "not a valid selector operator"));
    }
    for (const message of isQualifiedName(expression.key ?? "")) {
      errors.push(invalidValue(`${at}.key`, expression.key ?? "", message));
    }
    if (options.allowInvalidValues === true) return;
    values.forEach((value, valueIndex) => {
      for (const message of isLabelValue(value)) {
        errors.push(invalidValue(`${at}.values[${valueIndex}]`, value, message));
      }
    });
  });
  return errors;
}
