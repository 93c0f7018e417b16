// Which of a pod's own fields and resources its containers may see, as variables or as files.
// Kubernetes: pkg/apis/core/validation/validation.go validateObjectFieldSelector, pkg/apis/core/pods/helpers.go
import { invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { canonicalQuantity, parseQuantity } from "../../../apimachinery/quantity.ts";
import type { ObjectFieldSelector, ResourceFieldSelector } from "../../facts/types.gen.ts";
import { checkQualifiedName, type Errors } from "../../field-checks.ts";

/** What a file of a volume may show. */
export const volumeFieldPaths: readonly string[] = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

/** What an environment variable may hold. */
export const variableFieldPaths: readonly string[] = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

/** What the API's version knows of a pod, allowed somewhere or not. */
const knownFieldPaths: ReadonlySet<string> = new Set([
  ...volumeFieldPaths,
  ...variableFieldPaths,
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
]);

const resourcePaths = ["cpu", "ephemeral-storage", "memory"].flatMap((name) => [`limits.${name}`, `requests.${name}`]);
const resourcePathsSorted = [...resourcePaths].sort();
const hugePagesPath = /^(limits|requests)\.hugepages-/;
const cpuDivisors: ReadonlySet<string> = new Set(["1m", "1"]);
const byteDivisorTexts = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
const byteDivisors: ReadonlySet<string> = new Set(byteDivisorTexts);

/** Splits `metadata.labels['key']`; without a subscript the key is undefined. */
export function splitSubscript(fieldPath: string): { readonly path: string; readonly key: string | undefined } {
  const match = /^(.*?)\['(.*)'\]$/s.exec(fieldPath);
  if (match === null || match[1] === "") return { path: fieldPath, key: undefined };
  return { path: match[1] as string, key: match[2] as string };
}

export function checkFieldReference(
  errors: Errors,
  path: string,
  reference: ObjectFieldSelector,
  allowed: readonly string[],
): void {
  if (!reference.apiVersion) {
    errors.push(required(`${path}.apiVersion`));
    return;
  }
  if (!reference.fieldPath) {
    errors.push(required(`${path}.fieldPath`));
    return;
  }
  const { path: field, key } = splitSubscript(reference.fieldPath);
  const problem = conversionProblem(reference, field, key);
  if (problem !== undefined) {
    const detail = `error converting fieldPath: ${problem}`;
    errors.push(invalidValue(`${path}.fieldPath`, reference.fieldPath, detail));
  } else if (key !== undefined) {
    checkQualifiedName(errors, path, field === "metadata.annotations" ? key.toLowerCase() : key);
  } else if (!allowed.includes(field)) errors.push(notSupported(`${path}.fieldPath`, field, allowed));
}

function conversionProblem(reference: ObjectFieldSelector, field: string, key: string | undefined): string | undefined {
  if (reference.apiVersion !== "v1") return `unsupported pod version: ${reference.apiVersion}`;
  if (key !== undefined) {
    const subscripted = field === "metadata.annotations" || field === "metadata.labels";
    return subscripted ? undefined : `field label does not support subscript: ${reference.fieldPath}`;
  }
  return knownFieldPaths.has(field) ? undefined : `field label not supported: ${reference.fieldPath}`;
}

export function checkResourceReference(
  errors: Errors,
  path: string,
  reference: ResourceFieldSelector,
  options: { readonly namesContainer: boolean },
): void {
  const { resource = "" } = reference;
  if (options.namesContainer && !reference.containerName) errors.push(required(`${path}.containerName`));
  else if (resource === "") errors.push(required(`${path}.resource`));
  else if (!resourcePaths.includes(resource) && !hugePagesPath.test(resource)) {
    errors.push(notSupported(`${path}.resource`, resource, resourcePathsSorted));
  }
  checkDivisor(errors, path, resource, reference.divisor);
}

function checkDivisor(errors: Errors, path: string, resource: string, divisor: string | undefined): void {
  if (divisor === undefined || parseQuantity(divisor).nano === 0n) return;
  const text = canonicalQuantity(divisor);
  const at = `${path}.divisor`;
  if (resource === "limits.cpu" || resource === "requests.cpu") {
    if (cpuDivisors.has(text)) return;
    errors.push(invalidValue(at, resource, "only divisor's values 1m and 1 are supported with the cpu resource"));
    return;
  }
  const counted = byteResource(resource);
  if (counted === undefined || byteDivisors.has(text)) return;
  const values = byteDivisorTexts.join(", ");
  errors.push(invalidValue(at, resource, `only divisor's values ${values} are supported with the ${counted} resource`));
}

/** What upstream calls a resource that is counted in bytes. */
function byteResource(resource: string): string | undefined {
  if (hugePagesPath.test(resource)) return "hugepages";
  if (resource.endsWith(".memory")) return "memory";
  return resource.endsWith(".ephemeral-storage") ? "local ephemeral storage" : undefined;
}
