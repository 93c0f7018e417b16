// ComponentStatus: the health of a control plane component; computed, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const componentStatus = builtinKind({
  group: "",
  version: "v1",
  kind: "ComponentStatus",
  plural: "componentstatuses",
  shortNames: ["cs"],
  scope: "Cluster",
  verbs: ["get", "list"],
  virtual: true,
});
