// Ingress: routes HTTP from outside to services.
import { builtinKind } from "../builtin-kind.ts";

export const ingress = builtinKind({
  group: "networking.k8s.io",
  version: "v1",
  kind: "Ingress",
  plural: "ingresses",
  shortNames: ["ing"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
});
