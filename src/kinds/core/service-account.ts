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
  answersDeleted: true,
  subresources: { others: ["token"] },
  strategy: { prepareForCreate: cleanSecrets, prepareForUpdate: cleanSecrets },
  columns: [
    nameColumn,
    column<ServiceAccount>("Secrets", "string", (object) => (object.secrets ?? []).length),
    ageColumn,
  ],
});

/** Secrets are of the account's namespace: only their names count. Kubernetes: pkg/registry/core/serviceaccount/strategy.go */
function cleanSecrets(object: ServiceAccount): void {
  if (object.secrets === undefined) return;
  object.secrets = object.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}
