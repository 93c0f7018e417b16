// ConfigMap: configuration data that pods consume.
import { builtinKind } from "../builtin-kind.ts";

export const configMap = builtinKind({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  scope: "Namespaced",
});
