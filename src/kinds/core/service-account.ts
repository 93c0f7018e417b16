// ServiceAccount: an identity for processes in pods.
import { builtinKind } from "../builtin-kind.ts";

export const serviceAccount = builtinKind({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  scope: "Namespaced",
  subresources: { others: ["token"] },
});
