// CSIDriver: what a CSI driver can do.
import { builtinKind } from "../builtin-kind.ts";

export const csiDriver = builtinKind({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIDriver",
  plural: "csidrivers",
  scope: "Cluster",
});
