// IPAddress: an address taken by a Service.
import { builtinKind } from "../builtin-kind.ts";

export const ipAddress = builtinKind({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IPAddress",
  plural: "ipaddresses",
  shortNames: ["ip"],
  scope: "Cluster",
});
