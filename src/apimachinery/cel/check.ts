// Finds out the type of every part of an expression and which functions it calls, or what is wrong with it.
// cel-go: checker/checker.go
import { jsonPatchType, patchObjectType } from "./admission-types.ts";
import type { Call, Comprehension, Expression, Identifier, Select } from "./expression.ts";
import type { Issues } from "./issue.ts";
import type { Overload } from "./overload.ts";
import { pathOf } from "./parse.ts";
import { overloadsOf } from "./registry.ts";
import type { Declarations } from "./surface.ts";
import {
  boolType,
  bytesType,
  type CelType,
  doubleType,
  durationType,
  dynType,
  errorType,
  intType,
  listType,
  mapType,
  nullType,
  opaqueType,
  optionalType,
  stringType,
  timestampType,
  typeText,
  uintType,
} from "./type.ts";
import { areAssignable, type Bindings, renamed, substitute } from "./unify.ts";
import { typeNameOf, Uint } from "./value.ts";

/** What a plan is made from. */
export interface Checked {
  readonly types: ReadonlyMap<Expression, CelType>;
  /** Of calls: what may be meant. */
  readonly overloads: ReadonlyMap<Expression, readonly Overload[]>;
  /** Of identifiers and chains of selects that name a type, and of calls whose target is a namespace. */
  readonly names: ReadonlyMap<Expression, string>;
  /** Of chains of selects that are a variable's name: `authorizer.requestResource`. */
  readonly variables: ReadonlyMap<Expression, string>;
  readonly references: ReadonlySet<string>;
  readonly result: CelType;
}

const dynList = listType(dynType);
const typeNames: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ["bool", boolType],
  ["bytes", bytesType],
  ["double", doubleType],
  ["int", intType],
  ["uint", uintType],
  ["string", stringType],
  ["list", dynList],
  ["map", mapType(dynType, dynType)],
  ["null_type", nullType],
  ["type", { kind: "type", of: dynType }],
  ["optional_type", optionalType(dynType)],
  ["google.protobuf.Timestamp", timestampType],
  ["google.protobuf.Duration", durationType],
  ...["net.IP", "net.CIDR", "kubernetes.URL", "kubernetes.Quantity", "kubernetes.NamedFormat", "kubernetes.Semver"].map(
    (name): [string, CelType] => [name, opaqueType(name)],
  ),
]);

export function check(expression: Expression, declarations: Declarations, issues: Issues): Checked {
  return new Checker(declarations, issues).whole(expression);
}

class Checker {
  readonly #declarations: Declarations;
  readonly #issues: Issues;
  readonly #types = new Map<Expression, CelType>();
  readonly #overloads = new Map<Expression, readonly Overload[]>();
  readonly #names = new Map<Expression, string>();
  readonly #variables = new Map<Expression, string>();
  readonly #references = new Set<string>();
  readonly #locals: (readonly [string, CelType])[] = [];
  readonly #bindings: Bindings = new Map();
  #renames = 0;

  constructor(declarations: Declarations, issues: Issues) {
    this.#declarations = declarations;
    this.#issues = issues;
  }

  whole(expression: Expression): Checked {
    const result = substitute(this.#bindings, this.#typeOf(expression), true);
    for (const [part, type] of this.#types) this.#types.set(part, substitute(this.#bindings, type, true));
    return {
      types: this.#types,
      overloads: this.#overloads,
      names: this.#names,
      variables: this.#variables,
      references: this.#references,
      result,
    };
  }

  #typeOf(expression: Expression): CelType {
    const type = this.#find(expression);
    this.#types.set(expression, type);
    return type;
  }

  #find(expression: Expression): CelType {
    switch (expression.kind) {
      case "constant":
        return constantType(expression.value);
      case "identifier":
        return this.#identifier(expression);
      case "select":
        return this.#select(expression);
      case "call":
        return this.#call(expression);
      case "list": {
        const types = expression.elements.map((element, i) =>
          this.#unwrapped(this.#typeOf(element), expression.optional.includes(i), element.at),
        );
        return listType(this.#joined(types, expression.elements));
      }
      case "map": {
        const { entries } = expression;
        const keys = entries.map((entry) => this.#typeOf(entry.key));
        const values = entries.map(({ value, isOptional }) =>
          this.#unwrapped(this.#typeOf(value), isOptional, value.at),
        );
        const key = this.#joined(
          keys,
          entries.map((entry) => entry.key),
        );
        const value = this.#joined(
          values,
          entries.map((entry) => entry.value),
        );
        return mapType(key, value);
      }
      case "struct": {
        const { typeName, fields, at } = expression;
        const isObject = typeName === "Object" || typeName.startsWith("Object.");
        const isKnown = this.#declarations.mutation !== undefined && (isObject || typeName === "JSONPatch");
        if (!isKnown) return this.#problem(at, undeclared(typeName));
        for (const { name, value, isOptional, at: fieldAt } of fields) {
          const found = this.#unwrapped(this.#typeOf(value), isOptional, value.at);
          if (isObject) continue;
          const declared = jsonPatchType.property(name)?.type;
          if (declared === undefined) this.#problem(fieldAt, `undefined field '${name}'`);
          else if (!areAssignable(this.#bindings, [found], [declared])) {
            const text = `expected type of field '${name}' is '${typeText(declared)}' but provided type is '${typeText(found)}'`;
            this.#problem(fieldAt, text);
          }
        }
        return isObject ? patchObjectType(typeName) : jsonPatchType;
      }
      case "comprehension":
        return this.#comprehension(expression);
    }
  }

  #problem(at: number, text: string): CelType {
    this.#issues.report(at, text);
    return errorType;
  }

