// ServiceCIDR: a range that Services take addresses from.
import { builtinKind } from "../builtin-kind.ts";

export const serviceCidr = builtinKind({
  group: "networking.k8s.io",
  version: "v1",
  kind: "ServiceCIDR",
  plural: "servicecidrs",
  scope: "Cluster",
  subresources: { status: true },
});
