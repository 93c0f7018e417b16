// Terms of pod affinity and anti-affinity: which pods they mean.
// Kubernetes: pkg/scheduler/framework/types.go AffinityTerm
import {
  type LabelMatcher,
  type LabelSelector,
  matcherFromSelector,
  matchesLabels,
  SelectorError,
} from "../apimachinery/label-selector.ts";
import type { PodAffinityTerm } from "../kinds/facts/types.gen.ts";
import type { AffinityTerm, ClusterSnapshot, PodInfo, PodSelection } from "./snapshot.ts";

/** `namespace` is that of the pod whose term it is. */
export function affinityTermOf(term: PodAffinityTerm, namespace: string): AffinityTerm {
  const { namespaces = [], namespaceSelector, labelSelector, topologyKey } = term;
  const own = namespaces.length === 0 && namespaceSelector === undefined ? [namespace] : [...namespaces].sort();
  return {
    key: JSON.stringify([own, namespaceSelector, labelSelector, topologyKey]),
    namespaces: new Set(own),
    namespaceLabels: selectorMatcher(namespaceSelector),
    labels: selectorMatcher(labelSelector),
    topologyKey,
  };
}

/** One that can't be read means no pod: validation has let it in under an older rule. */
export function selectorMatcher(selector: LabelSelector | undefined): LabelMatcher {
  try {
    return matcherFromSelector(selector);
  } catch (error) {
    if (error instanceof SelectorError) return "nothing";
    throw error;
  }
}

type NamespaceLabels = Pick<ClusterSnapshot, "namespaceLabels">;

export function termMatches(term: AffinityTerm, pod: PodInfo, cluster: NamespaceLabels): boolean {
  return matchesLabels(term.labels, pod.labels) && meansNamespace(term, pod.namespace, cluster);
}

function meansNamespace(term: AffinityTerm, namespace: string, cluster: NamespaceLabels): boolean {
  if (term.namespaces.has(namespace)) return true;
  return term.namespaceLabels !== "nothing" && matchesLabels(term.namespaceLabels, cluster.namespaceLabels(namespace));
}

/** The pods that all of `terms` mean. */
export function selectionOf(terms: readonly AffinityTerm[], cluster: NamespaceLabels): PodSelection {
  const open = terms.every((term) => term.namespaceLabels !== "nothing");
  const [first] = terms.filter((term) => term.namespaceLabels === "nothing");
  return {
    key: `terms ${terms.map(({ key }) => key).join()}`,
    namespaces: open ? undefined : first?.namespaces,
    matches: (pod) => terms.every((term) => termMatches(term, pod, cluster)),
  };
}
