// ResourceQuota: what a namespace may use in total.
import { builtinKind } from "../builtin-kind.ts";

export const resourceQuota = builtinKind({
  group: "",
  version: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
  scope: "Namespaced",
  subresources: { status: true },
});
