// VolumeAttachment: a volume to be attached to a node.
import { builtinKind } from "../builtin-kind.ts";

export const volumeAttachment = builtinKind({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttachment",
  plural: "volumeattachments",
  scope: "Cluster",
  subresources: { status: true },
});
