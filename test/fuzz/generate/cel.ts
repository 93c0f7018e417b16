// CEL expressions whose value is known without evaluating them, and ones that are nearly expressions.
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { mutated } from "./text.ts";

/** What an expression answers; undefined: an error. Integers are bigint. */
export type Value = bigint | boolean | string | readonly Value[] | undefined;

export interface Known {
  readonly text: string;
  readonly value: Value;
}

/** What every expression may refer to. */
export const self = { n: 3, s: "abc", flag: true, list: [5, 1, 3], words: ["a", "bc"], map: { a: 1, "b c": 2 } };

const depthMax = 5;
const int64Max = 2n ** 63n - 1n;

export function knownBool(random: SeededRandom, depth = 0): Known {
  const next = depth + 1;
  const choice = depth >= depthMax ? random.integer(2) : random.integer(11);
  switch (choice) {
    case 0:
      return random.chance(0.5) ? { text: "true", value: true } : { text: "false", value: false };
    case 1:
      return { text: "self.flag", value: true };
    case 2:
      return both(knownBool(random, next), knownBool(random, next), "&&", false);
    case 3:
      return both(knownBool(random, next), knownBool(random, next), "||", true);
    case 4: {
      const one = knownBool(random, next);
      return { text: `!(${one.text})`, value: typeof one.value === "boolean" ? !one.value : undefined };
    }
    case 5:
    case 6:
      return comparison(random, knownInt(random, next), knownInt(random, next));
    case 7:
      return comparison(random, knownText(random, next), knownText(random, next));
    case 8:
      return overList(random, knownList(random, next));
    case 9: {
      const [whole, part] = [knownText(random, next), knownText(random, next)];
      const how = random.pick(["contains", "startsWith", "endsWith"] as const);
      const method = { contains: "includes", startsWith: "startsWith", endsWith: "endsWith" } as const;
      const value = isText(whole.value) && isText(part.value) ? whole.value[method[how]](part.value) : undefined;
      return { text: `(${whole.text}).${how}(${part.text})`, value };
    }
    default:
      return chosen(random, next, knownBool);
  }
}

function isText(value: Value): value is string {
  return typeof value === "string";
}

/** `&&` and `||`: one side's answer may make the other's error not matter. */
function both(left: Known, right: Known, operator: string, decisive: boolean): Known {
  const text = `(${left.text}) ${operator} (${right.text})`;
  if (left.value === decisive || right.value === decisive) return { text, value: decisive };
  return { text, value: left.value === undefined || right.value === undefined ? undefined : !decisive };
}

function comparison(random: SeededRandom, left: Known, right: Known): Known {
  const operator = random.pick(["==", "!=", "<", "<=", ">", ">="] as const);
  const text = `(${left.text}) ${operator} (${right.text})`;
  const [a, b] = [left.value, right.value];
  if (a === undefined || b === undefined) return { text, value: undefined };
  const order =
    typeof a === "string" ? compareTexts(a, b as string) : a === b ? 0 : (a as bigint) < (b as bigint) ? -1 : 1;
  const holds = {
    "==": order === 0,
    "!=": order !== 0,
    "<": order < 0,
    "<=": order <= 0,
    ">": order > 0,
    ">=": order >= 0,
  };
  return { text, value: holds[operator] };
}

