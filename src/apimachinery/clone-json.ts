// Deep copies and depth of JSON values.
import type { Json, JsonObject } from "./json.ts";
import { setField } from "./set-field.ts";

/** A copy that shares nothing with `value`. Several times faster than structuredClone. */
export function cloneJson<Value extends Json | undefined>(value: Value): Value {
  return clone(value) as Value;
}

function clone(value: Json | undefined): Json | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list = new Array<Json>(value.length);
    for (let index = 0; index < value.length; index++) list[index] = clone(value[index]) as Json;
    return list;
  }
  const object: JsonObject = {};
  for (const key of Object.keys(value)) setField(object, key, clone(value[key]) as Json);
  return object;
}

/** Whether `value` nests deeper than `depthMax`: the walk ends there, so any value may be asked about. */
export function nestsDeeperThan(value: Json, depthMax: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depthMax === 0) return true;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => nestsDeeperThan(child, depthMax - 1));
}

/** Whether two values are the same, whatever the order of their fields. */
export function equalJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (left === undefined || right === undefined) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) if (!equalJson(left[index], right[index])) return false;
    return true;
  }
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!Object.hasOwn(right, key) || !equalJson(left[key], right[key])) return false;
  return true;
}
