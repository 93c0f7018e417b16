// Event: what happened to an object, as kubectl shows it.
import { builtinKind } from "../builtin-kind.ts";

export const event = builtinKind({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  scope: "Namespaced",
});
