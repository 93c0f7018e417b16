// VolumeAttributesClass: mutable attributes of volumes.
import { builtinKind } from "../builtin-kind.ts";

export const volumeAttributesClass = builtinKind({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttributesClass",
  plural: "volumeattributesclasses",
  shortNames: ["vac"],
  scope: "Cluster",
});
