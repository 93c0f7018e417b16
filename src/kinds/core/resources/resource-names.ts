// Names of resources and what they allow: which are countable, which may be overcommitted, which a quota knows.
// Kubernetes: pkg/apis/core/helper/helpers.go, staging/src/k8s.io/component-helpers/resource
import { isQualifiedName } from "../../../apimachinery/names.ts";

const hugePagesPrefix = "hugepages-";
const quotaHugePagesPrefix = "requests.hugepages-";
const requestsPrefix = "requests.";

const containerResources: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);
const countedResources: ReadonlySet<string> = new Set([
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
]);
const quotaResources: ReadonlySet<string> = new Set([
  ...containerResources,
  "requests.cpu",
  "requests.memory",
  "requests.storage",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  ...countedResources,
]);

export function isHugePages(name: string): boolean {
  return name.startsWith(hugePagesPrefix);
}

function isQuotaHugePages(name: string): boolean {
  return isHugePages(name) || name.startsWith(quotaHugePagesPrefix);
}

/** Of a name without a domain: whether it is one that upstream knows. */
export function isStandardResource(name: string): boolean {
  return name === "storage" || isStandardQuotaResource(name);
}

export function isStandardQuotaResource(name: string): boolean {
  return quotaResources.has(name) || isQuotaHugePages(name);
}

export function isStandardContainerResource(name: string): boolean {
  return containerResources.has(name) || isHugePages(name);
}

/** Kubernetes' own, by having no domain or its domain. */
export function isNativeResource(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

/** A device or the like, counted in whole numbers: `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith(requestsPrefix)) return false;
  return isQualifiedName(`${requestsPrefix}${name}`).length === 0;
}

export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

export function isIntegerResource(name: string): boolean {
  return countedResources.has(name) || isExtendedResource(name);
}

/** What `spec.resources` of a pod may name. */
export function isPodLevelResource(name: string): boolean {
  return name === "cpu" || name === "memory" || isHugePages(name);
}

/** The page size in a name like `hugepages-2Mi`. */
export function hugePageSize(name: string): string {
  return name.slice(hugePagesPrefix.length);
}
