// Which flow schema a request belongs to: rules as functions of user and request.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/flowcontrol/rule.go
import type { User } from "../../auth/user.ts";
import type {
  FlowcontrolV1Subject,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
} from "../../kinds/facts/types.gen.ts";
import type { RequestInfo, ResourceRequest } from "../request-info.ts";

export function matchesSubject(subject: FlowcontrolV1Subject, { name, groups }: User): boolean {
  switch (subject.kind) {
    case "User":
      return subject.user?.name === "*" || subject.user?.name === name;
    case "Group":
      return subject.group?.name === "*" || groups.includes(subject.group?.name ?? "");
    case "ServiceAccount": {
      const { namespace = "", name: account = "" } = subject.serviceAccount ?? {};
      const prefix = `system:serviceaccount:${namespace}:`;
      return account === "*" ? name.startsWith(prefix) : name === prefix + account;
    }
    default:
      return false;
  }
}

/** The rules of a schema that are about `user` at all; what is left to look at is the request. */
export function rulesFor(rules: readonly PolicyRulesWithSubjects[], user: User): readonly PolicyRulesWithSubjects[] {
  return rules.filter(({ subjects }) => subjects.some((subject) => matchesSubject(subject, user)));
}

export function matchesRequest(rules: readonly PolicyRulesWithSubjects[], info: RequestInfo): boolean {
  return rules.some(({ resourceRules = [], nonResourceRules = [] }) =>
    info.type === "resource"
      ? resourceRules.some((rule) => matchesResource(rule, info))
      : nonResourceRules.some((rule) => matchesPath(rule, info.verb, info.path)),
  );
}

function matchesResource(rule: ResourcePolicyRule, info: ResourceRequest): boolean {
  if (!has(rule.verbs, info.verb) || !has(rule.apiGroups, info.group)) return false;
  const resource = info.subresource === "" ? info.resource : `${info.resource}/${info.subresource}`;
  if (!has(rule.resources, resource)) return false;
  return info.namespace === "" ? rule.clusterScope === true : has(rule.namespaces ?? [], info.namespace);
}

function matchesPath({ verbs, nonResourceURLs }: NonResourcePolicyRule, verb: string, path: string): boolean {
  if (!has(verbs, verb)) return false;
  return nonResourceURLs.some((pattern) => {
    if (pattern === "*" || pattern === path) return true;
    return pattern.endsWith("/*") && path.startsWith(pattern.slice(0, -1));
  });
}

function has(values: readonly string[], value: string): boolean {
  return values.includes("*") || values.includes(value);
}
