// Namespace: a scope for names.
import { builtinKind } from "../builtin-kind.ts";

export const namespace = builtinKind({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  scope: "Cluster",
  nameRule: "dns-label",
  verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  subresources: { status: true, others: ["finalize"] },
});
