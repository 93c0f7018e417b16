// Whether two values mean the same: absent, null and empty are one, and the order of fields says nothing.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go
import { mapValue } from "./map-value.ts";

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const key in value) if (!isEmpty((value as Record<string, unknown>)[key])) return false;
  return true;
}

/** Compares JSON values. Quantities must be canonical already, as decoding leaves them. */
export function semanticEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return isEmpty(one) && isEmpty(other);
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other)) return isEmpty(one) && isEmpty(other);
    return one.length === other.length && one.every((item, index) => semanticEqual(item, other[index]));
  }
  const left = one as Record<string, unknown>;
  const right = other as Record<string, unknown>;
  for (const key in left) if (!semanticEqual(left[key], mapValue(right, key))) return false;
  for (const key in right) if (!Object.hasOwn(left, key) && !isEmpty(right[key])) return false;
  return true;
}