  #fresh(): CelType {
    return { kind: "parameter", name: `_${this.#renames++}` };
  }

  /** `[?a]` wants an optional, and holds what is in it. */
  #unwrapped(type: CelType, isOptional: boolean, at: number): CelType {
    if (!isOptional) return type;
    const found = substitute(this.#bindings, type);
    if (found.kind === "opaque" && found.name === "optional_type") return found.parameters[0] as CelType;
    if (found.kind === "dyn" || found.kind === "error") return dynType;
    return this.#problem(at, mismatch(optionalType(found), found));
  }

  /** Elements of one literal are of one type. */
  #joined(types: readonly CelType[], parts: readonly Expression[]): CelType {
    let joined = types[0];
    if (joined === undefined) return this.#fresh();
    for (let i = 1; i < types.length; i++) {
      const type = types[i] as CelType;
      if (!areAssignable(this.#bindings, [joined], [type])) {
        const [expected, found] = [substitute(this.#bindings, joined), substitute(this.#bindings, type)];
        return this.#problem((parts[i] as Expression).at, mismatch(expected, found));
      }
      if (substitute(this.#bindings, type).kind === "dyn" || substitute(this.#bindings, joined).kind === "null")
        joined = type;
    }
    return joined;
  }

  #variable(name: string): CelType | undefined {
    const local = this.#locals.findLast(([known]) => known === name);
    if (local !== undefined) return local[1];
    const plain = name.startsWith(".") ? name.slice(1) : name;
    const { variables } = this.#declarations;
    if (!Object.hasOwn(variables, plain)) return undefined;
    this.#references.add(plain);
    return variables[plain];
  }

  /** The longest name wins, unless a macro has given its first part another meaning. */
  #qualifiedVariable(path: string): CelType | undefined {
    const first = path.split(".")[0];
    return this.#locals.some(([known]) => known === first) ? undefined : this.#variable(path);
  }

  #typeName(path: string, expression: Expression): CelType | undefined {
    const type = typeNames.get(path.startsWith(".") ? path.slice(1) : path);
    if (type === undefined) return undefined;
    this.#names.set(expression, path.replace(/^\./, ""));
    return { kind: "type", of: type };
  }

  #identifier(expression: Identifier): CelType {
    const { name, at } = expression;
    return this.#variable(name) ?? this.#typeName(name, expression) ?? this.#problem(at, undeclared(name));
  }

  #select(expression: Select): CelType {
    const path = expression.isTest ? undefined : pathOf(expression);
    const variable = path === undefined ? undefined : this.#qualifiedVariable(path);
    if (path !== undefined && variable !== undefined) {
      this.#variables.set(expression, path.replace(/^\./, ""));
      return variable;
    }
    if (path !== undefined && this.#variable(path.split(".")[0] as string) === undefined) {
      const named = this.#typeName(path, expression);
      if (named !== undefined) return named;
    }
    const target = substitute(this.#bindings, this.#typeOf(expression.operand));
    const type = this.#field(expression.at, target, expression.field);
    return expression.isTest ? boolType : type;
  }

  #field(at: number, target: CelType, field: string): CelType {
    switch (target.kind) {
      case "map":
        return target.value;
      case "object":
        return target.property(field)?.type ?? this.#problem(at, `undefined field '${field}'`);
      case "opaque": {
        if (target.name !== "optional_type") break;
        const inner = this.#field(at, substitute(this.#bindings, target.parameters[0] as CelType), field);
        return inner.kind === "error" || isOptional(inner) ? inner : optionalType(inner);
      }
      case "parameter":
        areAssignable(this.#bindings, [target], [dynType]);
        return dynType;
      case "dyn":
      case "error":
        return dynType;
    }
    return this.#problem(at, `type '${typeText(target)}' does not support field selection`);
  }

  #call(expression: Call): CelType {
    const { name, target, operands, at } = expression;
    if (name === "_?._") {
      const [object, field] = operands as [Expression, Expression];
      const type = substitute(this.#bindings, this.#typeOf(object));
      const inner = this.#field(at, type, field.kind === "constant" ? String(field.value) : "");
      return inner.kind === "error" || isOptional(inner) ? inner : optionalType(inner);
    }
    if (target === undefined) return this.#resolve(expression, name.replace(/^\./, ""), operands, false);
    const path = pathOf(target);
    if (path !== undefined && this.#variable(path.split(".")[0] as string) === undefined) {
      const qualified = `${path}.${name}`;
      if (overloadsOf(qualified).length > 0) {
        this.#names.set(expression, qualified);
        return this.#resolve(expression, qualified, operands, false);
      }
    }
    return this.#resolve(expression, name, [target, ...operands], true);
  }

  #resolve(expression: Call, name: string, operands: readonly Expression[], isMethod: boolean): CelType {
    const given = operands.map((operand) => this.#typeOf(operand));
    const known = overloadsOf(name);
    if (known.length === 0) return this.#problem(expression.at, undeclared(name));
    const meant: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of known) {
      if (overload.isMethod !== isMethod || overload.parameters.length !== given.length) continue;
      const suffix = `_${this.#renames++}`;
      const parameters = overload.parameters.map((type) => renamed(type, suffix));
      if (!areAssignable(this.#bindings, given, parameters)) continue;
      meant.push(overload);
      const type = substitute(this.#bindings, renamed(overload.result, suffix));
      result = result === undefined || typeText(result) === typeText(type) ? type : dynType;
    }
    if (result === undefined) {
      const texts = given.map((type) => typeText(substitute(this.#bindings, type)));
      const applied = isMethod ? `${texts[0]}.(${texts.slice(1).join(", ")})` : `(${texts.join(", ")})`;
      return this.#problem(expression.at, `found no matching overload for '${name}' applied to '${applied}'`);
    }
    this.#overloads.set(expression, meant);
    return result;
  }

  #comprehension(expression: Comprehension): CelType {
    const range = substitute(this.#bindings, this.#typeOf(expression.range));
    const initial = this.#typeOf(expression.initial);
    const [first, second] = this.#loopTypes(range, expression);
    this.#locals.push([expression.accumulator, initial]);
    this.#locals.push([expression.variable, first]);
    if (expression.second !== undefined) this.#locals.push([expression.second, second]);
    this.#expect(expression.condition, boolType);
    this.#expect(expression.step, initial);
    this.#locals.length -= expression.second === undefined ? 1 : 2;
    const result = this.#typeOf(expression.result);
    this.#locals.pop();
    return result;
  }

  #loopTypes(range: CelType, { second, range: part }: Comprehension): readonly [CelType, CelType] {
    if (range.kind === "list") return second === undefined ? [range.element, dynType] : [intType, range.element];
    if (range.kind === "map") return [range.key, range.value];
    if (range.kind !== "dyn" && range.kind !== "error" && range.kind !== "parameter") {
      const text = `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`;
      this.#problem(part.at, text);
    }
    return [dynType, dynType];
  }

  #expect(part: Expression, expected: CelType): void {
    const found = this.#typeOf(part);
    if (areAssignable(this.#bindings, [found], [expected])) return;
    this.#problem(part.at, mismatch(substitute(this.#bindings, expected), substitute(this.#bindings, found)));
  }
}

function undeclared(name: string): string {
  return `undeclared reference to '${name.replace(/^\./, "")}' (in container '')`;
}

function mismatch(expected: CelType, found: CelType): string {
  return `expected type '${typeText(expected)}' but found '${typeText(found)}'`;
}

function isOptional(type: CelType): boolean {
  return type.kind === "opaque" && type.name === "optional_type";
}

function constantType(value: unknown): CelType {
  if (value instanceof Uint) return uintType;
  const name = typeNameOf(value as never);
  return (
    { string: stringType, int: intType, double: doubleType, bool: boolType, null_type: nullType }[name] ?? bytesType
  );
}
