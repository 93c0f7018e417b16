// CEL's standard functions: sizes, conversions, texts, times.
// cel-go: common/stdlib/standard.go

import { doubleText } from "../double-text.ts";
import { fail } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { matches } from "../regex.ts";
import { textSize } from "../text.ts";
import { durationText, parseDuration, parseTimestamp, secondsOf, timestampText, zonedDate } from "../time-text.ts";
import {
  type CelValue,
  Duration,
  type ListValue,
  type MapValue,
  Timestamp,
  TypeValue,
  typeNameOf,
  Uint,
} from "../value.ts";
import { work } from "../work.ts";
import { checkedInt, checkedTimestamp } from "./operators.ts";

const sizes: readonly Overload[] = [
  ["string", (text: string) => BigInt(textSize(text))] as const,
  ["bytes", (bytes: Uint8Array) => BigInt(bytes.length)] as const,
  ["list", (list: ListValue) => BigInt(list.size)] as const,
  ["map", (map: MapValue) => BigInt(map.size)] as const,
].flatMap(([type, run]) => {
  const full = type === "list" ? "list<A>" : type === "map" ? "map<A, B>" : type;
  return [fn(`size_${type}`, `size(${full}): int`, run), method(`${type}_size`, `${full}.size(): int`, run)];
});

const rangeError = "integer overflow";

function wholeNumber(text: string, pattern: RegExp): bigint {
  return pattern.test(text)
    ? BigInt(text.replace(/^\+/, ""))
    : fail(`strconv.ParseInt: parsing "${text}": invalid syntax`);
}

function doubleToInt(value: number): bigint {
  // 2^63 itself is out of range, and so is everything that is not a number.
  if (!(value > -(2 ** 63) && value < 2 ** 63)) fail(rangeError);
  return BigInt(Math.trunc(value));
}

function doubleToUint(value: number): Uint {
  if (!(value >= 0 && value < 2 ** 64)) fail("unsigned integer overflow");
  return new Uint(BigInt(Math.trunc(value)));
}

function textToDouble(text: string): number {
  const named = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (named !== null) return /nan/i.test(text) ? Number.NaN : named[1] === "-" ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text))
    fail(`strconv.ParseFloat: parsing "${text}": invalid syntax`);
  return Number(text);
}

const truths = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const falsehoods = new Set(["0", "f", "F", "false", "FALSE", "False"]);

function textToBool(text: string): boolean {
  if (truths.has(text)) return true;
  return falsehoods.has(text) ? false : fail(`strconv.ParseBool: parsing "${text}": invalid syntax`);
}

function bytesToText(bytes: Uint8Array): string {
  work(bytes.length);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail("invalid UTF-8 in bytes, cannot convert to string");
  }
}

const conversions: readonly Overload[] = [
  fn("to_dyn", "dyn(A): dyn", (a: CelValue) => a),
  fn("type", "type(A): type<A>", (a: CelValue) => new TypeValue(typeNameOf(a))),
  fn("int64_to_int64", "int(int): int", (a: bigint) => a),
  fn("uint64_to_int64", "int(uint): int", (a: Uint) => checkedInt(a.value)),
  fn("double_to_int64", "int(double): int", doubleToInt),
  fn("string_to_int64", "int(string): int", (a: string) => checkedInt(wholeNumber(a, /^[+-]?\d{1,30}$/))),
  fn("timestamp_to_int64", "int(timestamp): int", (a: Timestamp) => secondsOf(a.nanos).seconds),
  fn("duration_to_int64", "int(duration): int", (a: Duration) => a.nanos),
  fn("uint64_to_uint64", "uint(uint): uint", (a: Uint) => a),
  fn("int64_to_uint64", "uint(int): uint", (a: bigint) => (a < 0n ? fail("unsigned integer overflow") : new Uint(a))),
  fn("double_to_uint64", "uint(double): uint", doubleToUint),
  fn("string_to_uint64", "uint(string): uint", (a: string) => {
    const value = wholeNumber(a, /^\d{1,30}$/);
    return value > 2n ** 64n - 1n ? fail("unsigned integer overflow") : new Uint(value);
  }),
  fn("double_to_double", "double(double): double", (a: number) => a),
  fn("int64_to_double", "double(int): double", (a: bigint) => Number(a)),
  fn("uint64_to_double", "double(uint): double", (a: Uint) => Number(a.value)),
  fn("string_to_double", "double(string): double", textToDouble),
  fn("string_to_string", "string(string): string", (a: string) => a),
  fn("bool_to_string", "string(bool): string", (a: boolean) => String(a)),
  fn("int64_to_string", "string(int): string", (a: bigint) => a.toString()),
  fn("uint64_to_string", "string(uint): string", (a: Uint) => a.value.toString()),
  fn("double_to_string", "string(double): string", doubleText),
  fn("bytes_to_string", "string(bytes): string", bytesToText),
  fn("timestamp_to_string", "string(timestamp): string", (a: Timestamp) => timestampText(a.nanos)),
  fn("duration_to_string", "string(duration): string", (a: Duration) => durationText(a.nanos)),
  fn("bytes_to_bytes", "bytes(bytes): bytes", (a: Uint8Array) => a),
  fn("string_to_bytes", "bytes(string): bytes", (a: string) => new TextEncoder().encode(a)),
  fn("bool_to_bool", "bool(bool): bool", (a: boolean) => a),
  fn("string_to_bool", "bool(string): bool", textToBool),
  fn("timestamp_to_timestamp", "timestamp(timestamp): timestamp", (a: Timestamp) => a),
  fn("int64_to_timestamp", "timestamp(int): timestamp", (a: bigint) => checkedTimestamp(a * 1_000_000_000n)),
  fn("string_to_timestamp", "timestamp(string): timestamp", (a: string) => {
    const nanos = parseTimestamp(a);
    return nanos === undefined ? fail(`parsing time ${JSON.stringify(a)}: not an RFC 3339 time`) : new Timestamp(nanos);
  }),
  fn("duration_to_duration", "duration(duration): duration", (a: Duration) => a),
  fn("int64_to_duration", "duration(int): duration", (a: bigint) => new Duration(a)),
  fn("string_to_duration", "duration(string): duration", (a: string) => {
    const nanos = parseDuration(a);
    return nanos === undefined ? fail(`time: invalid duration ${JSON.stringify(a)}`) : new Duration(nanos);
  }),
];

