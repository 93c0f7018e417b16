// ControllerRevision: an immutable snapshot of the state of a StatefulSet or DaemonSet.
import { builtinKind } from "../builtin-kind.ts";

export const controllerRevision = builtinKind({
  group: "apps",
  version: "v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  scope: "Namespaced",
});
