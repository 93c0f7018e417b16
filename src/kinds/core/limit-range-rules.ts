// What a LimitRange may bound: minimum, default and maximum in that order.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateLimitRange

import { duplicate, forbiddenField, invalidValue, required } from "../../apimachinery/field-error.ts";
import { isQualifiedName } from "../../apimachinery/names.ts";
import { parseQuantity, quantityNumber } from "../../apimachinery/quantity.ts";
import type { LimitRange, LimitRangeItem } from "../facts/types.gen.ts";
import { checkMessages, type Errors } from "../field-checks.ts";
import { mapValue } from "../map-value.ts";
import { compareAmounts } from "./resources/resource-amounts.ts";
import { isOvercommitAllowed } from "./resources/resource-names.ts";
import { checkContainerResourceName, checkResourceName } from "./resources/resource-rules.ts";

const standardTypes: ReadonlySet<string> = new Set(["Pod", "Container", "PersistentVolumeClaim"]);
const lists = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

export function validateLimitRange(object: LimitRange): Errors {
  const errors: Errors = [];
  const types = new Set<string>();
  (object.spec?.limits ?? []).forEach((item, index) => {
    const at = `spec.limits[${index}]`;
    checkType(errors, `${at}.type`, item.type ?? "");
    if (types.has(item.type)) errors.push(duplicate(`${at}.type`, item.type));
    types.add(item.type);
    checkItem(errors, at, item);
  });
  return errors;
}

function checkType(errors: Errors, path: string, type: string): void {
  const messages = isQualifiedName(type);
  checkMessages(errors, path, type, messages);
  if (messages.length > 0 || type.includes("/") || standardTypes.has(type)) return;
  errors.push(invalidValue(path, type, "must be a standard limit type or fully qualified"));
}

function checkItem(errors: Errors, path: string, item: LimitRangeItem): void {
  const ofPod = item.type === "Pod";
  const names = new Set<string>();
  for (const list of lists) {
    const amounts = item[list] ?? {};
    if (ofPod && (list === "default" || list === "defaultRequest")) {
      if (Object.keys(amounts).length > 0) {
        errors.push(forbiddenField(`${path}.${list}`, "may not be specified when `type` is 'Pod'"));
      }
      continue;
    }
    for (const name of Object.keys(amounts)) {
      const at = `${path}.${list}[${name}]`;
      if (ofPod || item.type === "Container") checkContainerResourceName(errors, at, name);
      else checkResourceName(errors, at, name);
      names.add(name);
    }
  }
  if (item.type === "PersistentVolumeClaim" && !item.min?.["storage"] && !item.max?.["storage"]) {
    const detail = "either minimum or maximum storage value is required, but neither was provided";
    errors.push(required(`${path}.limits`, detail));
  }
  for (const name of names) checkOrder(errors, path, item, name, ofPod);
}

/** minimum <= default request <= default limit <= maximum */
function checkOrder(errors: Errors, path: string, item: LimitRangeItem, name: string, ofPod: boolean): void {
  const min = mapValue(item.min, name);
  const max = mapValue(item.max, name);
  const limit = ofPod ? undefined : mapValue(item.default, name);
  const request = ofPod ? undefined : mapValue(item.defaultRequest, name);
  const above = (low: string | undefined, high: string | undefined): boolean =>
    low !== undefined && high !== undefined && compareAmounts(low, high) > 0;
  const complain = (list: string, value: string | undefined, detail: string): void => {
    errors.push(invalidValue(`${path}.${list}[${name}]`, value, detail));
  };
  if (above(min, max)) complain("min", min, `min value ${min} is greater than max value ${max}`);
  if (above(min, request)) {
    complain("defaultRequest", request, `min value ${min} is greater than default request value ${request}`);
  }
  if (above(request, max)) {
    complain("defaultRequest", request, `default request value ${request} is greater than max value ${max}`);
  }
  if (above(request, limit)) {
    const detail = `default request value ${request} is greater than default limit value ${limit}`;
    complain("defaultRequest", request, detail);
  }
  if (above(min, limit)) complain("default", min, `min value ${min} is greater than default value ${limit}`);
  if (above(limit, max)) complain("default", max, `default value ${limit} is greater than max value ${max}`);
  checkRatio(errors, `${path}.maxLimitRequestRatio[${name}]`, mapValue(item.maxLimitRequestRatio, name), min, max);
  if (
    !isOvercommitAllowed(name) &&
    limit !== undefined &&
    request !== undefined &&
    compareAmounts(limit, request) !== 0
  ) {
    complain(
      "defaultRequest",
      request,
      `default value ${limit} must equal to defaultRequest value ${request} in ${name}`,
    );
  }
}

function checkRatio(
  errors: Errors,
  path: string,
  ratio: string | undefined,
  min: string | undefined,
  max: string | undefined,
): void {
  if (ratio === undefined) return;
  if (compareAmounts(ratio, "1") < 0) errors.push(invalidValue(path, ratio, `ratio ${ratio} is less than 1`));
  if (min === undefined || max === undefined) return;
  const highest = quantityNumber(parseQuantity(max)) / quantityNumber(parseQuantity(min));
  if (quantityNumber(parseQuantity(ratio)) > highest) {
    errors.push(invalidValue(path, ratio, `ratio ${ratio} is greater than max/min = ${highest.toFixed(6)}`));
  }
}
