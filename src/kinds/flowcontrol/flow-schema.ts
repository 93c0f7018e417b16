// FlowSchema: sorts requests into priority levels.
import { builtinKind } from "../builtin-kind.ts";

export const flowSchema = builtinKind({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "FlowSchema",
  plural: "flowschemas",
  scope: "Cluster",
  hasGeneration: true,
  subresources: { status: true },
});
