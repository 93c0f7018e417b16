// What an autoscaler may be.
// Kubernetes: pkg/apis/autoscaling/validation/validation.go
import { forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isPathSegmentName } from "../../apimachinery/names.ts";
import { parseQuantity } from "../../apimachinery/quantity.ts";
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from "../facts/types.gen.ts";
import { checkMessages, checkNonNegative, checkOptionalOneOf, type Errors } from "../field-checks.ts";

const stabilizationSecondsMax = 3600;
const policySecondsMax = 1800;
const sources = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
} as const satisfies Record<string, keyof MetricSpec>;

export function validateAutoscaler({ spec }: HorizontalPodAutoscaler): Errors {
  const errors: Errors = [];
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics, behavior } = spec ?? {};
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalidValue("spec.minReplicas", minReplicas, "must be greater than or equal to 1"));
  }
  if (maxReplicas < 1) errors.push(invalidValue("spec.maxReplicas", maxReplicas, "must be greater than 0"));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalidValue("spec.maxReplicas", maxReplicas, "must be greater than or equal to `minReplicas`"));
  }
  checkReference(errors, "spec.scaleTargetRef", scaleTargetRef);
  (metrics ?? []).forEach((metric, index) => {
    checkMetric(errors, `spec.metrics[${index}]`, metric);
  });
  if (behavior?.scaleUp !== undefined) checkScaling(errors, "spec.behavior.scaleUp", behavior.scaleUp);
  if (behavior?.scaleDown !== undefined) checkScaling(errors, "spec.behavior.scaleDown", behavior.scaleDown);
  return errors;
}

export function validateAutoscalerStatus({ status }: HorizontalPodAutoscaler): Errors {
  const errors: Errors = [];
  checkNonNegative(errors, "status.currentReplicas", status?.currentReplicas);
  checkNonNegative(errors, "status.desiredReplicas", status?.desiredReplicas);
  return errors;
}

function checkReference(errors: Errors, path: string, reference: CrossVersionObjectReference | undefined): void {
  const { kind, name } = reference ?? {};
  if (!kind) errors.push(required(`${path}.kind`));
  else checkMessages(errors, `${path}.kind`, kind, isPathSegmentName(kind));
  if (!name) errors.push(required(`${path}.name`));
  else checkMessages(errors, `${path}.name`, name, isPathSegmentName(name));
}

function checkMetric(errors: Errors, path: string, metric: MetricSpec): void {
  if (!metric.type) {
    errors.push(required(`${path}.type`, "must specify a metric source type"));
    return;
  }
  if (!Object.hasOwn(sources, metric.type)) {
    errors.push(notSupported(`${path}.type`, metric.type, Object.keys(sources)));
    return;
  }
  const expected = sources[metric.type as keyof typeof sources];
  for (const source of Object.values(sources)) {
    if (source !== expected && metric[source] !== undefined) {
      errors.push(forbiddenField(`${path}.${source}`, "must populate the given metric source only"));
    }
  }
  if (metric[expected] === undefined) {
    errors.push(required(`${path}.${expected}`, "must populate information for the given metric source"));
    return;
  }
  checkSource(errors, `${path}.${expected}`, metric);
}

function checkSource(errors: Errors, path: string, metric: MetricSpec): void {
  const { object, external, pods, resource, containerResource } = metric;
  if (object !== undefined) {
    checkReference(errors, `${path}.describedObject`, object.describedObject);
    checkIdentifier(errors, `${path}.metric`, object.metric);
    checkTarget(errors, `${path}.target`, object.target);
    if (object.target?.value === undefined && object.target?.averageValue === undefined) {
      errors.push(required(`${path}.target.averageValue`, "must set either a target value or averageValue"));
    }
  }
  if (external !== undefined) {
    checkIdentifier(errors, `${path}.metric`, external.metric);
    checkTarget(errors, `${path}.target`, external.target);
    const { value, averageValue } = external.target ?? {};
    if (value === undefined && averageValue === undefined) {
      const detail = "must set either a target value for metric or a per-pod target";
      errors.push(required(`${path}.target.averageValue`, detail));
    }
    if (value !== undefined && averageValue !== undefined) {
      const detail = "may not set both a target value for metric and a per-pod target";
      errors.push(forbiddenField(`${path}.target.value`, detail));
    }
  }
  if (pods !== undefined) {
    checkIdentifier(errors, `${path}.metric`, pods.metric);
    checkTarget(errors, `${path}.target`, pods.target);
    const average = pods.target?.averageValue;
    if (average === undefined || parseQuantity(average).nano <= 0n) {
      errors.push(required(`${path}.target.averageValue`, "must specify a positive target averageValue"));
    }
  }
  if (containerResource !== undefined && !containerResource.container) {
    errors.push(required(`${path}.container`, "must specify a container"));
  }
  const usage = resource ?? containerResource;
  if (usage !== undefined) checkUsage(errors, path, usage);
}

