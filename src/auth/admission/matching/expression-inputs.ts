// What expressions are told of a request: its objects, itself, its namespace, and what its user may do.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/{activation,condition}.go
import { type Ask, AuthorizerValue, ResourceCheck } from "../../../apimachinery/cel/library/authorizer.ts";
import type { Variables } from "../../../apimachinery/cel/surface.ts";
import type { Json, KubeObject } from "../../../apimachinery/json.ts";
import type { Kind } from "../../../kinds/kind.ts";
import { authorize } from "../../authorize.ts";
import { serviceAccountUser, type User } from "../../user.ts";
import type { AdmissionHost, AdmissionRequest } from "../step.ts";
import { reviewRequest } from "../webhooks/review.ts";

/** A request in the shape of the kind that somebody wants to see it as. */
export interface ShownRequest {
  readonly request: AdmissionRequest;
  readonly as: Kind;
  readonly object: Readonly<KubeObject> | undefined;
  readonly old: Readonly<KubeObject> | undefined;
}

/** `params` and `variables` are not among them: policies add these. */
export function expressionInputs(host: Pick<AdmissionHost, "facts">, shown: ShownRequest): Variables {
  const { request, object, old } = shown;
  const authorizer = new AuthorizerValue(askFor(request.user));
  // A namespace is in none, whatever its request says.
  const namespace = request.kind.collection === "namespaces" ? undefined : host.facts()?.namespace;
  return {
    object: (object ?? null) as Json,
    oldObject: (old ?? null) as Json,
    request: { lazy: () => reviewRequest(shown, "") },
    namespaceObject: (namespace ?? null) as Json,
    authorizer,
    "authorizer.requestResource": { lazy: () => requestResource(authorizer, request) },
  };
}

function requestResource(authorizer: AuthorizerValue, request: AdmissionRequest): ResourceCheck {
  const { kind, subresource, namespace, name } = request;
  return new ResourceCheck(authorizer, { group: kind.group, resource: kind.plural, subresource, namespace, name });
}

function askFor(user: User): Ask {
  return (question) => {
    const { serviceAccount, ...asked } = question;
    const asking =
      serviceAccount === undefined ? user : serviceAccountUser(serviceAccount.namespace, serviceAccount.name);
    const attributes = asked.type === "path" ? asked : { ...asked, version: "*" };
    const { allowed, reason } = authorize(asking, attributes);
    return { isAllowed: allowed, reason };
  };
}
