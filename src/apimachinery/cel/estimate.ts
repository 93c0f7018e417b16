// The worst that an expression may cost, by the bounds of what it looks at.
// cel-go: checker/cost.go; Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/cost.go EstimateCallCost
import type { Checked } from "./check.ts";
import { type Estimated, estimateCall } from "./estimate-call.ts";
import type { Call, Comprehension, Expression } from "./expression.ts";
import { add, exactly, multiply, type Range, union, unknownSize } from "./size-estimate.ts";
import type { Declarations } from "./surface.ts";
import { textSize } from "./text.ts";
import { type CelType, dynType } from "./type.ts";

/** Cost units; Infinity where nothing bounds it. */
export function estimate(expression: Expression, checked: Checked, declarations: Declarations): number {
  return new Estimator(checked, declarations).of(expression).cost.max;
}

const free = exactly(0);
const single = exactly(1);

interface Local {
  readonly name: string;
  readonly estimated: Estimated;
}

class Estimator {
  readonly #checked: Checked;
  readonly #variables: Declarations["variables"];
  readonly #locals: Local[] = [];

  constructor(checked: Checked, { variables }: Declarations) {
    this.#checked = checked;
    this.#variables = variables;
  }

  /** What it costs, how large its value may be, and the type that the schema gives it. */
  of(expression: Expression): Estimated {
    const type = this.#checked.types.get(expression) ?? dynType;
    switch (expression.kind) {
      case "constant": {
        const { value } = expression;
        const size = typeof value === "string" ? textSize(value) : value instanceof Uint8Array ? value.length : 1;
        return { cost: free, size: exactly(size), type };
      }
      case "identifier":
        return this.#identifier(expression.name, type);
      case "select": {
        // A presence test is free, and so is the way to it.
        if (expression.isTest) return { cost: free, size: single, type };
        const operand = this.of(expression.operand);
        const known = ["map", "object", "parameter"].includes(operand.type.kind);
        const cost = known ? add(operand.cost, single) : operand.cost;
        const isPlaced = operand.isPlaced === true && operand.type.kind === "object";
        return sized({ cost, size: unknownSize, type: fieldType(operand.type, expression.field) ?? type, isPlaced });
      }
      case "call":
        return this.#call(expression, type);
      case "list": {
        const elements = expression.elements.map((element) => this.of(element));
        const cost = add(exactly(10), ...elements.map((one) => one.cost));
        const element = elements
          .map((one) => one.size)
          .reduce<Range | undefined>((all, one) => (all === undefined ? one : union(all, one)), undefined);
        return { cost, size: exactly(elements.length), type, ...(element === undefined ? {} : { element }) };
      }
      case "map": {
        const parts = expression.entries.flatMap(({ key, value }) => [this.of(key).cost, this.of(value).cost]);
        return { cost: add(exactly(30), ...parts), size: exactly(expression.entries.length), type };
      }
      case "struct":
        return {
          cost: add(exactly(40), ...expression.fields.map((one) => this.of(one.value).cost)),
          size: single,
          type,
        };
      case "comprehension":
        return this.#comprehension(expression, type);
    }
  }

