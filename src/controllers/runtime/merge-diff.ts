// The JSON merge patch that makes one value into another: so that a controller writes what changed, and nothing when nothing did.
import { equalJson } from "../../apimachinery/clone-json.ts";
import type { Json } from "../../apimachinery/json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Undefined: nothing to change. Fields that `after` leaves undefined go; lists are replaced whole. */
export function mergeDiff(before: object | undefined, after: object): Record<string, unknown> | undefined {
  const patch: Record<string, unknown> = {};
  const [left, right] = [(before ?? {}) as Fields, after as Fields];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const [old, wanted] = [left[key], right[key]];
    if (wanted === undefined || wanted === null) {
      if (old !== undefined && old !== null) patch[key] = null;
    } else if (isFields(old) && isFields(wanted)) {
      const inner = mergeDiff(old, wanted);
      if (inner !== undefined) patch[key] = inner;
    } else if (!equalJson(plain(old), plain(wanted))) patch[key] = wanted;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without what is undefined, as it would be stored. */
function plain(value: unknown): Json | undefined {
  if (typeof value !== "object" || value === null) return value as Json | undefined;
  return JSON.parse(JSON.stringify(value)) as Json;
}
