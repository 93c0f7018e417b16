// What of a pod's description bears on its place, read once for all pods made from one template.
import { podRequests } from "../kinds/core/pod/pod-requests.ts";
import type { Container, Pod, PodSpec } from "../kinds/facts/types.gen.ts";
import { hostPortsOf } from "./host-ports.ts";
import { nodeSelectorOf, nodeTermOf } from "./node-terms.ts";
import { affinityTermOf } from "./pod-terms.ts";
import { resourcesOf } from "./resources.ts";
import type { PodShape, WeightedTerm } from "./snapshot.ts";
import { spreadConstraintOf } from "./spread-constraint.ts";

export function podShape(pod: Readonly<Pod>, namespace: string): PodShape {
  const spec = pod.spec ?? { containers: [] };
  const { nodeAffinity } = spec.affinity ?? {};
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    requests: resourcesOf(podRequests(pod, { withStatus: true })),
    guessed: guessedRequests(pod),
    hostPorts: hostPortsOf(spec),
    priority: spec.priority ?? 0,
    mayPreempt: spec.preemptionPolicy !== "Never",
    tolerations: spec.tolerations ?? [],
    nodeSelector: nodeSelectorOf(spec.nodeSelector),
    nodeTerms: required?.nodeSelectorTerms.map(nodeTermOf),
    preferredNodes: (nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ preference, weight }) => ({ term: nodeTermOf(preference), weight }),
    ),
    ...podTerms(spec, namespace),
    spread: (spec.topologySpreadConstraints ?? []).map(spreadConstraintOf),
    images: imagesOf(spec),
  };
}

/** Kubernetes: pkg/scheduler/util/pod_resources.go DefaultMilliCPURequest, DefaultMemoryRequest */
const guess = { cpu: "100m", memory: "200Mi" };

function guessedRequests(pod: Readonly<Pod>): { readonly cpu: number; readonly memory: number } {
  if (pod.spec === undefined) return { cpu: 0, memory: 0 };
  const guessed = (container: Container): Container => ({
    ...container,
    resources: { ...container.resources, requests: { ...guess, ...container.resources?.requests } },
  });
  const { containers, initContainers } = pod.spec;
  const spec = {
    ...pod.spec,
    containers: containers.map(guessed),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(guessed) }),
  };
  const { cpu, memory } = resourcesOf(podRequests({ ...pod, spec }, { withStatus: true }));
  return { cpu, memory };
}

function podTerms({ affinity }: PodSpec, namespace: string): Pick<PodShape, "near" | "far" | "preferred"> {
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  const required = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const requiredFar = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred: WeightedTerm[] = [];
  for (const { podAffinityTerm, weight } of podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    preferred.push({ term: affinityTermOf(podAffinityTerm, namespace), weight });
  }
  for (const { podAffinityTerm, weight } of podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    preferred.push({ term: affinityTermOf(podAffinityTerm, namespace), weight: -weight });
  }
  return {
    near: required.map((term) => affinityTermOf(term, namespace)),
    far: requiredFar.map((term) => affinityTermOf(term, namespace)),
    preferred,
  };
}

function imagesOf(spec: PodSpec): string[] {
  const volumes = (spec.volumes ?? []).map((volume) => volume.image?.reference);
  const containers = [...(spec.initContainers ?? []), ...spec.containers].map((container) => container.image);
  return [...containers, ...volumes].filter((image) => image !== undefined).map(withTag);
}

/** Kubernetes: pkg/scheduler/framework/plugins/imagelocality/image_locality.go normalizedImageName */
function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
