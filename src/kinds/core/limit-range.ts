// LimitRange: bounds and defaults for resources in a namespace.
import { builtinKind } from "../builtin-kind.ts";
import type { LimitRange, LimitRangeItem } from "../facts/types.gen.ts";
import { validateLimitRange } from "./limit-range-rules.ts";

export const limitRange = builtinKind<LimitRange>({
  group: "",
  version: "v1",
  kind: "LimitRange",
  plural: "limitranges",
  shortNames: ["limits"],
  scope: "Namespaced",
  createsOnUpdate: true,
  strategy: {
    setDefaults: (object) => {
      for (const item of object.spec?.limits ?? []) setItemDefaults(item);
    },
    validateCreate: validateLimitRange,
    validateUpdate: validateLimitRange,
  },
});

/** Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem */
function setItemDefaults(item: LimitRangeItem): void {
  if (item.type !== "Container") return;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}
