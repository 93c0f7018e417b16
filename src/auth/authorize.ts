// Authorization: may this user do this? One seam, so that RBAC and the node authorizer take its place later.
import type { User } from "./user.ts";
import { bootstrappersGroup } from "./user.ts";

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go Attributes */
export type Attributes =
  | {
      readonly type: "resource";
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly type: "path"; readonly verb: string; readonly path: string };

export type Decision =
  | { readonly allowed: true; readonly reason: string }
  | { readonly allowed: false; readonly reason: string };

/** Every authenticated user may do everything, but for one that only holds a join token: it may join, and no more. */
export function authorize(user: User, attributes: Attributes): Decision {
  if (!user.groups.includes(bootstrappersGroup)) return { allowed: true, reason: "" };
  const joins = attributes.type === "path" && attributes.path === "/join";
  return joins ? { allowed: true, reason: "" } : { allowed: false, reason: "a join token can only be used to join" };
}

/** What a user may do in a namespace, as an authorization/v1 SubjectRulesReviewStatus tells it. */
export interface Rules {
  readonly resourceRules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
  }[];
  readonly nonResourceRules: readonly {
    readonly verbs: readonly string[];
    readonly nonResourceURLs: readonly string[];
  }[];
}

const everything: Rules = {
  resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
  nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
};
const joining: Rules = { resourceRules: [], nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["/join"] }] };

/** The rules that `authorize` goes by; the same in every namespace so far. */
export function rulesFor(user: User, _namespace: string): Rules {
  return user.groups.includes(bootstrappersGroup) ? joining : everything;
}

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go forbiddenMessage */
export function forbiddenMessage(user: User, attributes: Attributes): string {
  const who = `User ${JSON.stringify(user.name)}`;
  if (attributes.type === "path") return `${who} cannot ${attributes.verb} path ${JSON.stringify(attributes.path)}`;
  const resource =
    attributes.subresource === "" ? attributes.resource : `${attributes.resource}/${attributes.subresource}`;
  const where =
    attributes.namespace === "" ? "at the cluster scope" : `in the namespace ${JSON.stringify(attributes.namespace)}`;
  return `${who} cannot ${attributes.verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(attributes.group)} ${where}`;
}
