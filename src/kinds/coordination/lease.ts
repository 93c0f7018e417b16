// Lease: a heartbeat or a lock.
import { builtinKind } from "../builtin-kind.ts";

export const lease = builtinKind({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  scope: "Namespaced",
});
