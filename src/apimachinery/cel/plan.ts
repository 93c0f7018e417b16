// Turns a checked expression into closures that evaluate it and count its cost as cel-go does.
// cel-go: interpreter/planner.go, interpreter/runtimecost.go
import { type CostRule, costRule } from "./call-cost.ts";
import type { Checked } from "./check.ts";
import { EvaluationError, fail, noSuchOverload } from "./evaluation-error.ts";
import type { Call, Comprehension, Expression, StructLiteral } from "./expression.ts";
import { elementAt, entryOf } from "./library/operators.ts";
import { guardOf, type Overload } from "./overload.ts";
import {
  ArrayList,
  type CelValue,
  EntryMap,
  GrowingList,
  ListValue,
  MapValue,
  Optional,
  TypeValue,
  typeNameOf,
} from "./value.ts";
import { OverBudget } from "./work.ts";

/** One evaluation's state. */
export interface Frame {
  readonly variable: (name: string) => CelValue;
  /** Loop variables and accumulators, by their place. */
  readonly slots: CelValue[];
  cost: number;
  readonly costMax: number;
}

export type Step = (frame: Frame) => CelValue;

export function plan(expression: Expression, checked: Checked): Step {
  return new Planner(checked).step(expression);
}

function charge(frame: Frame, cost: number): void {
  frame.cost += cost;
  if (frame.cost > frame.costMax) throw new OverBudget();
}

interface Candidate {
  readonly overload: Overload;
  readonly guards: readonly (((value: CelValue) => boolean) | undefined)[];
  readonly cost: CostRule | undefined;
}

function candidateOf(overload: Overload): Candidate {
  return { overload, guards: overload.parameters.map(guardOf), cost: costRule(overload) };
}

function mayTake({ guards }: Candidate, values: readonly CelValue[]): boolean {
  for (let i = 0; i < values.length; i++) if (guards[i]?.(values[i] as CelValue) === false) return false;
  return true;
}

function unfit(name: string, values: readonly CelValue[]): never {
  return fail(`no such overload: ${name}(${values.map(typeNameOf).join(", ")})`);
}

class Planner {
  readonly #checked: Checked;
  readonly #scope: string[] = [];

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  step(expression: Expression): Step {
    switch (expression.kind) {
      case "constant": {
        const { value } = expression;
        return () => value;
      }
      case "identifier":
        return this.#identifier(expression.name, expression);
      case "select": {
        const named = this.#checked.names.get(expression);
        if (named !== undefined) return typeStep(named);
        const variable = this.#checked.variables.get(expression);
        if (variable !== undefined) return variableStep(variable);
        const [operand, field] = [this.step(expression.operand), expression.field];
        if (expression.isTest) {
          return (frame) => {
            const value = operand(frame);
            // The test is free, and what it asks about as well.
            charge(frame, -1);
            return isPresent(value, field);
          };
        }
        return (frame) => {
          charge(frame, 1);
          return fieldOf(operand(frame), field);
        };
      }
      case "call":
        return this.#call(expression);
      case "list":
        return this.#list(expression.elements, expression.optional);
      case "map":
        return this.#map(expression);
      case "struct":
        return this.#struct(expression);
      case "comprehension":
        return this.#comprehension(expression);
    }
  }

