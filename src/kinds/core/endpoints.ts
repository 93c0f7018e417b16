// Endpoints: a service's addresses in the older, single-object form.
import { builtinKind } from "../builtin-kind.ts";

export const endpoints = builtinKind({
  group: "",
  version: "v1",
  kind: "Endpoints",
  plural: "endpoints",
  shortNames: ["ep"],
  scope: "Namespaced",
});
