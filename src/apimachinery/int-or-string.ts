// Values that are a number or a percentage: maxSurge, maxUnavailable, minAvailable; and ports by number or name.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go
import { isValidPercent } from "./names.ts";

export type IntOrString = number | string;

export type ScaledValue =
  | { readonly type: "value"; readonly value: number }
  | { readonly type: "malformed"; readonly message: string };

/** A number as it is, a percentage of `total` rounded up or down; any other text is malformed, in upstream's words. */
export function scaledValue(
  value: IntOrString | undefined,
  { total, round }: { readonly total: number; readonly round: "up" | "down" },
): ScaledValue {
  if (value === undefined) return { type: "malformed", message: "nil value for IntOrString" };
  if (typeof value === "number") return { type: "value", value };
  if (!value.endsWith("%")) {
    return {
      type: "malformed",
      message: "invalid value for IntOrString: invalid type: string is not a percentage",
    };
  }
  const digits = value.slice(0, -1);
  if (!/^[+-]?[0-9]{1,18}$/.test(digits)) {
    const reason = `strconv.Atoi: parsing ${JSON.stringify(digits)}: invalid syntax`;
    const message = `invalid value for IntOrString: invalid value ${JSON.stringify(value)}: ${reason}`;
    return { type: "malformed", message };
  }
  const share = (Number(digits) * total) / 100;
  return { type: "value", value: (round === "up" ? Math.ceil(share) : Math.floor(share)) + 0 };
}

/** The percentage that a text stands for, or undefined for anything else. */
export function percentOf(value: IntOrString | undefined): number | undefined {
  if (typeof value !== "string" || isValidPercent(value).length > 0) return undefined;
  return Number(value.slice(0, -1));
}
