// What a service account that says so lets its pods use of secrets: only those that it names itself.
// Kubernetes: plugin/pkg/admission/serviceaccount/admission.go limitSecretReferences
import type { Container, EphemeralContainer, PodSpec, ServiceAccount } from "../../kinds/facts/types.gen.ts";

const annotation = "kubernetes.io/enforce-mountable-secrets";

/** Go's strconv.ParseBool. */
const yes: readonly (string | undefined)[] = ["1", "t", "T", "TRUE", "true", "True"];

export function limitsSecrets({ metadata }: ServiceAccount): boolean {
  return yes.includes(metadata?.annotations?.[annotation]);
}

/** What is against a new pod; undefined: nothing. */
export function secretsError(account: ServiceAccount, spec: PodSpec): string | undefined {
  const { name = "" } = account.metadata ?? {};
  const mountable = namesIn(account.secrets);
  const reason = `is not allowed because service account ${name} does not reference that secret`;
  for (const { secret } of spec.volumes ?? []) {
    const named = secret?.secretName ?? "";
    if (secret !== undefined && !mountable.has(named)) return `volume with secret.secretName="${named}" ${reason}`;
  }
  const initial = firstOf(spec.initContainers ?? [], "init container", mountable, reason);
  const found = initial ?? firstOf(spec.containers, "container", mountable, reason);
  return found ?? pullSecretsError(account, spec);
}

/** The same for the containers that a running pod gets. */
export function ephemeralSecretsError(account: ServiceAccount, spec: PodSpec): string | undefined {
  const reason = `is not allowed because service account ${account.metadata?.name ?? ""} does not reference that secret`;
  return firstOf(spec.ephemeralContainers ?? [], "ephemeral container", namesIn(account.secrets), reason);
}

function firstOf(
  containers: readonly (Container | EphemeralContainer)[],
  what: string,
  mountable: ReadonlySet<string>,
  reason: string,
): string | undefined {
  for (const { name, env = [], envFrom = [] } of containers) {
    for (const variable of env) {
      const reference = variable.valueFrom?.secretKeyRef;
      if (reference === undefined || mountable.has(reference.name ?? "")) continue;
      return `${what} ${name} with envVar ${variable.name} referencing secret.secretName="${reference.name ?? ""}" ${reason}`;
    }
    for (const { secretRef } of envFrom) {
      if (secretRef === undefined || mountable.has(secretRef.name ?? "")) continue;
      return `${what} ${name} with envFrom referencing secret.secretName="${secretRef.name ?? ""}" ${reason}`;
    }
  }
  return undefined;
}

function pullSecretsError(account: ServiceAccount, spec: PodSpec): string | undefined {
  const known = namesIn(account.imagePullSecrets);
  const pulls = spec.imagePullSecrets ?? [];
  const index = pulls.findIndex(({ name = "" }) => !known.has(name));
  if (index < 0) return undefined;
  const reason = `is not allowed because service account ${account.metadata?.name ?? ""} does not reference that imagePullSecret`;
  return `imagePullSecrets[${index}].name="${pulls[index]?.name ?? ""}" ${reason}`;
}

function namesIn(references: readonly { readonly name?: string }[] | undefined): ReadonlySet<string> {
  return new Set((references ?? []).map(({ name = "" }) => name));
}
