// The APIServices of what this API server answers itself: one for each group version, made and taken away with it.
// Kubernetes: pkg/controlplane/apiserver/aggregator.go, pkg/controlplane/controller/crdregistration
import type { APIService } from "../../kinds/facts/types.gen.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";

export const apiServicesCollection = "apiservices.apiregistration.k8s.io";

const managedLabel = "kube-aggregator.kubernetes.io/automanaged";

/** By group; of several versions the first is the most wanted. */
const groupPriorities: Readonly<Record<string, number>> = {
  "": 18_000,
  apps: 17_800,
  "events.k8s.io": 17_750,
  "authentication.k8s.io": 17_700,
  "authorization.k8s.io": 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  "certificates.k8s.io": 17_300,
  "networking.k8s.io": 17_200,
  policy: 17_100,
  "rbac.authorization.k8s.io": 17_000,
  "storage.k8s.io": 16_800,
  "apiextensions.k8s.io": 16_700,
  "admissionregistration.k8s.io": 16_700,
  "scheduling.k8s.io": 16_600,
  "coordination.k8s.io": 16_500,
  "node.k8s.io": 16_300,
  "discovery.k8s.io": 16_200,
  "flowcontrol.apiserver.k8s.io": 16_100,
  "resource.k8s.io": 15_900,
};
const builtinPriority = 15_800;
const customPriority = { groupPriorityMinimum: 1000, versionPriority: 100 } as const;

export interface ApiServicePlan {
  readonly create: readonly APIService[];
  readonly remove: readonly string[];
}

/** What is missing, and what stands for versions that are no longer served. Nobody else's are touched. */
export function planLocalApiServices(kinds: KindRegistry, present: readonly Readonly<APIService>[]): ApiServicePlan {
  const names = new Set(present.map(({ metadata }) => metadata?.name ?? ""));
  const wanted = kinds.groups
    .filter(({ name }) => name !== "apiregistration.k8s.io")
    .flatMap(({ name, versions }) => versions.map((version, index) => localApiService(name, version, index)));
  const wantedNames = new Set(wanted.map(({ metadata }) => metadata?.name ?? ""));
  const remove = present
    .filter(({ metadata, spec }) => metadata?.labels?.[managedLabel] !== undefined && spec?.service === undefined)
    .map(({ metadata }) => metadata?.name ?? "")
    .filter((name) => !wantedNames.has(name));
  return { create: wanted.filter(({ metadata }) => !names.has(metadata?.name ?? "")), remove };
}

function localApiService(group: string, version: string, index: number): APIService {
  const isBuiltin = builtinRegistry.kindsOf(group, version).length > 0;
  const spec = isBuiltin
    ? { groupPriorityMinimum: groupPriorities[group] ?? builtinPriority, versionPriority: Math.max(1, 30 - 15 * index) }
    : customPriority;
  return {
    metadata: { name: `${version}.${group}`, labels: { [managedLabel]: isBuiltin ? "onstart" : "true" } },
    spec: { group, version, ...spec },
  };
}