  #identifier(name: string, type: CelType): Estimated {
    const local = this.#locals.findLast((one) => one.name === name);
    if (local !== undefined) return { ...local.estimated, cost: single };
    const plain = name.startsWith(".") ? name.slice(1) : name;
    const declared = Object.hasOwn(this.#variables, plain) ? this.#variables[plain] : undefined;
    if (declared === undefined && this.#checked.names.size > 0 && type.kind === "type")
      return { cost: single, size: single, type };
    const found = declared ?? type;
    return sized({ cost: single, size: unknownSize, type: found, isPlaced: isBounded(found) });
  }

  #call(expression: Call, type: CelType): Estimated {
    const { name, operands, target } = expression;
    const isQualified = this.#checked.names.has(expression);
    const parts = target === undefined || isQualified ? operands : [target, ...operands];
    const given = parts.map((part) => this.of(part));
    const [first, second, third] = given as [Estimated, Estimated, Estimated];
    switch (name) {
      case "_&&_":
      case "_||_":
        return { cost: { min: first.cost.min, max: first.cost.max + second.cost.max }, size: single, type };
      case "_?_:_": {
        const cost = add(first.cost, union(second.cost, third.cost));
        return { cost, size: union(second.size, third.size), type: second.type.kind === "dyn" ? type : second.type };
      }
      case "_[_]": {
        const cost = add(first.cost, second.cost, single);
        const isPlaced = first.isPlaced === true;
        return sized({ cost, size: first.element ?? unknownSize, type: elementType(first.type) ?? type, isPlaced });
      }
    }
    const overloads = this.#checked.overloads.get(expression) ?? [];
    const meant = overloads[0];
    if (meant === undefined) return { cost: add(single, ...given.map((one) => one.cost)), size: unknownSize, type };
    // More than one may be meant only where a type is not known: the dearest counts.
    const estimates = overloads.map((overload) => estimateCall(overload, given));
    const own = estimates.map((one) => one.cost).reduce(union);
    const size = estimates[0]?.size;
    const cost = add(own, ...given.map((one) => one.cost));
    const kept = name === "_+_" && first.type.kind === "list" ? first.type : type;
    const element =
      name === "_+_" && first.element !== undefined ? union(first.element, second.element ?? first.element) : undefined;
    const estimated = { cost, size: size ?? unknownSize, type: kept, ...(element === undefined ? {} : { element }) };
    return size === undefined ? sized({ ...estimated, type }) : estimated;
  }

  #comprehension(expression: Comprehension, type: CelType): Estimated {
    const range = this.of(expression.range);
    const initial = this.of(expression.initial);
    const before = this.#locals.length;
    this.#locals.push({ name: expression.accumulator, estimated: initial });
    const keys =
      range.type.kind === "map"
        ? sized({ cost: single, size: unknownSize, type: range.type.key, isPlaced: range.isPlaced === true })
        : undefined;
    const items = this.#items(range);
    const { second } = expression;
    const index: Estimated = { cost: single, size: single, type: dynType };
    this.#locals.push({
      name: expression.variable,
      estimated: second === undefined ? (keys ?? items) : (keys ?? index),
    });
    if (second !== undefined) this.#locals.push({ name: second, estimated: items });
    const loop = add(this.of(expression.condition).cost, this.of(expression.step).cost);
    this.#locals.length = before + 1;
    const result = this.of(expression.result);
    this.#locals.length = before;
    const cost = add(range.cost, initial.cost, multiply(range.size, loop), result.cost);
    const gathers = expression.initial.kind === "list" || expression.initial.kind === "map";
    const isBinding = expression.range.kind === "list" && expression.range.elements.length === 0;
    if (isBinding) return { ...result, cost };
    return { cost, size: gathers ? { min: 0, max: range.size.max } : single, type };
  }

  #items(range: Estimated): Estimated {
    const type = elementType(range.type) ?? dynType;
    return sized({ cost: single, size: range.element ?? unknownSize, type, isPlaced: range.isPlaced === true });
  }
}

/** With the size that its type allows, where the schema says one. */
function sized(estimated: Estimated): Estimated {
  const { type } = estimated;
  const max = "sizeMax" in type ? type.sizeMax : undefined;
  if (max !== undefined) return { ...estimated, size: { min: 0, max } };
  if (estimated.isPlaced === true) return { ...estimated, size: free };
  const isScalar = ["bool", "int", "uint", "double", "null", "type", "timestamp", "duration"].includes(type.kind);
  return isScalar ? { ...estimated, size: single } : estimated;
}

/** A type of a schema; of what is dyn without one, nothing is known. */
function isBounded(type: CelType): boolean {
  return type.kind !== "dyn" || type.sizeMax !== undefined;
}

function fieldType(type: CelType, field: string): CelType | undefined {
  if (type.kind === "object") return type.property(field)?.type;
  return type.kind === "map" ? type.value : undefined;
}

function elementType(type: CelType): CelType | undefined {
  return type.kind === "list" ? type.element : type.kind === "map" ? type.value : undefined;
}
