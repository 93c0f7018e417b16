// CSIDriver: what a CSI driver can do.
import { notSupported, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { checkCsiDriverName } from "../core/volume/csi-driver-name.ts";
import type { CSIDriver } from "../facts/types.gen.ts";
import { checkImmutable, checkOptionalOneOf, type Errors } from "../field-checks.ts";

const lifecycleModes = ["Ephemeral", "Persistent"];
const groupPolicies = ["File", "None", "ReadWriteOnceWithFSType"];

export const csiDriver = builtinKind<CSIDriver>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIDriver",
  plural: "csidrivers",
  scope: "Cluster",
  answersDeleted: true,
  hasGeneration: true,
  needsResourceVersion: true,
  strategy: { setDefaults, validateCreate: validateDriver, validateUpdate },
  columns: [
    nameColumn,
    column<CSIDriver>("AttachRequired", "boolean", ({ spec }) => spec?.attachRequired ?? true),
    column<CSIDriver>("PodInfoOnMount", "boolean", ({ spec }) => spec?.podInfoOnMount ?? false),
    column<CSIDriver>("StorageCapacity", "boolean", ({ spec }) => spec?.storageCapacity ?? false),
    column<CSIDriver>("TokenRequests", "string", ({ spec }) =>
      spec?.tokenRequests === undefined ? "<unset>" : spec.tokenRequests.map(({ audience }) => audience).join(","),
    ),
    column<CSIDriver>("RequiresRepublish", "boolean", ({ spec }) => spec?.requiresRepublish ?? false),
    column<CSIDriver>("Modes", "string", ({ spec }) => (spec?.volumeLifecycleModes ?? []).join(",") || "<none>"),
    ageColumn,
  ],
});

/** Kubernetes: pkg/apis/storage/v1/defaults.go SetDefaults_CSIDriver */
function setDefaults(object: CSIDriver): void {
  object.spec ??= {};
  const { spec } = object;
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= "ReadWriteOnceWithFSType";
  if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ["Persistent"];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
}

/** Kubernetes: pkg/apis/storage/validation/validation.go ValidateCSIDriver */
function validateDriver({ metadata, spec }: CSIDriver): Errors {
  const errors: Errors = [];
  checkCsiDriverName(errors, "metadata.name", metadata?.name);
  for (const field of ["attachRequired", "podInfoOnMount", "storageCapacity"] as const) {
    if (spec?.[field] === undefined) errors.push(required(`spec.${field}`));
  }
  checkOptionalOneOf(errors, "spec.fsGroupPolicy", spec?.fsGroupPolicy, groupPolicies);
  for (const mode of spec?.volumeLifecycleModes ?? []) {
    if (!lifecycleModes.includes(mode)) {
      errors.push(notSupported("spec.volumeLifecycleModes", mode, lifecycleModes));
    }
  }
  return errors;
}

function validateUpdate(object: CSIDriver, old: CSIDriver): Errors {
  const errors = validateDriver(object);
  const kept = ["attachRequired", "volumeLifecycleModes"] as const;
  for (const field of kept) {
    // Upstream spells the first one so.
    const at = field === "attachRequired" ? "spec.attachedRequired" : `spec.${field}`;
    checkImmutable(errors, at, object.spec?.[field], old.spec?.[field]);
  }
  return errors;
}
