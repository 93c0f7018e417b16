// RuntimeClass: names a container runtime configuration.
import { validateLabels } from "../../apimachinery/object-meta.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { nodeLabelWarning } from "../core/node-label-warnings.ts";
import { checkTolerations } from "../core/pod/toleration-rules.ts";
import { checkAmount, checkContainerResourceName } from "../core/resources/resource-rules.ts";
import type { RuntimeClass } from "../facts/types.gen.ts";
import { checkDns1123Label, checkImmutable, type Errors } from "../field-checks.ts";

export const runtimeClass = builtinKind<RuntimeClass>({
  group: "node.k8s.io",
  version: "v1",
  kind: "RuntimeClass",
  plural: "runtimeclasses",
  scope: "Cluster",
  needsResourceVersion: true,
  createsOnUpdate: true,
  strategy: {
    validateCreate: validateRuntimeClass,
    validateUpdate: (object, old) => {
      const errors: Errors = [];
      checkImmutable(errors, "handler", object.handler, old.handler);
      return errors;
    },
    // Kubernetes: pkg/api/node/util.go GetWarningsForRuntimeClass
    warnings: ({ scheduling }) =>
      Object.keys(scheduling?.nodeSelector ?? {}).flatMap((key) => {
        const text = nodeLabelWarning(key);
        return text === undefined ? [] : [`scheduling.nodeSelector: ${text}`];
      }),
  },
  columns: [nameColumn, column<RuntimeClass>("Handler", "string", (object) => object.handler ?? ""), ageColumn],
});

/** Kubernetes: pkg/apis/node/validation/validation.go ValidateRuntimeClass */
function validateRuntimeClass({ handler = "", overhead, scheduling }: RuntimeClass): Errors {
  const errors: Errors = [];
  checkDns1123Label(errors, "handler", handler);
  for (const [name, amount] of Object.entries(overhead?.podFixed ?? {})) {
    checkContainerResourceName(errors, `overhead.podFixed.limits[${name}]`, name);
    checkAmount(errors, `overhead.podFixed.limits[${name}]`, name, amount);
  }
  if (scheduling?.nodeSelector !== undefined) {
    errors.push(...validateLabels(scheduling.nodeSelector, "scheduling.nodeSelector"));
  }
  checkTolerations(errors, "scheduling.tolerations", scheduling?.tolerations ?? []);
  return errors;
}
