// ServiceAccount: every pod runs as one, and gets a token of its own to reach the API with.
// Kubernetes: plugin/pkg/admission/serviceaccount/admission.go
import { forbidden } from "../../apimachinery/status-error.ts";
import type { Container, PodSpec, ServiceAccount, Volume } from "../../kinds/facts/types.gen.ts";
import { generatedName } from "../../kinds/generated-name.ts";
import type { Random } from "../../platform/random.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "./step.ts";

const defaultAccount = "default";
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
      if (object.metadata?.annotations?.["kubernetes.io/config.mirror"] !== undefined) return;
      const spec = object["spec"] as PodSpec;
      spec.serviceAccountName ||= defaultAccount;
      const account = accountOf(host, request, spec.serviceAccountName);
      if (spec.imagePullSecrets === undefined && account.imagePullSecrets !== undefined) {
        spec.imagePullSecrets = account.imagePullSecrets;
      }
      if (mountsToken(account, spec)) mountToken(spec, host.random);
    },
  };
}

function accountOf(
  host: AdmissionHost,
  { name, object, namespace }: AdmissionRequest,
  accountName: string,
): ServiceAccount {
  const found = host.find("serviceaccounts", accountName);
  if (found !== undefined) return found as ServiceAccount;
  const podName = name || (object?.metadata?.generateName ?? "");
  throw forbidden(
    { group: "", resource: "pods" },
    podName,
    `error looking up service account ${namespace}/${accountName}: serviceaccount ${JSON.stringify(accountName)} not found`,
  );
}

function mountsToken(account: ServiceAccount, spec: PodSpec): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

function mountToken(spec: PodSpec, random: Random): void {
  const containers: Container[] = [...(spec.initContainers ?? []), ...spec.containers];
  const lacking = containers.filter((one) => !(one.volumeMounts ?? []).some((mount) => mount.mountPath === tokenPath));
  if (lacking.length === 0) return;
  const known = (spec.volumes ?? []).find((volume) => volume.name.startsWith("kube-api-access-"));
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