  #identifier(name: string, expression: Expression): Step {
    const place = this.#scope.lastIndexOf(name);
    if (place >= 0) {
      return (frame) => {
        charge(frame, 1);
        return frame.slots[place] as CelValue;
      };
    }
    const named = this.#checked.names.get(expression);
    if (named !== undefined) return typeStep(named);
    const plain = name.startsWith(".") ? name.slice(1) : name;
    return variableStep(plain);
  }

  #call(expression: Call): Step {
    const { name, target, operands } = expression;
    const isQualified = this.#checked.names.has(expression);
    const parts = target === undefined || isQualified ? operands : [target, ...operands];
    const steps = parts.map((part) => this.step(part));
    const [first, second, third] = steps as [Step, Step, Step];
    switch (name) {
      case "_&&_":
        return logic(first, second, false);
      case "_||_":
        return logic(first, second, true);
      case "_?_:_":
        return (frame) => {
          const condition = first(frame);
          return typeof condition === "boolean" ? (condition ? second(frame) : third(frame)) : noSuchOverload();
        };
      case "@not_strictly_false":
        return (frame) => {
          charge(frame, 1);
          return absorbed(first, frame) !== false;
        };
      case "_[_]":
        return (frame) => {
          charge(frame, 1);
          return itemOf(first(frame), second(frame));
        };
      case "_?._":
      case "_[?_]":
        return (frame) => {
          charge(frame, 1);
          return optionalItem(first(frame), second(frame));
        };
    }
    return this.#dispatch(expression, steps);
  }

  #dispatch(expression: Call, steps: readonly Step[]): Step {
    const candidates = (this.#checked.overloads.get(expression) ?? []).map(candidateOf);
    const { name } = expression;
    const [first, second] = steps;
    if (steps.length === 2 && candidates.length === 1) {
      const [left, right] = [first as Step, second as Step];
      const only = candidates[0] as Candidate;
      const [guard, otherGuard] = only.guards;
      const { run } = only.overload;
      if (only.cost === undefined) {
        return (frame) => {
          const [a, b] = [left(frame), right(frame)];
          if (guard?.(a) === false || otherGuard?.(b) === false) unfit(name, [a, b]);
          charge(frame, 1);
          return run(a, b);
        };
      }
    }
    return (frame) => {
      const values: CelValue[] = [];
      for (const step of steps) values.push(step(frame));
      for (const candidate of candidates) {
        if (!mayTake(candidate, values)) continue;
        const { cost, overload } = candidate;
        charge(frame, cost === undefined ? 1 : cost.ofOperands(values));
        const result = overload.run(...values);
        if (cost?.ofResult !== undefined) charge(frame, cost.ofResult(result));
        return result;
      }
      return unfit(name, values);
    };
  }

  #list(elements: readonly Expression[], optional: readonly number[]): Step {
    const steps = elements.map((element) => this.step(element));
    const isOptional = new Set(optional);
    return (frame) => {
      const items: CelValue[] = [];
      for (let i = 0; i < steps.length; i++) {
        const value = (steps[i] as Step)(frame);
        if (!isOptional.has(i)) items.push(value);
        else if (!(value instanceof Optional)) noSuchOverload();
        else if (value.value !== undefined) items.push(value.value);
      }
      charge(frame, 10);
      return new ArrayList(items);
    };
  }

  #map(expression: Extract<Expression, { kind: "map" }>): Step {
    const steps = expression.entries.map(({ key, value, isOptional }) => ({
      key: this.step(key),
      value: this.step(value),
      isOptional,
    }));
    return (frame) => {
      const made = new EntryMap();
      for (const { key, value, isOptional } of steps) {
        const [name, item] = [key(frame), value(frame)];
        const held = isOptional ? (item instanceof Optional ? item.value : noSuchOverload()) : item;
        if (held !== undefined && !made.add(name, held)) insertionProblem(made, name);
      }
      charge(frame, 30);
      return made;
    };
  }

  #struct({ typeName, fields }: StructLiteral): Step {
    const steps = fields.map(({ name, value, isOptional }) => ({ name, value: this.step(value), isOptional }));
    return (frame) => {
      const made = new StructValue(typeName);
      for (const { name, value, isOptional } of steps) {
        const item = value(frame);
        const held = isOptional ? (item instanceof Optional ? item.value : noSuchOverload()) : item;
        if (held === undefined) continue;
        if (held instanceof StructValue && typeName !== "JSONPatch" && held.structName !== `${typeName}.${name}`) {
          const expected = `${typeName}.${name}`;
          fail(
            `unexpected type name "${held.structName}", expected "${expected}", which matches field name path from root Object type`,
          );
        }
        made.add(name, held);
      }
      charge(frame, 40);
      return made;
    };
  }

  #comprehension(expression: Comprehension): Step {
    const range = this.step(expression.range);
    const initial = this.step(expression.initial);
    const place = this.#scope.push(expression.accumulator) - 1;
    const first = this.#scope.push(expression.variable) - 1;
    const second = expression.second === undefined ? undefined : this.#scope.push(expression.second) - 1;
    const [condition, step] = [this.step(expression.condition), this.step(expression.step)];
    this.#scope.length = place + 1;
    const result = this.step(expression.result);
    this.#scope.length = place;
    // Where it stands still at errors, a later round may make them moot; elsewhere they end the loop.
    const waits = expression.condition.kind === "call" && expression.condition.name === "@not_strictly_false";
    const grows = expression.initial.kind === "list" && expression.initial.elements.length === 0;
    return (frame) => {
      const values = range(frame);
      const { slots } = frame;
      const start = initial(frame);
      slots[place] = grows ? new GrowingList() : start;
      const isList = values instanceof ListValue;
      if (!isList && !(values instanceof MapValue)) return noSuchOverload();
      const keys = isList ? undefined : values.keys();
      const size = isList ? values.size : values.size;
      for (let i = 0; i < size; i++) {
        const one = isList ? undefined : ((keys as readonly CelValue[])[i] as CelValue);
        if (second === undefined) slots[first] = isList ? values.at(i) : (one as CelValue);
        else {
          slots[first] = isList ? BigInt(i) : (one as CelValue);
          slots[second] = isList ? values.at(i) : (values.find(one as CelValue) as CelValue);
        }
        if (condition(frame) !== true) break;
        slots[place] = waits ? later(step, frame) : step(frame);
      }
      return settled(result, frame, slots[place] as CelValue);
    };
  }
}

