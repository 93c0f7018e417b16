// CSIStorageCapacity: how much storage a class has where.
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isDns1123Subdomain } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { column, nameColumn } from "../columns.ts";
import { checkBasicAmount } from "../core/resources/resource-rules.ts";
import type { CSIStorageCapacity } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, type Errors } from "../field-checks.ts";

export const csiStorageCapacity = builtinKind<CSIStorageCapacity>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIStorageCapacity",
  plural: "csistoragecapacities",
  scope: "Namespaced",
  needsResourceVersion: true,
  strategy: {
    validateCreate: validateCapacity,
    validateUpdate: (object, old) => {
      const errors = validateCapacity(object);
      checkImmutable(errors, "nodeTopology", object.nodeTopology, old.nodeTopology);
      checkImmutable(errors, "storageClassName", object.storageClassName, old.storageClassName);
      return errors;
    },
  },
  columns: [
    nameColumn,
    column<CSIStorageCapacity>("StorageClassName", "string", (object) => object.storageClassName ?? ""),
    column<CSIStorageCapacity>("Capacity", "string", (object) => object.capacity ?? "<unset>"),
  ],
});

/** Kubernetes: pkg/apis/storage/validation/validation.go ValidateCSIStorageCapacity */
function validateCapacity(object: CSIStorageCapacity): Errors {
  const errors: Errors = [];
  const { storageClassName: name = "" } = object;
  checkMessages(errors, "storageClassName", name, isDns1123Subdomain(name));
  if (object.capacity !== undefined) checkBasicAmount(errors, "capacity", object.capacity);
  if (object.maximumVolumeSize !== undefined) checkBasicAmount(errors, "maximumVolumeSize", object.maximumVolumeSize);
  errors.push(...validateLabelSelector(object.nodeTopology, "nodeTopology"));
  return errors;
}
