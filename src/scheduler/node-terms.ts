// Which nodes a pod may be on: node selectors and node affinity.
// Kubernetes: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go
import {
  type LabelMatcher,
  type LabelOperator,
  type LabelRequirement,
  matcherFromSet,
  matchesLabels,
} from "../apimachinery/label-selector.ts";
import type { NodeSelectorRequirement, NodeSelectorTerm } from "../kinds/facts/types.gen.ts";
import type { NodeFacts, NodeTerm, PodShape } from "./snapshot.ts";

const operators: Readonly<Record<string, LabelOperator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
  Gt: "gt",
  Lt: "lt",
};

export function nodeSelectorOf(selector: Readonly<Record<string, string>> | undefined): LabelMatcher | undefined {
  return selector === undefined || Object.keys(selector).length === 0 ? undefined : matcherFromSet(selector);
}

/** A term without any requirement matches no node. */
export function nodeTermOf({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): NodeTerm {
  if (matchExpressions.length === 0 && matchFields.length === 0) return { labels: "nothing", fields: "nothing" };
  return { labels: requirementsOf(matchExpressions), fields: requirementsOf(matchFields) };
}

function requirementsOf(requirements: readonly NodeSelectorRequirement[]): LabelMatcher {
  const read: LabelRequirement[] = [];
  for (const { key, operator, values = [] } of requirements) {
    const known = operators[operator];
    if (known === undefined) return "nothing";
    read.push({ key, operator: known, values });
  }
  return read;
}

export function matchesNodeTerm({ labels, fields }: NodeTerm, node: NodeFacts): boolean {
  if (!matchesLabels(labels, node.labels)) return false;
  return fields.length === 0 || matchesLabels(fields, { [nameField]: node.name });
}

/** The pod's node selector and required node affinity. */
export function allowsNode({ nodeSelector, nodeTerms }: PodShape, node: NodeFacts): boolean {
  if (nodeSelector !== undefined && !matchesLabels(nodeSelector, node.labels)) return false;
  return nodeTerms === undefined || nodeTerms.some((term) => matchesNodeTerm(term, node));
}

const nameField = "metadata.name";

/**
 * The only nodes that required node affinity can mean; undefined: any. Empty: its terms contradict themselves.
 * Kubernetes: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go PreFilter
 */
export function namedNodes(terms: readonly NodeTerm[] | undefined): ReadonlySet<string> | undefined {
  if (terms === undefined || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { fields } of terms) {
    const named =
      fields === "nothing" ? [] : fields.filter(({ key, operator }) => key === nameField && operator === "in");
    const [first, ...others] = named;
    if (first === undefined) return undefined;
    for (const name of first.values) if (others.every(({ values }) => values.includes(name))) names.add(name);
  }
  return names;
}
