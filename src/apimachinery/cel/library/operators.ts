// CEL's operators on values: arithmetic, order, containment, access.
// cel-go: common/stdlib/standard.go, common/types
import { fail } from "../evaluation-error.ts";
import { joinLists } from "../join-lists.ts";
import { declareFunction as fn, type Overload } from "../overload.ts";
import { durationNanosMax, timestampNanosMax, timestampNanosMin } from "../time-text.ts";
import {
  type CelValue,
  compare,
  Duration,
  equals,
  type ListValue,
  type MapValue,
  placeOf,
  Timestamp,
  Uint,
} from "../value.ts";
import { work } from "../work.ts";

const intMax = 2n ** 63n - 1n;
const intMin = -(2n ** 63n);

export function checkedInt(value: bigint): bigint {
  if (value > intMax || value < intMin) fail("integer overflow");
  return value;
}
export function checkedUint(value: bigint): Uint {
  if (value !== BigInt.asUintN(64, value)) fail("unsigned integer overflow");
  return new Uint(value);
}
export function checkedDuration(nanos: bigint): Duration {
  if (nanos > durationNanosMax || nanos < -durationNanosMax - 1n) fail("integer overflow");
  return new Duration(nanos);
}
export function checkedTimestamp(nanos: bigint): Timestamp {
  if (nanos > timestampNanosMax || nanos < timestampNanosMin) fail("timestamp overflow");
  return new Timestamp(nanos);
}

function divisor(value: bigint, operation: "division" | "modulus"): bigint {
  return value === 0n ? fail(`${operation} by zero`) : value;
}

const arithmetic: readonly Overload[] = [
  fn("add_int64", "_+_(int, int): int", (a: bigint, b: bigint) => checkedInt(a + b)),
  fn("add_uint64", "_+_(uint, uint): uint", (a: Uint, b: Uint) => checkedUint(a.value + b.value)),
  fn("add_double", "_+_(double, double): double", (a: number, b: number) => a + b),
  fn("add_string", "_+_(string, string): string", (a: string, b: string) => a + b),
  fn("add_bytes", "_+_(bytes, bytes): bytes", (a: Uint8Array, b: Uint8Array) => joinBytes(a, b)),
  fn("add_list", "_+_(list<A>, list<A>): list<A>", joinLists),
  fn("add_timestamp_duration", "_+_(timestamp, duration): timestamp", (a: Timestamp, b: Duration) =>
    checkedTimestamp(a.nanos + b.nanos),
  ),
  fn("add_duration_timestamp", "_+_(duration, timestamp): timestamp", (a: Duration, b: Timestamp) =>
    checkedTimestamp(a.nanos + b.nanos),
  ),
  fn("add_duration_duration", "_+_(duration, duration): duration", (a: Duration, b: Duration) =>
    checkedDuration(a.nanos + b.nanos),
  ),
  fn("subtract_int64", "_-_(int, int): int", (a: bigint, b: bigint) => checkedInt(a - b)),
  fn("subtract_uint64", "_-_(uint, uint): uint", (a: Uint, b: Uint) => checkedUint(a.value - b.value)),
  fn("subtract_double", "_-_(double, double): double", (a: number, b: number) => a - b),
  fn("subtract_timestamp_timestamp", "_-_(timestamp, timestamp): duration", (a: Timestamp, b: Timestamp) =>
    checkedDuration(a.nanos - b.nanos),
  ),
  fn("subtract_timestamp_duration", "_-_(timestamp, duration): timestamp", (a: Timestamp, b: Duration) =>
    checkedTimestamp(a.nanos - b.nanos),
  ),
  fn("subtract_duration_duration", "_-_(duration, duration): duration", (a: Duration, b: Duration) =>
    checkedDuration(a.nanos - b.nanos),
  ),
  fn("multiply_int64", "_*_(int, int): int", (a: bigint, b: bigint) => checkedInt(a * b)),
  fn("multiply_uint64", "_*_(uint, uint): uint", (a: Uint, b: Uint) => checkedUint(a.value * b.value)),
  fn("multiply_double", "_*_(double, double): double", (a: number, b: number) => a * b),
  fn("divide_int64", "_/_(int, int): int", (a: bigint, b: bigint) => checkedInt(a / divisor(b, "division"))),
  fn("divide_uint64", "_/_(uint, uint): uint", (a: Uint, b: Uint) => new Uint(a.value / divisor(b.value, "division"))),
  fn("divide_double", "_/_(double, double): double", (a: number, b: number) => a / b),
  fn("modulo_int64", "_%_(int, int): int", (a: bigint, b: bigint) => a % divisor(b, "modulus")),
  fn("modulo_uint64", "_%_(uint, uint): uint", (a: Uint, b: Uint) => new Uint(a.value % divisor(b.value, "modulus"))),
  fn("negate_int64", "-_(int): int", (a: bigint) => checkedInt(-a)),
  fn("negate_double", "-_(double): double", (a: number) => -a),
];

function joinBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  work((left.length + right.length) >> 3);
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

const orders: readonly (readonly [string, string, (order: number) => boolean])[] = [
  ["less", "_<_", (order) => order < 0],
  ["less_equals", "_<=_", (order) => order <= 0],
  ["greater", "_>_", (order) => order > 0],
  ["greater_equals", "_>=_", (order) => order >= 0],
];
const numbers = [
  ["int", "int64"],
  ["uint", "uint64"],
  ["double", "double"],
] as const;
const comparisons: readonly Overload[] = orders.flatMap(([id, name, holds]) => {
  // NaN compares with nothing: every order of it is false.
  const run = (a: CelValue, b: CelValue) => holds(compare(a, b) ?? Number.NaN);
  const same = ["bool", "string", "bytes", "timestamp", "duration"].map((type) =>
    fn(`${id}_${type}`, `${name}(${type}, ${type}): bool`, run),
  );
  const mixed = numbers.flatMap(([left, leftId]) =>
    numbers.map(([right, rightId]) =>
      fn(left === right ? `${id}_${leftId}` : `${id}_${leftId}_${rightId}`, `${name}(${left}, ${right}): bool`, run),
    ),
  );
  return [...mixed, ...same];
});

const access: readonly Overload[] = [
  fn("equals", "_==_(A, A): bool", (a: CelValue, b: CelValue) => equals(a, b)),
  fn("not_equals", "_!=_(A, A): bool", (a: CelValue, b: CelValue) => !equals(a, b)),
  fn(
    "in_list",
    "@in(A, list<A>): bool",
    (item: CelValue, list: ListValue) => placeOf(item, list, { type: "set" }) >= 0,
  ),
  fn("in_map", "@in(A, map<A, B>): bool", (key: CelValue, map: MapValue) => map.find(key) !== undefined),
  fn("index_list", "_[_](list<A>, int): A", (list: ListValue, index: CelValue) => elementAt(list, index)),
  fn("index_map", "_[_](map<A, B>, A): B", (map: MapValue, key: CelValue) => entryOf(map, key)),
  fn("logical_not", "!_(bool): bool", (a: boolean) => !a),
  // These are carried out by the plan: they do not look at all their operands.
  fn("logical_and", "_&&_(bool, bool): bool", () => false),
  fn("logical_or", "_||_(bool, bool): bool", () => false),
  fn("conditional", "_?_:_(bool, A, A): A", () => false),
  fn("not_strictly_false", "@not_strictly_false(bool): bool", () => true),
];

export function elementAt(list: ListValue, index: CelValue): CelValue {
  const whole = typeof index === "number" && Number.isInteger(index) ? index : undefined;
  const place = typeof index === "bigint" ? Number(index) : index instanceof Uint ? Number(index.value) : whole;
  if (place === undefined) return fail("unsupported index type in list");
  return place >= 0 && place < list.size ? list.at(place) : fail(`index out of bounds: ${place}`);
}

export function entryOf(map: MapValue, key: CelValue): CelValue {
  const value = map.find(key);
  return value === undefined ? fail(`no such key: ${keyText(key)}`) : value;
}

export function keyText(key: CelValue): string {
  return key instanceof Uint ? key.value.toString() : String(key);
}

export const operators: readonly Overload[] = [...arithmetic, ...comparisons, ...access];
