// Pod: containers that run together on one node.
import { builtinKind } from "../../builtin-kind.ts";

export const pod = builtinKind({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: {
    status: true,
    others: ["attach", "binding", "ephemeralcontainers", "eviction", "exec", "log", "portforward", "proxy", "resize"],
  },
});
