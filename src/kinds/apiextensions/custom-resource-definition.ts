// CustomResourceDefinition: defines a custom resource.
import { builtinKind } from "../builtin-kind.ts";

export const customResourceDefinition = builtinKind({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
  subresources: { status: true },
});
