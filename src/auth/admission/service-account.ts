// ServiceAccount: every pod runs as one, and gets a token of its own to reach the API with.
// Kubernetes: plugin/pkg/admission/serviceaccount/admission.go
import type { Container, PodSpec, ServiceAccount, Volume } from "../../kinds/facts/types.gen.ts";
import { generatedName } from "../../kinds/generated-name.ts";
import type { Random } from "../../platform/random.ts";
import { ephemeralSecretsError, limitsSecrets, secretsError } from "./mountable-secrets.ts";
import { referencesSecrets } from "./pod-references.ts";
import { refused } from "./refused.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "./step.ts";

const defaultAccount = "default";
const mirrorAnnotation = "kubernetes.io/config.mirror";
const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
/** An hour, and the seven seconds by which upstream tells its own from others. */
const tokenSeconds = 3_607;

export function serviceAccount(host: AdmissionHost): AdmissionStep {
  return {
    name: "ServiceAccount",
    mutate(request) {
      const { operation, kind, object, subresource } = request;
      if (operation !== "CREATE" || kind.collection !== "pods" || subresource !== "" || object === undefined) return;
      // Pods that a node made by itself have no account.
      if (object.metadata?.annotations?.[mirrorAnnotation] !== undefined) return;
      const spec = object["spec"] as PodSpec;
      spec.serviceAccountName ||= defaultAccount;
      const account = accountOf(host, request, spec.serviceAccountName);
      if (spec.imagePullSecrets === undefined && account.imagePullSecrets !== undefined) {
        spec.imagePullSecrets = account.imagePullSecrets;
      }
      if (mountsToken(account, spec)) mountToken(spec, host.random);
    },
    validate(request) {
      const { operation, kind, subresource, object } = request;
      if (kind.collection !== "pods" || object === undefined) return;
      const spec = object["spec"] as PodSpec;
      if (operation === "CREATE" && subresource === "") {
        const isMirror = object.metadata?.annotations?.[mirrorAnnotation] !== undefined;
        refuse(
          request,
          isMirror ? mirrorError(spec) : accountError(accountOf(host, request, spec.serviceAccountName), spec),
        );
      } else if (operation === "UPDATE" && subresource === "ephemeralcontainers") {
        const account = accountOf(host, request, spec.serviceAccountName);
        refuse(request, limitsSecrets(account) ? ephemeralSecretsError(account, spec) : undefined);
      }
    },
  };
}

function refuse(request: AdmissionRequest, error: string | undefined): void {
  if (error !== undefined) throw refused(request, error);
}

function accountError(account: ServiceAccount, spec: PodSpec): string | undefined {
  return limitsSecrets(account) ? secretsError(account, spec) : undefined;
}

/** What a node made by itself has no part in the API's secrets. */
function mirrorError(spec: PodSpec): string | undefined {
  if (spec.serviceAccountName) return "a mirror pod may not reference service accounts";
  // A token without an account is refused by the pod's own rules.
  return referencesSecrets(spec) ? "a mirror pod may not reference secrets" : undefined;
}

function accountOf(host: AdmissionHost, request: AdmissionRequest, accountName = ""): ServiceAccount {
  const found = host.find("serviceaccounts", accountName);
  if (found !== undefined) return found as ServiceAccount;
  const account = `service account ${request.namespace}/${accountName}`;
  const missing = `serviceaccount ${JSON.stringify(accountName)} not found`;
  throw refused(request, `error looking up ${account}: ${missing}`);
}

function mountsToken(account: ServiceAccount, spec: PodSpec): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

function mountToken(spec: PodSpec, random: Random): void {
  const containers: Container[] = [...(spec.initContainers ?? []), ...spec.containers];
  const lacking = containers.filter((one) => !(one.volumeMounts ?? []).some((mount) => mount.mountPath === tokenPath));
  if (lacking.length === 0) return;
  // Whether volumes have names is looked at later.
  const known = (spec.volumes ?? []).find((volume) => volume.name?.startsWith("kube-api-access-"));
  const volume = known ?? tokenVolume(generatedName("kube-api-access-", random));
  if (known === undefined) spec.volumes = [...(spec.volumes ?? []), volume];
  for (const container of lacking) {
    const mount = { name: volume.name, readOnly: true, mountPath: tokenPath };
    container.volumeMounts = [...(container.volumeMounts ?? []), mount];
  }
}

/** Token, CA and namespace in one folder, as every client in a pod looks for them. */
function tokenVolume(name: string): Volume {
  const namespace = { path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } };
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: tokenSeconds, path: "token" } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        { downwardAPI: { items: [namespace] } },
      ],
    },
  };
}
