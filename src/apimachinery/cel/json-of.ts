// JSON of what an expression answered: patches, object parts, audit annotations.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch; cel-go: ConvertToNative to structpb
import { encodeBase64 } from "../base64.ts";
import type { Json, JsonObject } from "../json.ts";
import { setField } from "../set-field.ts";
import { fail } from "./evaluation-error.ts";
import { durationText, timestampText } from "./time-text.ts";
import { type CelValue, Duration, ListValue, MapValue, Optional, Timestamp, typeNameOf, Uint } from "./value.ts";

/** Throws EvaluationError for what JSON cannot hold: types, numbers that are none, a library's values. */
export function jsonOf(value: CelValue): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : fail("JSON has no such number");
  if (value instanceof Uint) return Number(value.value);
  if (value instanceof ListValue) return Array.from({ length: value.size }, (_, i) => jsonOf(value.at(i)));
  if (value instanceof MapValue) {
    const object: JsonObject = {};
    for (const key of value.keys()) {
      const name = key instanceof Uint ? key.value.toString() : String(key);
      setField(object, name, jsonOf(value.find(key) as CelValue));
    }
    return object;
  }
  if (value instanceof Timestamp) return timestampText(value.nanos);
  if (value instanceof Duration) return durationText(value.nanos);
  if (value instanceof Uint8Array) return encodeBase64(value);
  if (value instanceof Optional) return value.value === undefined ? null : jsonOf(value.value);
  return fail(`JSON has no ${typeNameOf(value)}`);
}
