// A node may tell of a claim how large its volume has become, and nothing else.
// Kubernetes: plugin/pkg/admission/noderestriction/admission.go admitPVCStatus
import type { PersistentVolumeClaim } from "../../../kinds/facts/types.gen.ts";
import { semanticEqual } from "../../../kinds/semantic-equal.ts";
import { type NodeRule, quote } from "./node-rule.ts";

export const checkClaimStatus: NodeRule = (node, { subresource, operation, object, old }) => {
  if (subresource !== "status") return "may only update PVC status";
  if (operation !== "UPDATE") return `unexpected operation ${quote(operation)}`;
  if (semanticEqual(withoutSizes(object as PersistentVolumeClaim), withoutSizes(old as PersistentVolumeClaim))) {
    return undefined;
  }
  return `node ${quote(node)} is not allowed to update fields other than status.capacity and status.conditions`;
};

function withoutSizes({ metadata = {}, status = {}, ...rest }: Readonly<PersistentVolumeClaim>): object {
  const { resourceVersion: _version, managedFields: _fields, ...meta } = metadata;
  const { capacity: _capacity, conditions: _conditions, ...told } = status;
  const { allocatedResources: _resources, allocatedResourceStatuses: _statuses, ...others } = told;
  return { ...rest, metadata: meta, status: others };
}