/** JavaScript's own searches are quick, but a text may be megabytes. */
function searched<Result>(text: string, run: () => Result): Result {
  work(text.length >> 2);
  return run();
}

const texts: readonly Overload[] = [
  method("contains_string", "string.contains(string): bool", (a: string, b: string) =>
    searched(a, () => a.includes(b)),
  ),
  method("starts_with_string", "string.startsWith(string): bool", (a: string, b: string) => a.startsWith(b)),
  method("ends_with_string", "string.endsWith(string): bool", (a: string, b: string) => a.endsWith(b)),
  method("matches_string", "string.matches(string): bool", matches),
  fn("matches", "matches(string, string): bool", matches),
];

const dateFields: readonly (readonly [string, string, (date: Date, nanos: bigint) => number])[] = [
  ["getFullYear", "year", (date) => date.getUTCFullYear()],
  ["getMonth", "month", (date) => date.getUTCMonth()],
  ["getDayOfYear", "day_of_year", (date) => dayOfYear(date)],
  ["getDayOfMonth", "day_of_month", (date) => date.getUTCDate() - 1],
  ["getDate", "day_of_month_1_based", (date) => date.getUTCDate()],
  ["getDayOfWeek", "day_of_week", (date) => date.getUTCDay()],
  ["getHours", "hours", (date) => date.getUTCHours()],
  ["getMinutes", "minutes", (date) => date.getUTCMinutes()],
  ["getSeconds", "seconds", (date) => date.getUTCSeconds()],
  ["getMilliseconds", "milliseconds", (_, nanos) => Number(secondsOf(nanos).rest / 1_000_000n)],
];

function dayOfYear(date: Date): number {
  const start = new Date(date);
  start.setUTCMonth(0, 1);
  return Math.round((date.getTime() - start.getTime()) / 86_400_000);
}

const times: readonly Overload[] = dateFields.flatMap(([name, id, read]) => {
  const run = (time: Timestamp, zone = "UTC") => {
    work(zone === "UTC" ? 100 : 20_000);
    const date = zonedDate(time.nanos, zone);
    return date === undefined ? fail(`unknown time zone ${zone}`) : BigInt(read(date, time.nanos));
  };
  return [
    method(`timestamp_to_${id}`, `timestamp.${name}(): int`, run),
    method(`timestamp_to_${id}_with_tz`, `timestamp.${name}(string): int`, run),
  ];
});

const durations: readonly Overload[] = [
  method("duration_to_hours", "duration.getHours(): int", (a: Duration) => a.nanos / 3_600_000_000_000n),
  method("duration_to_minutes", "duration.getMinutes(): int", (a: Duration) => a.nanos / 60_000_000_000n),
  method("duration_to_seconds", "duration.getSeconds(): int", (a: Duration) => a.nanos / 1_000_000_000n),
  method(
    "duration_to_milliseconds",
    "duration.getMilliseconds(): int",
    (a: Duration) => (a.nanos / 1_000_000n) % 1000n,
  ),
];

export const standard: readonly Overload[] = [...sizes, ...conversions, ...texts, ...times, ...durations];
