// LimitRange: bounds and defaults for resources in a namespace.
import { builtinKind } from "../builtin-kind.ts";

export const limitRange = builtinKind({
  group: "",
  version: "v1",
  kind: "LimitRange",
  plural: "limitranges",
  shortNames: ["limits"],
  scope: "Namespaced",
});