/** An error that a round ends in, kept in the accumulator: a later round may still make it moot. */
class Failure {
  readonly error: EvaluationError;
  constructor(error: EvaluationError) {
    this.error = error;
  }
}

function later(step: Step, frame: Frame): CelValue {
  try {
    return step(frame);
  } catch (error) {
    if (error instanceof EvaluationError) return new Failure(error) as unknown as CelValue;
    throw error;
  }
}

function settled(result: Step, frame: Frame, accumulated: CelValue): CelValue {
  if ((accumulated as unknown) instanceof Failure) throw (accumulated as unknown as Failure).error;
  const value = result(frame);
  return value instanceof GrowingList ? new ArrayList(value.items) : value;
}

function absorbed(step: Step, frame: Frame): CelValue | Failure {
  try {
    return step(frame);
  } catch (error) {
    if (error instanceof EvaluationError) return new Failure(error);
    throw error;
  }
}

/** `&&` (decided by false) and `||` (by true): one side may make the other's error moot. */
function logic(first: Step, second: Step, decisive: boolean): Step {
  return (frame) => {
    const left = absorbed(first, frame);
    if (left === decisive) return decisive;
    if (typeof left === "boolean") {
      const right = second(frame);
      if ((right as unknown) instanceof Failure) throw (right as unknown as Failure).error;
      return typeof right === "boolean" ? right : noSuchOverload();
    }
    if (absorbed(second, frame) === decisive) return decisive;
    if (left instanceof Failure) throw left.error;
    return noSuchOverload();
  };
}

function variableStep(name: string): Step {
  return (frame) => {
    charge(frame, 1);
    return frame.variable(name);
  };
}

function typeStep(name: string): Step {
  const value = new TypeValue(name);
  return () => value;
}

function isPresent(value: CelValue, field: string): boolean {
  if (value instanceof Optional) return value.value !== undefined && isPresent(value.value, field);
  return value instanceof MapValue ? value.find(field) !== undefined : noSuchOverload();
}

function fieldOf(value: CelValue, field: string): CelValue {
  if (value instanceof MapValue) return entryOf(value, field);
  return value instanceof Optional ? optionalItem(value, field) : noSuchOverload();
}

function itemOf(value: CelValue, key: CelValue): CelValue {
  if (value instanceof ListValue) return elementAt(value, key);
  if (value instanceof MapValue) return entryOf(value, key);
  return value instanceof Optional ? optionalItem(value, key) : noSuchOverload();
}

const none = new Optional(undefined);

function optionalItem(value: CelValue, key: CelValue): CelValue {
  if (value instanceof Optional) return value.value === undefined ? none : optionalItem(value.value, key);
  if (value instanceof MapValue) {
    const found = value.find(key);
    return found === undefined ? none : new Optional(found);
  }
  if (!(value instanceof ListValue)) return noSuchOverload();
  const place = typeof key === "bigint" ? Number(key) : typeof key === "number" ? key : noSuchOverload();
  return place >= 0 && place < value.size && Number.isInteger(place) ? new Optional(value.at(place)) : none;
}

function insertionProblem(made: EntryMap, key: CelValue): never {
  return made.find(key) === undefined
    ? fail(`unsupported key type: ${typeNameOf(key)}`)
    : fail(`Failed with repeated key: ${String(key)}`);
}

/** What `Object.spec{...}` makes. */
export class StructValue extends EntryMap {
  readonly structName: string;
  constructor(structName: string) {
    super();
    this.structName = structName;
  }
}
