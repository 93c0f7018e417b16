// Setting a key that came from outside: `__proto__` is a name like any other.
import type { Json, JsonObject } from "./json.ts";

/** `object[key] = value`, also for the one key whose assignment means something else. */
export function setField(object: JsonObject, key: string, value: Json): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** An own field's value; what objects inherit (`constructor`) is none. */
export function fieldOf(object: Readonly<JsonObject>, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
