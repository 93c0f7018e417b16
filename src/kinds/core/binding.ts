// Binding: binds a pod to a node; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const binding = builtinKind({
  group: "",
  version: "v1",
  kind: "Binding",
  plural: "bindings",
  scope: "Namespaced",
  verbs: ["create"],
  virtual: true,
});