function checkUsage(
  errors: Errors,
  path: string,
  usage: { readonly name: string; readonly target: MetricTarget },
): void {
  if (!usage.name) errors.push(required(`${path}.name`, "must specify a resource name"));
  checkTarget(errors, `${path}.target`, usage.target);
  const { averageUtilization, averageValue } = usage.target ?? {};
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = "must set either a target raw value or a target utilization";
    errors.push(required(`${path}.target.averageUtilization`, detail));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = "may not set both a target raw value and a target utilization";
    errors.push(forbiddenField(`${path}.target.averageValue`, detail));
  }
}

function checkIdentifier(errors: Errors, path: string, metric: MetricIdentifier | undefined): void {
  if (!metric?.name) errors.push(required(`${path}.name`, "must specify a metric name"));
  else checkMessages(errors, `${path}.name`, metric.name, isPathSegmentName(metric.name));
  errors.push(...validateLabelSelector(metric?.selector, `${path}.selector`));
}

function checkTarget(errors: Errors, path: string, target: MetricTarget | undefined): void {
  const { type, value, averageValue, averageUtilization } = target ?? {};
  if (!type) errors.push(required(`${path}.type`, "must specify a metric target type"));
  else if (type !== "Utilization" && type !== "Value" && type !== "AverageValue") {
    errors.push(invalidValue(`${path}.type`, type, "must be either Utilization, Value, or AverageValue"));
  }
  for (const [field, amount] of [
    ["value", value],
    ["averageValue", averageValue],
  ] as const) {
    if (amount !== undefined && parseQuantity(amount).nano <= 0n) {
      errors.push(invalidValue(`${path}.${field}`, amount, "must be positive"));
    }
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalidValue(`${path}.averageUtilization`, averageUtilization, "must be greater than 0"));
  }
}

function checkScaling(errors: Errors, path: string, rules: HPAScalingRules): void {
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  if (window !== undefined) {
    const at = `${path}.stabilizationWindowSeconds`;
    if (window < 0) errors.push(invalidValue(at, window, "must be greater than or equal to zero"));
    if (window > stabilizationSecondsMax) {
      errors.push(invalidValue(at, window, `must be less than or equal to ${stabilizationSecondsMax}`));
    }
  }
  checkOptionalOneOf(errors, `${path}.selectPolicy`, selectPolicy, ["Disabled", "Max", "Min"]);
  if (policies.length === 0) errors.push(required(`${path}.policies`, "must specify at least one Policy"));
  policies.forEach(({ type, value = 0, periodSeconds = 0 }, index) => {
    const at = `${path}.policies[${index}]`;
    if (type !== "Pods" && type !== "Percent") errors.push(notSupported(`${at}.type`, type ?? "", ["Percent", "Pods"]));
    if (value <= 0) errors.push(invalidValue(`${at}.value`, value, "must be greater than zero"));
    if (periodSeconds <= 0)
      errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, "must be greater than zero"));
    if (periodSeconds > policySecondsMax) {
      const detail = `must be less than or equal to ${policySecondsMax}`;
      errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, detail));
    }
  });
  if (tolerance !== undefined && parseQuantity(tolerance).nano < 0n) {
    errors.push(invalidValue(`${path}.tolerance`, tolerance, "must be greater than or equal to 0"));
  }
}
