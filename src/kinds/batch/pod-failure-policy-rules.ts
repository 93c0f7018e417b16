// Which failures of its pods a Job forgives, and which end it.
// Kubernetes: pkg/apis/batch/validation/validation.go validatePodFailurePolicy
import {
  duplicate,
  type FieldError,
  invalidValue,
  notSupported,
  required,
  tooMany,
} from "../../apimachinery/field-error.ts";
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from "../facts/types.gen.ts";
import { checkQualifiedName, type Errors } from "../field-checks.ts";

const rulesMax = 20;
const exitCodesMax = 255;
const conditionsMax = 20;
const actions = ["Count", "FailIndex", "FailJob", "Ignore"];
const operators = ["In", "NotIn"];
const conditionStates = ["False", "True", "Unknown"];

export function checkFailurePolicy(errors: Errors, path: string, spec: JobSpec): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  if (rules.length > rulesMax) errors.push(tooMany(`${path}.rules`, rules.length, rulesMax));
  const template = spec.template?.spec;
  const containers = new Set(
    [...(template?.containers ?? []), ...(template?.initContainers ?? [])].map(({ name }) => name),
  );
  rules.forEach((rule, index) => {
    checkRule(errors, `${path}.rules[${index}]`, rule, spec, containers);
  });
}

function checkRule(
  errors: Errors,
  path: string,
  rule: PodFailurePolicyRule,
  spec: JobSpec,
  containers: ReadonlySet<string>,
): void {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  if (!action) errors.push(required(`${path}.action`, validValues(actions)));
  else if (action === "FailIndex") {
    if (spec.backoffLimitPerIndex === undefined) {
      errors.push(invalidValue(`${path}.action`, action, "requires the backoffLimitPerIndex to be set"));
    }
  } else if (!actions.includes(action)) errors.push(notSupported(`${path}.action`, action, actions));
  if (onExitCodes !== undefined) checkExitCodes(errors, `${path}.onExitCodes`, onExitCodes, containers);
  if (onPodConditions.length > 0) checkConditions(errors, `${path}.onPodConditions`, onPodConditions);
  if (onExitCodes !== undefined && onPodConditions.length > 0) {
    errors.push(withoutValue(path, "specifying both OnExitCodes and OnPodConditions is not supported"));
  }
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    errors.push(withoutValue(path, "specifying one of OnExitCodes and OnPodConditions is required"));
  }
}

/** As Go prints a list of quoted words. */
function validValues(values: readonly string[]): string {
  return `valid values: [${values.map((value) => JSON.stringify(value)).join(" ")}]`;
}

export function withoutValue(path: string, detail: string): FieldError {
  return { type: "FieldValueInvalid", field: path, body: `Invalid value: ${detail}` };
}

function checkConditions(
  errors: Errors,
  path: string,
  patterns: readonly PodFailurePolicyOnPodConditionsPattern[],
): void {
  if (patterns.length > conditionsMax) errors.push(tooMany(path, patterns.length, conditionsMax));
  patterns.forEach(({ type = "", status }, index) => {
    const at = `${path}[${index}]`;
    checkQualifiedName(errors, `${at}.type`, type);
    if (!status) errors.push(required(`${at}.status`, validValues(conditionStates)));
    else if (!conditionStates.includes(status)) errors.push(notSupported(`${at}.status`, status, conditionStates));
  });
}

function checkExitCodes(
  errors: Errors,
  path: string,
  codes: PodFailurePolicyOnExitCodesRequirement,
  containers: ReadonlySet<string>,
): void {
  const { operator, containerName, values = [] } = codes;
  if (!operator) errors.push(required(`${path}.operator`, validValues(operators)));
  else if (!operators.includes(operator)) errors.push(notSupported(`${path}.operator`, operator, operators));
  if (containerName !== undefined && !containers.has(containerName)) {
    const detail = "must be one of the container or initContainer names in the pod template";
    errors.push(invalidValue(`${path}.containerName`, containerName, detail));
  }
  const at = `${path}.values`;
  if (values.length === 0) errors.push(invalidValue(at, values, "at least one value is required"));
  else if (values.length > exitCodesMax) errors.push(tooMany(at, values.length, exitCodesMax));
  const seen = new Set<number>();
  values.forEach((value, index) => {
    if (operator === "In" && value === 0) {
      errors.push(invalidValue(`${at}[${index}]`, value, "must not be 0 for the In operator"));
    }
    if (seen.has(value)) errors.push(duplicate(`${at}[${index}]`, value));
    seen.add(value);
  });
  const ordered = values.every((value, index) => index === 0 || (values[index - 1] as number) <= value);
  if (!ordered) errors.push(invalidValue(at, values, "must be ordered"));
}
