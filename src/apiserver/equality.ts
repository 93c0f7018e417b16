// Whether two JSON values are the same, and whether a write changes what a generation counts.
import type { KubeObject } from "../apimachinery/json.ts";

/** Deep equality of JSON data. An absent property and an undefined one are the same. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameJson(item, right[index]));
  }
  if (Array.isArray(right)) return false;
  const first = left as Record<string, unknown>;
  const second = right as Record<string, unknown>;
  for (const key of Object.keys(first)) if (!sameJson(first[key], second[key])) return false;
  for (const key of Object.keys(second)) if (second[key] !== undefined && first[key] === undefined) return false;
  return true;
}

/**
 * Whether anything but metadata and status differs: what `metadata.generation` counts. A custom resource without a
 * status of its own has its `status` counted like any other field.
 */
export function specChanged(before: KubeObject, after: KubeObject, countsStatus = false): boolean {
  const counted = (key: string) =>
    key !== "metadata" && (countsStatus || key !== "status") && key !== "kind" && key !== "apiVersion";
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of keys) if (counted(key) && !sameJson(before[key], after[key])) return true;
  return false;
}
