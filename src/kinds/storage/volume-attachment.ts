// VolumeAttachment: a volume to be attached to a node.
import { required } from "../../apimachinery/field-error.ts";
import { isDns1123Subdomain } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { VolumeAttachment } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, type Errors } from "../field-checks.ts";

export const volumeAttachment = builtinKind<VolumeAttachment>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttachment",
  plural: "volumeattachments",
  scope: "Cluster",
  answersDeleted: true,
  needsResourceVersion: true,
  subresources: { status: true },
  strategy: {
    validateCreate: validateAttachment,
    validateUpdate: (object, old) => {
      const errors: Errors = [];
      checkImmutable(errors, "spec", object.spec, old.spec);
      return errors;
    },
  },
  columns: [
    nameColumn,
    { ...column<VolumeAttachment>("Attacher", "string", ({ spec }) => spec?.attacher ?? ""), format: "name" },
    column<VolumeAttachment>("PV", "string", ({ spec }) => spec?.source?.persistentVolumeName ?? ""),
    column<VolumeAttachment>("Node", "string", ({ spec }) => spec?.nodeName ?? ""),
    column<VolumeAttachment>("Attached", "boolean", ({ status }) => status?.attached ?? false),
    ageColumn,
  ],
});

/** Kubernetes: pkg/apis/storage/validation/validation.go ValidateVolumeAttachmentV1 */
function validateAttachment({ spec }: VolumeAttachment): Errors {
  const errors: Errors = [];
  const { attacher, nodeName, source } = spec ?? {};
  if (!attacher) errors.push(required("spec.attacher"));
  else checkMessages(errors, "spec.attacher", attacher, isDns1123Subdomain(attacher.toLowerCase()));
  const volume = source?.persistentVolumeName;
  if (source?.inlineVolumeSpec === undefined) {
    if (volume === undefined) {
      errors.push(required("spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName"));
    } else checkMessages(errors, "spec.source.persistentVolumeName", volume, isDns1123Subdomain(volume));
  } else if (volume !== undefined) {
    errors.push(required("spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName"));
  }
  if (!nodeName) errors.push(required("spec.nodeName"));
  else checkMessages(errors, "spec.nodeName", nodeName, isDns1123Subdomain(nodeName));
  return errors;
}
