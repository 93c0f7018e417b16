// Values as Go's fmt prints them with %v, which some of upstream's messages hold.
import type { Json } from "./json.ts";

const textLengthMax = 2000;

/** `map[a:1 b:[x y]]`, keys sorted; cut where a message would drown in it. */
export function goText(value: Json | undefined): string {
  const text = print(value);
  return text.length <= textLengthMax ? text : `${text.slice(0, textLengthMax)}...`;
}

function print(value: Json | undefined): string {
  if (value === null || value === undefined) return "<nil>";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(print).join(" ")}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${key}:${print(value[key])}`);
  return `map[${fields.join(" ")}]`;
}

/** How Go's decoder calls a JSON value's type. */
export function goJsonType(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "array" : typeof value;
}
