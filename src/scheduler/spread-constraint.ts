// Topology spread constraints: of a pod itself, and those that every replica has.
// Kubernetes: pkg/scheduler/framework/plugins/podtopologyspread/common.go, plugin.go systemDefaultConstraints
import { matchesLabels } from "../apimachinery/label-selector.ts";
import type { TopologySpreadConstraint } from "../kinds/facts/types.gen.ts";
import { selectorMatcher } from "./pod-terms.ts";
import type { PodInfo, PodSelection, SpreadConstraint } from "./snapshot.ts";

export const hostnameLabel = "kubernetes.io/hostname";
export const zoneLabel = "topology.kubernetes.io/zone";

export function spreadConstraintOf(constraint: TopologySpreadConstraint): SpreadConstraint {
  return {
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    isHard: constraint.whenUnsatisfiable === "DoNotSchedule",
    labels: selectorMatcher(constraint.labelSelector),
    labelsKey: JSON.stringify(constraint.labelSelector ?? null),
    honorsAffinity: constraint.nodeAffinityPolicy !== "Ignore",
    honorsTaints: constraint.nodeTaintsPolicy === "Honor",
  };
}

function replicaConstraint(topologyKey: string, maxSkew: number): SpreadConstraint {
  return {
    topologyKey,
    maxSkew,
    minDomains: 1,
    isHard: false,
    labels: "nothing",
    labelsKey: "",
    honorsAffinity: true,
    honorsTaints: false,
  };
}

/** For replicas whose template has no constraints; which pods they count is told by the owner, not by labels. */
export const replicaConstraints: readonly SpreadConstraint[] = [
  replicaConstraint(hostnameLabel, 3),
  replicaConstraint(zoneLabel, 5),
];

/** The pods that a constraint of `pod` counts. An empty selector counts none, as upstream. */
export function spreadSelection(pod: PodInfo, { labels, labelsKey }: SpreadConstraint): PodSelection {
  const { namespace } = pod;
  const isEmpty = labels !== "nothing" && labels.length === 0;
  return {
    key: `spread ${namespace} ${labelsKey}`,
    namespaces: [namespace],
    matches: (other) =>
      !isEmpty && !other.isTerminating && other.namespace === namespace && matchesLabels(labels, other.labels),
  };
}
