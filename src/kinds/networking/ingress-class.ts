// IngressClass: names the controller of Ingresses.
import { builtinKind } from "../builtin-kind.ts";

export const ingressClass = builtinKind({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IngressClass",
  plural: "ingressclasses",
  scope: "Cluster",
  hasGeneration: true,
});