/** By code points, not by UTF-16 units. */
function compareTexts(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function overList(random: SeededRandom, list: Known): Known {
  const bound = BigInt(random.integer(10));
  const [items, how] = [list.value, random.pick(["all", "exists", "exists_one", "in"])];
  if (how === "in") {
    const value = items === undefined ? undefined : (items as readonly Value[]).includes(bound);
    return { text: `${bound} in (${list.text})`, value };
  }
  const text = `(${list.text}).${how}(x, x > ${bound})`;
  if (items === undefined) return { text, value: undefined };
  const count = (items as readonly bigint[]).filter((item) => item > bound).length;
  const total = (items as readonly Value[]).length;
  return { text, value: how === "all" ? count === total : how === "exists" ? count > 0 : count === 1 };
}

function chosen(random: SeededRandom, depth: number, make: (random: SeededRandom, depth: number) => Known): Known {
  const [condition, yes, no] = [knownBool(random, depth), make(random, depth), make(random, depth)];
  const text = `(${condition.text}) ? (${yes.text}) : (${no.text})`;
  return { text, value: condition.value === undefined ? undefined : condition.value ? yes.value : no.value };
}

function bounded(value: bigint): bigint | undefined {
  return value > int64Max || value < -int64Max - 1n ? undefined : value;
}

export function knownInt(random: SeededRandom, depth = 0): Known {
  const next = depth + 1;
  const choice = depth >= depthMax ? random.integer(2) : random.integer(8);
  switch (choice) {
    case 0: {
      const value = random.chance(0.05) ? random.pick([int64Max, -int64Max]) : BigInt(random.integer(200) - 100);
      return { text: String(value), value };
    }
    case 1:
      return { text: "self.n", value: 3n };
    case 2:
    case 3:
      return arithmetic(random.pick(["+", "-", "*", "/", "%"]), knownInt(random, next), knownInt(random, next));
    case 4: {
      const text = knownText(random, next);
      return { text: `size(${text.text})`, value: isText(text.value) ? BigInt([...text.value].length) : undefined };
    }
    case 5: {
      const list = knownList(random, next);
      const items = list.value as readonly bigint[] | undefined;
      const sum = items?.reduce<bigint | undefined>((all, one) => (all === undefined ? all : bounded(all + one)), 0n);
      if (random.chance(0.5)) return { text: `(${list.text}).sum()`, value: sum };
      return { text: `(${list.text}).size()`, value: items === undefined ? undefined : BigInt(items.length) };
    }
    case 6: {
      const one = knownInt(random, next);
      return { text: `int(string(${one.text}))`, value: one.value };
    }
    default:
      return chosen(random, next, knownInt);
  }
}

function arithmetic(operator: string, left: Known, right: Known): Known {
  const text = `(${left.text}) ${operator} (${right.text})`;
  const [a, b] = [left.value as bigint | undefined, right.value as bigint | undefined];
  if (a === undefined || b === undefined) return { text, value: undefined };
  if ((operator === "/" || operator === "%") && b === 0n) return { text, value: undefined };
  const value =
    operator === "+" ? a + b : operator === "-" ? a - b : operator === "*" ? a * b : operator === "/" ? a / b : a % b;
  return { text, value: bounded(value) };
}

export function knownText(random: SeededRandom, depth = 0): Known {
  const next = depth + 1;
  const choice = depth >= depthMax ? random.integer(2) : random.integer(7);
  switch (choice) {
    case 0: {
      const value = random.pick(["", "a", "abc", "é\u{1f600}", 'q"\\', "\n", "{}", "a.b", "Ab"]);
      return { text: JSON.stringify(value), value };
    }
    case 1:
      return { text: "self.s", value: "abc" };
    case 2:
    case 3: {
      const [left, right] = [knownText(random, next), knownText(random, next)];
      const value = isText(left.value) && isText(right.value) ? left.value + right.value : undefined;
      return { text: `(${left.text}) + (${right.text})`, value };
    }
    case 4: {
      const one = knownInt(random, next);
      return { text: `string(${one.text})`, value: one.value === undefined ? undefined : String(one.value) };
    }
    case 5: {
      const one = knownText(random, next);
      const value = isText(one.value) ? one.value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : undefined;
      return { text: `(${one.text}).lowerAscii()`, value };
    }
    default:
      return chosen(random, next, knownText);
  }
}

/** A list of integers. */
export function knownList(random: SeededRandom, depth = 0): Known {
  const next = depth + 1;
  const choice = depth >= depthMax ? 0 : random.integer(5);
  switch (choice) {
    case 0:
      return { text: "self.list", value: [5n, 1n, 3n] };
    case 1: {
      const items = Array.from({ length: random.integer(4) }, () => knownInt(random, next));
      const text = `[${items.map((item) => item.text).join(", ")}]`;
      return {
        text: items.length === 0 ? "self.list.filter(x, false)" : text,
        value: allOf(items.map(({ value }) => value)),
      };
    }
    case 2: {
      const [left, right] = [knownList(random, next), knownList(random, next)];
      const value =
        left.value === undefined || right.value === undefined
          ? undefined
          : [...(left.value as []), ...(right.value as [])];
      return { text: `(${left.text}) + (${right.text})`, value };
    }
    case 3: {
      const [list, step] = [knownList(random, next), BigInt(random.integer(10))];
      const items = list.value as readonly bigint[] | undefined;
      return {
        text: `(${list.text}).map(x, x + ${step})`,
        value: items && allOf(items.map((item) => bounded(item + step))),
      };
    }
    default: {
      const [list, bound] = [knownList(random, next), BigInt(random.integer(10))];
      const items = list.value as readonly bigint[] | undefined;
      return { text: `(${list.text}).filter(x, x <= ${bound})`, value: items?.filter((item) => item <= bound) };
    }
  }
}

function allOf(values: readonly Value[]): Value {
  return values.includes(undefined) ? undefined : values;
}

const pieces = [
  ..."()[]{}.,:?!+-*/%<>",
  ..." == != <= >= && || in 1 2u 0.5 1e999 9223372036854775808 'a' \"b\" b'\\xff' r'\\d' true false null self".split(
    " ",
  ),
  ..."self.n self.s self.list self.map self.map['b c'] x size( has(self.n) .all(x, .exists(x, .map(x, .filter(x,".split(
    " ",
  ),
  ...".optMap(x, .?n [? {? .orValue( .matches( .split( .format([ .join( type( dyn( int( uint( string( double(".split(
    " ",
  ),
  ...".substring( .indexOf( .replace( .sort() .distinct() .reverse() .findAll( .isSorted() .charAt( .trim()".split(" "),
  ..."duration( timestamp( .getHours( Object{ JSONPatch{op: quantity( ip( cidr( url( semver( sets.contains( math.greatest(".split(
    " ",
  ),
  ..."optional.of( cel.bind(x, __proto__ constructor // \\ \n ` @ # \u0000 \u{1f600} \ud800 .validate( .key(".split(
    " ",
  ),
];

/** Something like an expression. */
export function hostileExpression(random: SeededRandom): string {
  switch (random.integer(4)) {
    case 0:
      return Array.from({ length: 1 + random.integer(16) }, () => random.pick(pieces)).join(random.pick(["", " "]));
    case 1:
      return mutated(random, random.pick([knownBool, knownInt, knownText, knownList])(random, 2).text);
    case 2: {
      const text = random.pick([knownBool, knownInt, knownText, knownList])(random, 2).text;
      const at = random.integer(text.length + 1);
      return text.slice(0, at) + random.pick(pieces) + text.slice(at + random.integer(4));
    }
    default: {
      const [opening, closing] = random.pick([
        ["(", ")"],
        ["[", "]"],
        ["!", ""],
        ["-", ""],
        ["[1].map(x, ", ")"],
        ["{1: ", "}"],
      ] as const);
      const depth = random.integer(random.chance(0.02) ? 5_000 : 30);
      return `${opening.repeat(depth)}${random.pick(pieces)}${closing.repeat(depth)}`;
    }
  }
}
