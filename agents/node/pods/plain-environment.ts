// Variables that need nobody's help: literal values and the pod's own facts.
// Kubernetes: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables, podFieldSelectorRuntimeValue
import type { EnvVar, Pod } from "../../../src/kinds/facts/types.gen.ts";
import { expand } from "../env/expand.ts";
import {
  type AnyContainer,
  ConfigError,
  type Environment,
  type EnvironmentVariable,
  type PodPlace,
} from "./collaborators.ts";
import { specOf } from "./pod-parts.ts";

/** Refuses by name what it can't resolve (config maps, secrets, resources). */
export const plainEnvironment: Environment = {
  async environmentFor(pod, container, place) {
    return resolve(pod, container, place);
  },
};

function resolve(pod: Pod, container: AnyContainer, place: PodPlace): EnvironmentVariable[] {
  if ((container.envFrom ?? []).length > 0) throw new ConfigError("envFrom is not supported by this agent");
  const values = new Map<string, string>();
  for (const variable of container.env ?? []) values.set(variable.name, resolveOne(pod, variable, place, values));
  return [...values].map(([name, value]) => ({ name, value }));
}

function resolveOne(
  pod: Pod,
  { value, valueFrom }: EnvVar,
  place: PodPlace,
  earlier: ReadonlyMap<string, string>,
): string {
  if (valueFrom === undefined) return expand(value ?? "", earlier);
  const field = valueFrom.fieldRef?.fieldPath;
  const found = field === undefined ? undefined : fieldOf(pod, field, place);
  if (found === undefined) throw new ConfigError(`unsupported source of a variable: ${JSON.stringify(valueFrom)}`);
  return found;
}

function fieldOf(pod: Pod, field: string, { podIPs, hostIPs }: PodPlace): string | undefined {
  const { name = "", namespace = "", uid = "", labels = {}, annotations = {} } = pod.metadata ?? {};
  const spec = specOf(pod);
  const simple: Record<string, string> = {
    "metadata.name": name,
    "metadata.namespace": namespace,
    "metadata.uid": uid,
    "spec.nodeName": spec.nodeName ?? "",
    "spec.serviceAccountName": spec.serviceAccountName ?? "",
    "status.hostIP": hostIPs[0] ?? "",
    "status.hostIPs": hostIPs.join(","),
    "status.podIP": podIPs[0] ?? "",
    "status.podIPs": podIPs.join(","),
  };
  const [, map, key = ""] = /^metadata\.(labels|annotations)\['([^']*)'\]$/.exec(field) ?? [];
  if (map === "labels") return labels[key] ?? "";
  if (map === "annotations") return annotations[key] ?? "";
  return simple[field];
}
