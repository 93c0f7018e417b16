// DaemonSet: one pod on every node that fits.
import { builtinKind } from "../builtin-kind.ts";

export const daemonSet = builtinKind({
  group: "apps",
  version: "v1",
  kind: "DaemonSet",
  plural: "daemonsets",
  shortNames: ["ds"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
});
