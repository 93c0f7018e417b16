// ServiceAccount: an identity for processes in pods.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ServiceAccount } from "../facts/types.gen.ts";
import { mapValue } from "../map-value.ts";

const limitingAnnotation = "kubernetes.io/enforce-mountable-secrets";

export const serviceAccount = builtinKind<ServiceAccount>({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  scope: "Namespaced",
  answersDeleted: true,
  subresources: { others: ["token"] },
  strategy: { prepareForCreate: cleanSecrets, prepareForUpdate: cleanSecrets, warnings },
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

/** Kubernetes: pkg/registry/core/serviceaccount/strategy.go warnIfHasEnforceMountableSecretsAnnotation */
function warnings(object: ServiceAccount, old: ServiceAccount | undefined): string[] {
  const has = (one: ServiceAccount | undefined) =>
    mapValue(one?.metadata?.annotations, limitingAnnotation) !== undefined;
  if (!has(object) || has(old)) return [];
  const hint = "prefer separate namespaces to isolate access to mounted secrets";
  return [`metadata.annotations[${limitingAnnotation}]: deprecated in v1.32+; ${hint}`];
}
