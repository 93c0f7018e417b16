// PodTemplate: a stored pod template.
import { builtinKind } from "../builtin-kind.ts";

export const podTemplate = builtinKind({
  group: "",
  version: "v1",
  kind: "PodTemplate",
  plural: "podtemplates",
  scope: "Namespaced",
  hasGeneration: true,
});
