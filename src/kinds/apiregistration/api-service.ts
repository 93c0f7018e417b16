// APIService: where the server of a group version is.
import { builtinKind } from "../builtin-kind.ts";

export const apiService = builtinKind({
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  categories: ["api-extensions"],
  scope: "Cluster",
  nameRule: "path-segment",
  subresources: { status: true },
});
