// CSINode: the CSI drivers of a node.
import { duplicate, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { checkCsiDriverName } from "../core/volume/csi-driver-name.ts";
import type { CSINode } from "../facts/types.gen.ts";
import { checkNonNegative, type Errors } from "../field-checks.ts";

export const csiNode = builtinKind<CSINode>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSINode",
  plural: "csinodes",
  scope: "Cluster",
  answersDeleted: true,
  needsResourceVersion: true,
  strategy: { validateCreate: validateNode, validateUpdate: validateNode },
  columns: [nameColumn, column<CSINode>("Drivers", "integer", ({ spec }) => (spec?.drivers ?? []).length), ageColumn],
});

/** Kubernetes: pkg/apis/storage/validation/validation.go ValidateCSINode */
function validateNode({ spec }: CSINode): Errors {
  const errors: Errors = [];
  const names = new Set<string>();
  (spec?.drivers ?? []).forEach(({ name, nodeID, allocatable }, index) => {
    const at = `spec.drivers[${index}]`;
    checkCsiDriverName(errors, `${at}.name`, name);
    if (!nodeID) errors.push(required(`${at}.nodeID`));
    checkNonNegative(errors, `${at}.allocatable.count`, allocatable?.count);
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
  });
  return errors;
}
