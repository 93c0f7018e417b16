// PriorityClass: names a pod priority.
import { forbiddenField } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { PriorityClass } from "../facts/types.gen.ts";
import { checkImmutable, checkOneOf, type Errors } from "../field-checks.ts";

export const systemPrefix = "system-";
export const highestUserPriority = 1_000_000_000;

/** What every cluster has from the start. Kubernetes: pkg/apis/scheduling/v1/helpers.go */
export const systemPriorityClasses: readonly PriorityClass[] = [
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "system-node-critical" },
    value: 2_000_001_000,
    description: "For pods that a node cannot do without, and that must stay on it.",
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "system-cluster-critical" },
    value: 2_000_000_000,
    description: "For pods that the cluster cannot do without, on whichever node.",
  },
];

export const priorityClass = builtinKind<PriorityClass>({
  group: "scheduling.k8s.io",
  version: "v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  scope: "Cluster",
  hasGeneration: true,
  strategy: {
    setDefaults: (object) => {
      object.preemptionPolicy ??= "PreemptLowerPriority";
    },
    validateCreate: validatePriorityClass,
    validateUpdate,
  },
  columns: [
    nameColumn,
    column<PriorityClass>("Value", "integer", (object) => object.value ?? 0),
    column<PriorityClass>("Global-Default", "boolean", (object) => object.globalDefault ?? false),
    ageColumn,
    column<PriorityClass>("PreemptionPolicy", "string", (object) => object.preemptionPolicy ?? ""),
  ],
});

/** Kubernetes: pkg/apis/scheduling/validation/validation.go ValidatePriorityClass */
function validatePriorityClass(object: PriorityClass): Errors {
  const errors: Errors = [];
  const name = object.metadata?.name ?? "";
  if (name.startsWith(systemPrefix)) {
    const known = systemPriorityClasses.find(({ metadata }) => metadata?.name === name);
    const sound = known !== undefined && known.value === object.value && !object.globalDefault;
    if (!sound) {
      const why =
        known === undefined
          ? `${name} is not a known system priority class`
          : `value of ${name} PriorityClass must be ${known.value}`;
      const detail = `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: ${why}`;
      errors.push(forbiddenField("metadata.name", detail));
    }
  } else if ((object.value ?? 0) > highestUserPriority) {
    const detail = `maximum allowed value of a user defined priority is ${highestUserPriority}`;
    errors.push(forbiddenField("value", detail));
  }
  checkOneOf(errors, "preemptionPolicy", object.preemptionPolicy, ["PreemptLowerPriority", "Never"]);
  return errors;
}

function validateUpdate(object: PriorityClass, old: PriorityClass): Errors {
  const errors: Errors = [];
  if ((object.value ?? 0) !== (old.value ?? 0)) {
    errors.push(forbiddenField("value", "may not be changed in an update."));
  }
  checkImmutable(errors, "preemptionPolicy", object.preemptionPolicy, old.preemptionPolicy);
  return errors;
}
