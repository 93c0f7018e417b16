// A node may report, evict and delete the pods that it runs, and show those that it made by itself.
// Kubernetes: plugin/pkg/admission/noderestriction/admission.go admitPod, admitPodStatus, admitPodEviction
import type { KubeObject } from "../../../apimachinery/json.ts";
import { notFound } from "../../../apimachinery/status-error.ts";
import type { Node, Pod } from "../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../kinds/kind.ts";
import { semanticEqual } from "../../../kinds/semantic-equal.ts";
import { referencesConfigMaps, referencesSecrets } from "../pod-references.ts";
import type { AdmissionHost, AdmissionRequest } from "../step.ts";
import { type NodeRule, quote } from "./node-rule.ts";

const mirrorAnnotation = "kubernetes.io/config.mirror";

export const checkPod: NodeRule = (node, request, host) => {
  const { subresource, operation, object, old } = request;
  switch (subresource) {
    case "":
      if (operation === "CREATE") return checkMirror(node, object as Pod, host);
      if (operation === "DELETE") return checkDeletion(node, old as Pod);
      return `unexpected operation ${quote(operation)}, node ${quote(node)} can only create and delete mirror pods`;
    case "status":
      return operation === "UPDATE"
        ? checkStatus(node, object as Pod, old as Pod)
        : `unexpected operation ${quote(operation)}`;
    case "eviction":
      return operation === "CREATE" ? checkEviction(node, request, host) : `unexpected operation ${operation}`;
    default:
      return `unexpected pod subresource ${quote(subresource)}, only 'status' and 'eviction' are allowed`;
  }
};

function checkDeletion(node: string, { spec }: Readonly<Pod>): string | undefined {
  if (spec?.nodeName === node) return undefined;
  return `node ${quote(node)} can only delete pods with spec.nodeName set to itself`;
}

function checkStatus(node: string, pod: Readonly<Pod>, old: Readonly<Pod>): string | undefined {
  if (old.spec?.nodeName !== node) {
    return `node ${quote(node)} can only update pod status for pods with spec.nodeName set to itself`;
  }
  if (!semanticEqual(pod.metadata?.labels, old.metadata?.labels)) {
    return `node ${quote(node)} cannot update labels through pod status`;
  }
  if (!semanticEqual(pod.status?.resourceClaimStatuses, old.status?.resourceClaimStatuses)) {
    return `node ${quote(node)} cannot update resource claim statues`;
  }
  return undefined;
}

function checkEviction(node: string, { name }: AdmissionRequest, host: AdmissionHost): string | undefined {
  const pod = host.find("pods", name) as Readonly<Pod> | undefined;
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  if (pod.spec?.nodeName === node) return undefined;
  return `node ${node} can only evict pods with spec.nodeName set to itself`;
}

/** What a node shows of a pod that came from its own disk: it names nothing of the API's. */
function checkMirror(node: string, pod: Readonly<Pod>, host: AdmissionHost): Promise<string | undefined> | string {
  const own = ownershipError(node, pod) ?? referenceError(node, pod);
  return own ?? checkOwnerUid(node, pod, host);
}

function ownershipError(node: string, { metadata = {}, spec }: Readonly<Pod>): string | undefined {
  const who = `node ${quote(node)}`;
  if (metadata.annotations?.[mirrorAnnotation] === undefined) {
    return `pod does not have ${quote(mirrorAnnotation)} annotation, ${who} can only create mirror pods`;
  }
  if (spec?.nodeName !== node) return `${who} can only create pods with spec.nodeName set to itself`;
  const [owner, ...others] = metadata.ownerReferences ?? [];
  if (others.length > 0) return `${who} can only create pods with a single owner reference set to itself`;
  if (owner?.apiVersion !== "v1" || owner.kind !== "Node" || owner.name !== node) {
    return `${who} can only create pods with an owner reference set to itself`;
  }
  if (owner.controller !== true) {
    return `${who} can only create pods with a controller owner reference set to itself`;
  }
  return owner.blockOwnerDeletion === true ? `${who} must not set blockOwnerDeletion on an owner reference` : undefined;
}

function referenceError(node: string, { spec = { containers: [] } }: Readonly<Pod>): string | undefined {
  const volumes = spec.volumes ?? [];
  const named = [
    [Boolean(spec.serviceAccountName), "a service account"],
    [referencesSecrets(spec), "secrets"],
    [referencesConfigMaps(spec), "configmaps"],
    [
      volumes.some(({ projected }) => projected?.sources?.some((source) => source.clusterTrustBundle !== undefined)),
      "clustertrustbundles",
    ],
    [(spec.resourceClaims ?? []).length > 0, "resourceclaims"],
    [volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined), "persistentvolumeclaims"],
  ] as const;
  const first = named.find(([isNamed]) => isNamed);
  return first === undefined ? undefined : `node ${quote(node)} can not create pods that reference ${first[1]}`;
}

async function checkOwnerUid(
  node: string,
  { metadata }: Readonly<Pod>,
  host: AdmissionHost,
): Promise<string | undefined> {
  const kind = host.kinds().byCollection("nodes") as Kind;
  const found = (await host.reader.get(kind, "", node)) as Readonly<Node & KubeObject> | undefined;
  if (found === undefined) throw notFound({ group: "", resource: "nodes" }, node);
  const [uid, named] = [found.metadata?.uid, metadata?.ownerReferences?.[0]?.uid];
  return uid === named ? undefined : `node ${node} UID mismatch: expected ${named} got ${uid}`;
}
