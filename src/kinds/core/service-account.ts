// ServiceAccount: an identity for processes in pods.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ServiceAccount } from "../facts/types.gen.ts";

export const serviceAccount = builtinKind<ServiceAccount>({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  scope: "Namespaced",
  subresources: { others: ["token"] },
  columns: [
    nameColumn,
    column<ServiceAccount>("Secrets", "string", (object) => (object.secrets ?? []).length),
    ageColumn,
  ],
});
