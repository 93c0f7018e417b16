// Event: the newer shape of core/v1 Event; stored as that.
import { builtinKind } from "../builtin-kind.ts";

export const eventsEvent = builtinKind({
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  scope: "Namespaced",
  collection: "events",
  storageVersion: "v1",
});
