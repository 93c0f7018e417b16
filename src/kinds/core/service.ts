// Service: a stable address for a set of pods.
import { builtinKind } from "../builtin-kind.ts";

export const service = builtinKind({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
  scope: "Namespaced",
  nameRule: "dns-1035-label",
  subresources: { status: true, others: ["proxy"] },
});
