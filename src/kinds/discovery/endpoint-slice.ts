// EndpointSlice: a part of a service's endpoints.
import { builtinKind } from "../builtin-kind.ts";

export const endpointSlice = builtinKind({
  group: "discovery.k8s.io",
  version: "v1",
  kind: "EndpointSlice",
  plural: "endpointslices",
  scope: "Namespaced",
  hasGeneration: true,
});
