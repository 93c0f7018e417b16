// Pod: containers that run together on one node.
import { builtinKind } from "../../builtin-kind.ts";
import type { Pod } from "../../facts/types.gen.ts";
import { podColumns } from "./pod-columns.ts";
import { setPodDefaults } from "./pod-defaults.ts";
import { validatePodCreate, validatePodUpdate } from "./pod-rules.ts";
import { validatePodStatusUpdate } from "./pod-status-rules.ts";
import {
  podGraceSeconds,
  preparePodForCreate,
  preparePodForStatusUpdate,
  preparePodForUpdate,
} from "./pod-strategy.ts";
import { podNameWarnings, podSpecWarnings } from "./pod-warnings.ts";

export const pod = builtinKind<Pod>({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  categories: ["all"],
  scope: "Namespaced",
  answersDeleted: true,
  hasGeneration: true,
  subresources: {
    status: true,
    others: ["attach", "binding", "ephemeralcontainers", "eviction", "exec", "log", "portforward", "proxy", "resize"],
  },
  strategy: {
    setDefaults: setPodDefaults,
    prepareForCreate: preparePodForCreate,
    prepareForUpdate: preparePodForUpdate,
    prepareForStatusUpdate: preparePodForStatusUpdate,
    validateCreate: validatePodCreate,
    validateUpdate: validatePodUpdate,
    validateStatusUpdate: validatePodStatusUpdate,
    warnings: podWarnings,
  },
  columns: podColumns,
  // Kubernetes: pkg/registry/core/pod/strategy.go ToSelectableFields
  selectableFields: {
    "spec.nodeName": (object) => object.spec?.nodeName ?? "",
    "spec.restartPolicy": (object) => object.spec?.restartPolicy ?? "",
    "spec.schedulerName": (object) => object.spec?.schedulerName ?? "",
    "spec.serviceAccountName": (object) => object.spec?.serviceAccountName ?? "",
    "spec.hostNetwork": (object) => String(object.spec?.hostNetwork ?? false),
    "status.phase": (object) => object.status?.phase ?? "",
    "status.podIP": (object) => object.status?.podIPs?.[0]?.ip ?? "",
    "status.podIPs": (object) => (object.status?.podIPs ?? []).map(({ ip }) => ip).join(","),
    "status.nominatedNodeName": (object) => object.status?.nominatedNodeName ?? "",
  },
  graceSeconds: podGraceSeconds,
});

/** Pods are updated often and by machines: upstream warns at creation only. */
function podWarnings(object: Pod, old: Pod | undefined): string[] {
  if (old !== undefined) return [];
  return [...podNameWarnings(object.metadata?.name ?? ""), ...podSpecWarnings("spec", object.metadata, object.spec)];
}
