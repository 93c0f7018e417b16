// NetworkPolicy: which traffic pods accept and send.
import { builtinKind } from "../builtin-kind.ts";

export const networkPolicy = builtinKind({
  group: "networking.k8s.io",
  version: "v1",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  shortNames: ["netpol"],
  scope: "Namespaced",
  hasGeneration: true,
});
