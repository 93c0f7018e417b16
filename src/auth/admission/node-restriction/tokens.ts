// A node may ask for tokens of the pods that it runs, for those whom the pods want to show them to.
// Kubernetes: plugin/pkg/admission/noderestriction/admission.go admitServiceAccount
import { notFound } from "../../../apimachinery/status-error.ts";
import type { Pod, TokenRequest } from "../../../kinds/facts/types.gen.ts";
import { authorize } from "../../authorize.ts";
import type { AdmissionHost, AdmissionRequest } from "../step.ts";
import { type NodeRule, quote } from "./node-rule.ts";

export const checkToken: NodeRule = (node, request, host) => {
  if (request.operation !== "CREATE" || request.subresource !== "token") return undefined;
  const { boundObjectRef: bound, audiences = [] } = (request.object as TokenRequest).spec ?? {};
  if (bound?.apiVersion !== "v1" || bound.kind !== "Pod" || !bound.name)
    return "node requested token not bound to a pod";
  if (!bound.uid) return "node requested token with a pod binding without a uid";
  const pod = podNamed(host, bound.name);
  if (bound.uid !== pod.metadata?.uid) {
    return `the UID in the bound object reference (${bound.uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  }
  if (pod.spec?.nodeName !== node) return "node requested token bound to a pod scheduled on a different node";
  return audienceError(request, pod, audiences);
};

function podNamed(host: AdmissionHost, name: string): Readonly<Pod> {
  const found = host.find("pods", name);
  if (found === undefined) throw notFound({ group: "", resource: "pods" }, name);
  return found as Pod;
}

/** Kubernetes: KEP-4412, validateNodeServiceAccountAudience */
function audienceError(
  request: AdmissionRequest,
  pod: Readonly<Pod>,
  audiences: readonly string[],
): string | undefined {
  if (audiences.length > 1) return "node may only request 0 or 1 audiences";
  const [audience = ""] = audiences;
  const wanted = (pod.spec?.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  if (wanted.some(({ serviceAccountToken: token }) => token !== undefined && (token.audience ?? "") === audience)) {
    return undefined;
  }
  const { user, namespace, name } = request;
  const { allowed, reason } = authorize(user, {
    type: "resource",
    verb: "request-serviceaccounts-token-audience",
    group: "",
    version: "",
    resource: audience,
    subresource: "",
    namespace,
    name,
  });
  return allowed ? undefined : `audience ${quote(audience)} not found in pod spec volume, ${reason}, <nil>`;
}
