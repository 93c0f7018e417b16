// Macros: calls that stand for a longer expression. Each becomes a comprehension, a presence test or a condition.
// cel-go: parser/macro.go, ext/comprehensions.go, cel/library.go (optMap, optFlatMap)
import {
  call,
  comprehension,
  constant,
  type Expression,
  identifier,
  list,
  map,
  methodCall,
  select,
} from "./expression.ts";
import type { Issues } from "./issue.ts";

/** No name that is written can be this one. */
const accumulator = "@result";

interface MacroCall {
  readonly at: number;
  readonly target: Expression;
  readonly operands: readonly Expression[];
}

/** The names of one or two loop variables, and what the macro does with each round. */
interface Loop {
  readonly at: number;
  readonly range: Expression;
  readonly variable: string;
  readonly second: string | undefined;
  readonly rest: readonly Expression[];
}

type Expansion = (loop: Loop) => Expression;

const oneVariable: Readonly<Record<string, Expansion>> = {
  all: all,
  exists: exists,
  exists_one: existsOne,
  existsOne: existsOne,
  map: collect,
  filter: (loop) => collect({ ...loop, rest: [...loop.rest, identifier(loop.at, loop.variable)] }),
};
const twoVariables: Readonly<Record<string, Expansion>> = {
  all: all,
  exists: exists,
  existsOne: existsOne,
  transformList: collect,
  transformMap: (loop) => insert(loop, (value) => [identifier(loop.at, loop.variable), value]),
  transformMapEntry: (loop) => insert(loop, (entries) => [entries]),
};
/** How many operands follow the variables. */
const restCounts: Readonly<Record<string, readonly number[]>> = {
  map: [1, 2],
  transformList: [1, 2],
  transformMap: [1, 2],
  transformMapEntry: [1, 2],
};

/** What the call stands for, or undefined when it is no macro's. */
export function expandMacro(
  at: number,
  name: string,
  target: Expression | undefined,
  operands: readonly Expression[],
  issues: Issues,
): Expression | undefined {
  if (target === undefined) return name === "has" && operands.length === 1 ? has(at, operands[0], issues) : undefined;
  if (name === "optMap" && operands.length === 2) return optionalMap({ at, target, operands }, issues, true);
  if (name === "optFlatMap" && operands.length === 2) return optionalMap({ at, target, operands }, issues, false);
  const counts = Object.hasOwn(restCounts, name) ? restCounts[name] : [1];
  for (const [variables, macros] of [
    [1, oneVariable],
    [2, twoVariables],
  ] as const) {
    const expansion = Object.hasOwn(macros, name) ? macros[name] : undefined;
    // map(v, condition, value) is not taken for two variables: there is no such macro of two.
    if (expansion === undefined || counts?.includes(operands.length - variables) !== true) continue;
    const names = operands.slice(0, variables).map((one) => simpleName(one, issues));
    const [variable, second] = names;
    if (variable === undefined || names.includes(undefined)) return constant(at, false);
    if (variable === second) issues.report(operands[1]?.at ?? at, `duplicate iteration variable name: ${variable}`);
    return expansion({ at, range: target, variable, second, rest: operands.slice(variables) });
  }
  return undefined;
}

function simpleName(operand: Expression, issues: Issues): string | undefined {
  if (operand.kind === "identifier" && !operand.name.startsWith(".")) return operand.name;
  issues.report(operand.at, "argument must be a simple name");
  return undefined;
}

function has(at: number, operand: Expression | undefined, issues: Issues): Expression {
  if (operand?.kind === "select" && !operand.isTest) return select(operand.at, operand.operand, operand.field, true);
  issues.report(operand?.at ?? at, "invalid argument to has() macro");
  return constant(at, false);
}

function fold(
  loop: Loop,
  initial: Expression,
  parts: { condition?: Expression; step: Expression; result?: Expression },
) {
  const { at, range, variable, second } = loop;
  return comprehension(at, {
    range,
    variable,
    second,
    accumulator,
    initial,
    condition: parts.condition ?? constant(at, true),
    step: parts.step,
    result: parts.result ?? identifier(at, accumulator),
  });
}

function all(loop: Loop): Expression {
  const { at } = loop;
  const soFar = identifier(at, accumulator);
  return fold(loop, constant(at, true), {
    condition: call(at, "@not_strictly_false", soFar),
    step: call(at, "_&&_", soFar, loop.rest[0] as Expression),
  });
}

function exists(loop: Loop): Expression {
  const { at } = loop;
  const found = identifier(at, accumulator);
  return fold(loop, constant(at, false), {
    condition: call(at, "@not_strictly_false", call(at, "!_", found)),
    step: call(at, "_||_", found, loop.rest[0] as Expression),
  });
}

function existsOne(loop: Loop): Expression {
  const { at } = loop;
  const count = identifier(at, accumulator);
  const one = call(at, "_+_", count, constant(at, 1n));
  return fold(loop, constant(at, 0n), {
    step: call(at, "_?_:_", loop.rest[0] as Expression, one, count),
    result: call(at, "_==_", count, constant(at, 1n)),
  });
}

/** map and filter: with two operands the first is a condition. */
function collect(loop: Loop): Expression {
  const { at, rest } = loop;
  const gathered = identifier(at, accumulator);
  const more = call(at, "_+_", gathered, list(at, [rest.at(-1) as Expression]));
  const step = rest.length === 1 ? more : call(at, "_?_:_", rest[0] as Expression, more, gathered);
  return fold(loop, list(at, []), { step });
}

function insert(loop: Loop, entry: (value: Expression) => readonly Expression[]): Expression {
  const { at, rest } = loop;
  const gathered = identifier(at, accumulator);
  const more = call(at, "cel.@mapInsert", gathered, ...entry(rest.at(-1) as Expression));
  const step = rest.length === 1 ? more : call(at, "_?_:_", rest[0] as Expression, more, gathered);
  return fold(loop, map(at, []), { step });
}

/**
 * `target.optMap(v, e)` is `target.hasValue() ? optional.of(e with v = target.value()) : optional.none()`. The target is
 * bound to a name first: written twice, a chain of n would be 2^n.
 */
function optionalMap({ at, target, operands }: MacroCall, issues: Issues, wraps: boolean): Expression {
  const [name, body] = operands as [Expression, Expression];
  const variable = simpleName(name, issues);
  if (variable === undefined) return constant(at, false);
  const whole = identifier(at, "@target");
  const inner = bind(at, variable, methodCall(at, whole, "value", []), body);
  const some = wraps ? methodCall(at, identifier(at, "optional"), "of", [inner]) : inner;
  const none = methodCall(at, identifier(at, "optional"), "none", []);
  return bind(at, "@target", target, call(at, "_?_:_", methodCall(at, whole, "hasValue", []), some, none));
}

/** A comprehension of no rounds: the accumulator is the name that is bound. */
function bind(at: number, name: string, value: Expression, body: Expression): Expression {
  return comprehension(at, {
    range: list(at, []),
    variable: "#unused",
    second: undefined,
    accumulator: name,
    initial: value,
    condition: constant(at, false),
    step: identifier(at, name),
    result: body,
  });
}
