// What an expression is read into. Macros are expanded while reading, so that there is one loop: the comprehension.
import type { CelValue } from "./value.ts";

interface Place {
  /** Where it stands in the text, in UTF-16 units: the operator, the dot or the bracket where there is one. */
  readonly at: number;
  /** Levels below it, itself included. */
  readonly depth: number;
}

export type Expression =
  | Constant
  | Identifier
  | Select
  | Call
  | ListLiteral
  | MapLiteral
  | StructLiteral
  | Comprehension;

export interface Constant extends Place {
  readonly kind: "constant";
  readonly value: CelValue;
}
export interface Identifier extends Place {
  readonly kind: "identifier";
  readonly name: string;
}
export interface Select extends Place {
  readonly kind: "select";
  readonly operand: Expression;
  readonly field: string;
  /** has(operand.field) */
  readonly isTest: boolean;
}
export interface Call extends Place {
  readonly kind: "call";
  /** Operators as cel-go names them: `_+_`, `_&&_`, `_?_:_`, `_[_]`, `@in`. */
  readonly name: string;
  readonly target?: Expression;
  readonly operands: readonly Expression[];
}
export interface ListLiteral extends Place {
  readonly kind: "list";
  readonly elements: readonly Expression[];
  /** Indexes of `[?element]`. */
  readonly optional: readonly number[];
}
export interface Entry {
  readonly at: number;
  readonly key: Expression;
  readonly value: Expression;
  readonly isOptional: boolean;
}
export interface MapLiteral extends Place {
  readonly kind: "map";
  readonly entries: readonly Entry[];
}
export interface FieldEntry {
  readonly at: number;
  readonly name: string;
  readonly value: Expression;
  readonly isOptional: boolean;
}
export interface StructLiteral extends Place {
  readonly kind: "struct";
  readonly typeName: string;
  readonly fields: readonly FieldEntry[];
}
/** accumulator = initial; for (variable[, second] of range) { if (!condition) break; accumulator = step }; result */
export interface Comprehension extends Place {
  readonly kind: "comprehension";
  readonly range: Expression;
  readonly variable: string;
  readonly second: string | undefined;
  readonly accumulator: string;
  readonly initial: Expression;
  readonly condition: Expression;
  readonly step: Expression;
  readonly result: Expression;
}

function above(parts: readonly Expression[]): number {
  let depth = 0;
  for (const part of parts) if (part.depth > depth) depth = part.depth;
  return depth + 1;
}

export function constant(at: number, value: CelValue): Constant {
  return { kind: "constant", at, depth: 1, value };
}
export function identifier(at: number, name: string): Identifier {
  return { kind: "identifier", at, depth: 1, name };
}
export function select(at: number, operand: Expression, field: string, isTest = false): Select {
  return { kind: "select", at, depth: operand.depth + 1, operand, field, isTest };
}
export function call(at: number, name: string, ...operands: readonly Expression[]): Call {
  return { kind: "call", at, depth: above(operands), name, operands };
}
export function methodCall(at: number, target: Expression, name: string, operands: readonly Expression[]): Call {
  return { kind: "call", at, depth: above([target, ...operands]), name, target, operands };
}
export function list(at: number, elements: readonly Expression[], optional: readonly number[] = []): ListLiteral {
  return { kind: "list", at, depth: above(elements), elements, optional };
}
export function map(at: number, entries: readonly Entry[]): MapLiteral {
  return { kind: "map", at, depth: above(entries.flatMap((one) => [one.key, one.value])), entries };
}
export function struct(at: number, typeName: string, fields: readonly FieldEntry[]): StructLiteral {
  return { kind: "struct", at, depth: above(fields.map((one) => one.value)), typeName, fields };
}
export function comprehension(at: number, parts: Omit<Comprehension, "kind" | keyof Place>): Comprehension {
  const { range, initial, condition, step, result } = parts;
  return { kind: "comprehension", at, depth: above([range, initial, condition, step, result]), ...parts };
}
