// A node may write its own Node, but for what would bring it other pods than it is meant to get.
// Kubernetes: plugin/pkg/admission/noderestriction/admission.go admitNode
import type { Node } from "../../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../../kinds/semantic-equal.ts";
import { forbiddenChanges } from "./labels.ts";
import { type NodeRule, quote } from "./node-rule.ts";

export const checkNode: NodeRule = (node, { operation, name, object, old }) => {
  if (name !== node) return `node ${quote(node)} is not allowed to modify node ${quote(name)}`;
  if (operation === "DELETE") return undefined;
  const [after, before] = [object as Node, old as Node | undefined];
  const labels = forbiddenChanges(after.metadata?.labels, before?.metadata?.labels);
  if (operation === "CREATE") {
    if (after.spec?.configSource !== undefined) {
      return `node ${quote(node)} is not allowed to create pods with a non-nil configSource`;
    }
    if (labels.length === 0) return undefined;
    return `node ${quote(node)} is not allowed to set the following labels: ${labels.join(", ")}`;
  }
  const { configSource } = after.spec ?? {};
  if (configSource !== undefined && !semanticEqual(configSource, before?.spec?.configSource)) {
    return `node ${quote(node)} is not allowed to update configSource to a new non-nil configSource`;
  }
  if (!semanticEqual(after.spec?.taints, before?.spec?.taints)) {
    return `node ${quote(node)} is not allowed to modify taints`;
  }
  if (labels.length > 0) return `is not allowed to modify labels: ${labels.join(", ")}`;
  if (!semanticEqual(after.metadata?.ownerReferences, before?.metadata?.ownerReferences)) {
    return `node ${quote(node)} is not allowed to modify ownerReferences`;
  }
  return undefined;
};
