// `"%s has %d".format([name, count])`.
// cel-go: ext/formatting.go
import { doubleText } from "./double-text.ts";
import { fail } from "./evaluation-error.ts";
import { builtSizeMax } from "./limits.ts";
import { durationText, timestampText } from "./time-text.ts";
import {
  type CelValue,
  Duration,
  ListValue,
  MapValue,
  numberOf,
  OpaqueValue,
  Timestamp,
  TypeValue,
  typeNameOf,
  Uint,
} from "./value.ts";
import { work } from "./work.ts";

const precisionMax = 1000;

export function formatText(pattern: string, values: ListValue): string {
  let next = 0;
  let text = "";
  const clause = /%(?:(%)|(?:\.(\d+))?([a-zA-Z]))|%/g;
  let last = 0;
  for (const found of pattern.matchAll(clause)) {
    text += pattern.slice(last, found.index);
    last = found.index + found[0].length;
    if (found[1] === "%") text += "%";
    else if (found[3] === undefined) fail("could not parse formatting clause: unexpected end of string");
    else {
      if (next >= values.size) fail(`index ${next} out of range`);
      const precision = found[2] === undefined ? undefined : Math.min(Number(found[2]), precisionMax);
      text += formatted(values.at(next++), found[3], precision);
    }
    if (text.length > builtSizeMax) fail("string is too large");
  }
  work(text.length);
  return text + pattern.slice(last);
}

function formatted(value: CelValue, verb: string, precision: number | undefined): string {
  switch (verb) {
    case "s":
      return shown(value);
    case "d":
      if (typeof value === "bigint") return value.toString();
      if (value instanceof Uint) return value.value.toString();
      if (typeof value === "number" && !Number.isFinite(value)) return named(value);
      return wrong("decimal clause can only be used on integers", value);
    case "f":
    case "e": {
      const number = numberOf(value);
      if (number === undefined)
        return wrong(
          verb === "f"
            ? "fixed-point clause can only be used on doubles"
            : "scientific clause can only be used on doubles",
          value,
        );
      if (!Number.isFinite(Number(number))) return named(Number(number));
      const digits = Math.min(precision ?? 6, 100);
      if (verb === "f") return Number(number).toFixed(digits);
      return Number(number)
        .toExponential(digits)
        .replace(/e([+-])(\d)$/, "e$10$2");
    }
    case "b":
      if (typeof value === "boolean") return value ? "1" : "0";
      if (typeof value === "bigint" || value instanceof Uint) return (numberOf(value) as bigint).toString(2);
      return wrong("only integers and bools can be formatted as binary", value);
    case "o":
      if (typeof value === "bigint" || value instanceof Uint) return (numberOf(value) as bigint).toString(8);
      return wrong("octal clause can only be used on integers", value);
    case "x":
    case "X": {
      const text = hexadecimal(value);
      return verb === "x" ? text : text.toUpperCase();
    }
    default:
      return fail(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function wrong(what: string, value: CelValue): never {
  return fail(`error during formatting: ${what}, was given ${typeNameOf(value)}`);
}

function hexadecimal(value: CelValue): string {
  if (typeof value === "bigint" || value instanceof Uint) return (numberOf(value) as bigint).toString(16);
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array))
    return wrong("only integers, byte buffers, and strings can be formatted as hex", value);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function named(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function shown(value: CelValue): string {
  work(60);
  if (value instanceof ListValue) {
    const parts: string[] = [];
    for (let i = 0; i < value.size; i++) parts.push(shown(value.at(i)));
    return `[${parts.join(", ")}]`;
  }
  if (value instanceof MapValue) {
    const parts = value.keys().map((key) => `${shown(key)}: ${shown(value.find(key) as CelValue)}`);
    return `{${parts.sort().join(", ")}}`;
  }
  if (typeof value === "number") return Number.isFinite(value) ? doubleText(value) : named(value);
  if (value instanceof Uint) return value.value.toString();
  if (value instanceof Timestamp) return timestampText(value.nanos);
  if (value instanceof Duration) return durationText(value.nanos);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value === "object" && value !== null) {
    return value instanceof OpaqueValue
      ? wrong(
          "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps",
          value,
        )
      : String(value);
  }
  return String(value);
}
