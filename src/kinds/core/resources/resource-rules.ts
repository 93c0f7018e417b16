// What containers, pods and quotas may say of resources: known names, amounts that make sense, requests within limits.
// Kubernetes: pkg/apis/core/validation/validation.go validateResourceRequirements, ValidateResourceQuantityValue

import { duplicate, forbiddenField, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { isQualifiedName } from "../../../apimachinery/names.ts";
import { parseQuantity, quantityMilliValue } from "../../../apimachinery/quantity.ts";
import type { CoreV1ResourceClaim, ResourceRequirements } from "../../facts/types.gen.ts";
import {
  checkDns1123Label,
  checkMessages,
  type Errors,
  negativeMessage,
  notIntegerMessage,
} from "../../field-checks.ts";
import { mapValue } from "../../map-value.ts";
import { compareAmounts } from "./resource-amounts.ts";
import {
  hugePageSize,
  isExtendedResource,
  isHugePages,
  isIntegerResource,
  isNativeResource,
  isOvercommitAllowed,
  isPodLevelResource,
  isStandardContainerResource,
  isStandardQuotaResource,
  isStandardResource,
} from "./resource-names.ts";

type NameCheck = (errors: Errors, path: string, name: string) => void;

/** Answers whether the name was fine. */
export function checkResourceName(errors: Errors, path: string, name: string): boolean {
  const before = errors.length;
  checkMessages(errors, path, name, isQualifiedName(name));
  if (errors.length > before) return false;
  if (name.includes("/") || isStandardResource(name)) return true;
  errors.push(invalidValue(path, name, "must be a standard resource type or fully qualified"));
  return false;
}

export function checkContainerResourceName(errors: Errors, path: string, name: string): void {
  checkResourceName(errors, path, name);
  if (!name.includes("/")) {
    if (!isStandardContainerResource(name)) {
      errors.push(invalidValue(path, name, "must be a standard resource for containers"));
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    errors.push(invalidValue(path, name, "doesn't follow extended resource name standard"));
  }
}

function checkPodResourceName(errors: Errors, path: string, name: string): void {
  if (!checkResourceName(errors, path, name)) return;
  if (!isPodLevelResource(name)) errors.push(notSupported(path, name, ["cpu", "hugepages-", "memory"]));
}

export function checkQuotaResourceName(errors: Errors, path: string, name: string): void {
  checkResourceName(errors, path, name);
  if (!name.includes("/") && !isStandardQuotaResource(name)) {
    errors.push(invalidValue(path, name, "must be a standard resource for quota"));
  }
}

export function checkAmount(errors: Errors, path: string, name: string, amount: string): void {
  const quantity = parseQuantity(amount);
  if (quantity.nano < 0n) errors.push(invalidValue(path, amount, negativeMessage));
  if (isIntegerResource(name) && quantityMilliValue(quantity) % 1000 !== 0) {
    errors.push(invalidValue(path, amount, notIntegerMessage));
  }
}

/** Not less than nothing, whatever the resource. */
export function checkBasicAmount(errors: Errors, path: string, amount: string): void {
  const quantity = parseQuantity(amount);
  if (quantity.nano < 0n) errors.push(invalidValue(path, amount, "must be a valid resource quantity"));
}

export function checkContainerResources(
  errors: Errors,
  path: string,
  resources: ResourceRequirements | undefined,
  podClaims: ReadonlySet<string>,
): void {
  if (resources !== undefined) checkResources(errors, path, resources, podClaims, checkContainerResourceName);
}

export function checkPodLevelResources(
  errors: Errors,
  path: string,
  resources: ResourceRequirements,
  podClaims: ReadonlySet<string>,
): void {
  checkResources(errors, path, resources, podClaims, checkPodResourceName);
}

function checkResources(
  errors: Errors,
  path: string,
  { limits = {}, requests = {}, claims = [] }: ResourceRequirements,
  podClaims: ReadonlySet<string>,
  checkName: NameCheck,
): void {
  for (const name in limits) checkEntry(errors, `${path}.limits[${name}]`, name, limits[name] as string, checkName);
  for (const name in requests) {
    const amount = requests[name] as string;
    checkEntry(errors, `${path}.requests[${name}]`, name, amount, checkName);
    checkWithinLimit(errors, path, name, amount, mapValue(limits, name));
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory")) {
    errors.push(forbiddenField(path, "HugePages require cpu or memory"));
  }
  checkClaims(errors, `${path}.claims`, claims, podClaims);
}

function checkEntry(errors: Errors, path: string, name: string, amount: string, checkName: NameCheck): void {
  checkName(errors, path, name);
  checkAmount(errors, path, name, amount);
  if (!isHugePages(name)) return;
  const size = hugePageSizeNanos(name);
  if (size === 0n || parseQuantity(amount).nano % size !== 0n) {
    errors.push(invalidValue(path, amount, `${amount} is not positive integer multiple of ${name}`));
  }
}

function hugePageSizeNanos(name: string): bigint {
  try {
    return parseQuantity(hugePageSize(name)).nano;
  } catch {
    return 0n;
  }
}

function checkWithinLimit(errors: Errors, path: string, name: string, amount: string, limit: string | undefined): void {
  const overcommit = isOvercommitAllowed(name);
  if (limit === undefined) {
    if (!overcommit) errors.push(required(`${path}.limits`, "Limit must be set for non overcommitable resources"));
    return;
  }
  const order = compareAmounts(amount, limit);
  if (order !== 0 && !overcommit) {
    errors.push(invalidValue(`${path}.requests`, amount, `must be equal to ${name} limit of ${limit}`));
  } else if (order > 0) {
    errors.push(invalidValue(`${path}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`));
  }
}

function checkClaims(
  errors: Errors,
  path: string,
  claims: readonly CoreV1ResourceClaim[],
  podClaims: ReadonlySet<string>,
): void {
  const names = new Set<string>();
  claims.forEach(({ name, request }, index) => {
    const at = `${path}[${index}]`;
    if (!name) {
      errors.push(required(at));
      return;
    }
    if (names.has(name)) errors.push(duplicate(at, name));
    else {
      if (request) checkDns1123Label(errors, `${at}.request`, request);
      const key = request ? `${name}/${request}` : name;
      if (names.has(key)) errors.push(duplicate(at, key));
      else if (!request) for (const other of names) if (other.startsWith(`${name}/`)) errors.push(duplicate(at, name));
      names.add(key);
    }
    if (!podClaims.has(name)) {
      const known = podClaims.size === 0 ? " which is empty" : `: ${[...podClaims].sort().join(", ")}`;
      const detail = `must be one of the names in pod.spec.resourceClaims${known}`;
      errors.push({ type: "FieldValueNotFound", field: at, body: `Not found: ${JSON.stringify(name)}: ${detail}` });
    }
  });
}
