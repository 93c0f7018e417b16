// FlowSchema: sorts requests into priority levels.
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { FlowSchema } from "../facts/types.gen.ts";
import { checkDns1123Subdomain, checkOptionalOneOf, type Errors } from "../field-checks.ts";

const precedenceDefault = 1000;
const precedenceMax = 10_000;
const exemptName = "exempt";

export const flowSchema = builtinKind<FlowSchema>({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "FlowSchema",
  plural: "flowschemas",
  scope: "Cluster",
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    setDefaults: (object) => {
      if (object.spec !== undefined) object.spec.matchingPrecedence ||= precedenceDefault;
    },
    validateCreate: validateFlowSchema,
    validateUpdate: validateFlowSchema,
  },
  columns: [
    nameColumn,
    column<FlowSchema>("PriorityLevel", "string", ({ spec }) => spec?.priorityLevelConfiguration?.name ?? ""),
    column<FlowSchema>("MatchingPrecedence", "string", ({ spec }) => spec?.matchingPrecedence ?? 0),
    column<FlowSchema>("DistinguisherMethod", "string", ({ spec }) => spec?.distinguisherMethod?.type ?? "<none>"),
    ageColumn,
    column<FlowSchema>("MissingPL", "string", ({ status }) => {
      const dangling = status?.conditions?.find(({ type }) => type === "Dangling");
      return dangling?.status ?? "?";
    }),
  ],
});

/** Kubernetes: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchema */
function validateFlowSchema({ metadata, spec }: FlowSchema): Errors {
  const errors: Errors = [];
  const precedence = spec?.matchingPrecedence ?? 0;
  const at = "spec.matchingPrecedence";
  if (precedence <= 0) errors.push(invalidValue(at, precedence, "must be a positive value"));
  if (precedence > precedenceMax)
    errors.push(invalidValue(at, precedence, `must not be greater than ${precedenceMax}`));
  if (precedence === 1 && metadata?.name !== exemptName) {
    errors.push(invalidValue(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
  }
  const method = spec?.distinguisherMethod?.type;
  checkOptionalOneOf(errors, "spec.distinguisherMethod.type", method, ["ByNamespace", "ByUser"]);
  const level = spec?.priorityLevelConfiguration?.name;
  if (!level) errors.push(required("spec.priorityLevelConfiguration.name", "must reference a priority level"));
  else checkDns1123Subdomain(errors, "spec.priorityLevelConfiguration.name", level);
  (spec?.rules ?? []).forEach((rule, index) => {
    const path = `spec.rules[${index}]`;
    if ((rule.subjects ?? []).length === 0) {
      errors.push(required(`${path}.subjects`, "subjects must contain at least one value"));
    }
    if ((rule.resourceRules ?? []).length === 0 && (rule.nonResourceRules ?? []).length === 0) {
      errors.push(required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"));
    }
  });
  return errors;
}
