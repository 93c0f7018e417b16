// Pods against quotas. Kubernetes: pkg/quota/v1/evaluator/core/pods.go
import { type Quantity, quantityOf } from "../../apimachinery/quantity.ts";
import { parseTime } from "../../apimachinery/time.ts";
import { isPodFinished } from "../core/pod/pod-conditions.ts";
import { podLimits, podRequests } from "../core/pod/pod-requests.ts";
import { computeQosClass, qosClass } from "../core/pod/qos-class.ts";
import { addAmounts, amountsOf, type ResourceAmounts } from "../core/resources/resource-amounts.ts";
import { isExtendedResource, isNativeResource, isPodLevelResource } from "../core/resources/resource-names.ts";
import type { Container, Pod, PodAffinityTerm } from "../facts/types.gen.ts";
import type { Evaluator, Requirement, Usage } from "./evaluator.ts";
import { classMeets } from "./scopes.ts";

const one = quantityOf(1);
const computeResources = ["cpu", "memory", "ephemeral-storage"] as const;
const requestsPrefix = "requests.";
const hugePagesPrefix = "hugepages-";

const counted: ReadonlySet<string> = new Set([
  "pods",
  "count/pods",
  ...computeResources.flatMap((name) => [name, `${requestsPrefix}${name}`, `limits.${name}`]),
]);

/** A container must say these of itself when a quota counts them. */
const mustBeSaid: ReadonlySet<string> = new Set([
  "cpu",
  "memory",
  "requests.cpu",
  "requests.memory",
  "limits.cpu",
  "limits.memory",
]);

export const podEvaluator: Evaluator = {
  handles: (operation, subresource) =>
    (operation === "CREATE" && subresource === "") || (operation === "UPDATE" && subresource === "resize"),
  counts: countsPods,
  usage: (object, nowMs) => podUsage(object as Pod, nowMs),
  within: (object, scope) => podWithin(object as Pod, scope),
  problem: (object, resources) => unsaid(object as Pod, resources),
};

function countsPods(resource: string): boolean {
  if (counted.has(resource)) return true;
  if (resource.startsWith(hugePagesPrefix) || resource.startsWith(`${requestsPrefix}${hugePagesPrefix}`)) return true;
  return resource.startsWith(requestsPrefix) && !isNativeResource(resource);
}

function podUsage(pod: Pod, nowMs: number): Usage {
  const usage: ResourceAmounts = new Map([["count/pods", one]]);
  if (!holdsResources(pod, nowMs)) return usage;
  addAmounts(usage, resourceUsage(podRequests(pod, { withStatus: true }), podLimits(pod)));
  return usage;
}

/** It has not ended, and is not one that should be gone by now. Kubernetes: QuotaV1Pod */
export function holdsResources(pod: Readonly<Pod>, nowMs: number): boolean {
  if (isPodFinished(pod)) return false;
  const endMs = graceEndMs(pod);
  return endMs === undefined || nowMs <= endMs;
}

/** When a pod that is being deleted should be gone. */
export function graceEndMs({ metadata }: Readonly<Pod>): number | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return undefined;
  return (parseTime(deletionTimestamp) ?? 0) + deletionGracePeriodSeconds * 1000;
}

/** Kubernetes: podComputeUsageHelper */
function resourceUsage(requests: Usage, limits: Usage): ResourceAmounts {
  const usage: ResourceAmounts = new Map([["pods", one]]);
  for (const name of computeResources) {
    const request = requests.get(name);
    if (request !== undefined) setBoth(usage, name, request);
    const limit = limits.get(name);
    if (limit !== undefined) usage.set(`limits.${name}`, limit);
  }
  for (const [name, amount] of requests) {
    if (name.startsWith(hugePagesPrefix)) setBoth(usage, name, amount);
    else if (isExtendedResource(name)) usage.set(`${requestsPrefix}${name}`, amount);
  }
  return usage;
}

function setBoth(usage: ResourceAmounts, name: string, amount: Quantity): void {
  usage.set(name, amount);
  usage.set(`${requestsPrefix}${name}`, amount);
}

/** Kubernetes: podEvaluator Constraints */
function unsaid({ spec }: Pod, resources: readonly string[]): string | undefined {
  const own = [...Object.keys(spec?.resources?.requests ?? {}), ...Object.keys(spec?.resources?.limits ?? {})];
  if (own.some(isPodLevelResource)) return undefined;
  const required = resources.filter((name) => mustBeSaid.has(name)).sort();
  const missing = required.map((name) => [name, containersWithout(spec, name)] as const);
  const texts = missing
    .filter(([, names]) => names.length > 0)
    .map(([name, names]) => `${name} for: ${names.join(",")}`);
  return texts.length === 0 ? undefined : `must specify ${texts.join("; ")}`;
}

function containersWithout(spec: Pod["spec"], resource: string): string[] {
  const containers: readonly Container[] = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const silent = containers.filter(({ resources }) => {
    const said = resourceUsage(amountsOf(resources?.requests), amountsOf(resources?.limits));
    return !said.has(resource);
  });
  return [...new Set(silent.map(({ name }) => name))].sort();
}

function podWithin(pod: Pod, scope: Requirement): boolean {
  switch (scope.scopeName) {
    case "Terminating":
      return isBounded(pod);
    case "NotTerminating":
      return !isBounded(pod);
    case "BestEffort":
      return isBestEffort(pod);
    case "NotBestEffort":
      return !isBestEffort(pod);
    case "PriorityClass":
      return classMeets(scope, pod.spec?.priorityClassName);
    case "CrossNamespacePodAffinity":
      return hasCrossNamespaceAffinity(pod);
    default:
      return false;
  }
}

function isBounded({ spec }: Pod): boolean {
  return spec?.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;
}

function isBestEffort(pod: Pod): boolean {
  return (pod.status?.qosClass === undefined ? computeQosClass(pod.spec) : qosClass(pod)) === "BestEffort";
}

/** Kubernetes: usesCrossNamespacePodAffinity */
function hasCrossNamespaceAffinity({ spec }: Pod): boolean {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  const terms: (PodAffinityTerm | undefined)[] = [];
  for (const affinity of [podAffinity, podAntiAffinity]) {
    terms.push(...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []));
    const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    terms.push(...preferred.map(({ podAffinityTerm }) => podAffinityTerm));
  }
  return terms.some((term) => (term?.namespaces ?? []).length > 0 || term?.namespaceSelector !== undefined);
}
