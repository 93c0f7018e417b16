// Values with a form of their own: read as upstream's UnmarshalJSON methods do, answered as they are written back.
import { base64Problem } from "../base64.ts";
import { goJsonType } from "../go-text.ts";
import type { Json } from "../json.ts";
import { canonicalQuantity, QuantityError } from "../quantity.ts";
import { canonicalMicroTime, canonicalTime, timeProblem } from "../time.ts";

export type ScalarResult<T extends Json> =
  | { readonly type: "read"; readonly value: T }
  | { readonly type: "malformed"; readonly message: string };

function read<T extends Json>(value: T): ScalarResult<T> {
  return { type: "read", value };
}

function malformed(message: string): { readonly type: "malformed"; readonly message: string } {
  return { type: "malformed", message };
}

function wrongType(value: Json, goType: string): { readonly type: "malformed"; readonly message: string } {
  const found = typeof value === "number" && goType === "int32" ? `number ${value}` : goJsonType(value);
  return malformed(`json: cannot unmarshal ${found} into Go value of type ${goType}`);
}

/** The usual written form, days after the 28th left to the full parser. */
const plainTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/time.go UnmarshalJSON */
export function time(value: Json): ScalarResult<string> {
  if (typeof value !== "string") return wrongType(value, "string");
  if (plainTime.test(value)) return read(value);
  const written = canonicalTime(value);
  return written === undefined ? malformed(timeProblem(value) ?? "not a time") : read(written);
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/micro_time.go UnmarshalJSON */
export function microTime(value: Json): ScalarResult<string> {
  if (typeof value !== "string") return wrongType(value, "string");
  const written = canonicalMicroTime(value);
  return written === undefined ? malformed(timeProblem(value, "micro-time") ?? "not a time") : read(written);
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go UnmarshalJSON */
export function intOrString(value: Json): ScalarResult<string | number> {
  if (typeof value === "string") return read(value);
  if (typeof value !== "number") return wrongType(value, "int32");
  const fits = Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
  return fits ? read(value) : wrongType(value, "int32");
}

/** Line breaks are allowed on the way in, and dropped. */
export function base64(value: string): ScalarResult<string> {
  const problem = base64Problem(value);
  if (problem !== undefined) return malformed(problem);
  return read(value.includes("\n") || value.includes("\r") ? value.replace(/[\r\n]/g, "") : value);
}

/** Quantities that are their own canonical form: by far the most. */
const plainQuantity = /^(?:0|[1-9]\d{0,2}(?:[numkMGTPE]|[KMGTPE]i)?)$/;

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go UnmarshalJSON */
export function quantity(value: Json): ScalarResult<string> {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (plainQuantity.test(text)) return read(text);
  try {
    return read(canonicalQuantity(text.trim()));
  } catch (error) {
    if (error instanceof QuantityError) return malformed(error.message);
    throw error;
  }
}
