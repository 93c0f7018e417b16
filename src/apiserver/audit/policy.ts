// What is audited: upstream's Policy, and its rules applied to a request.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/{apis/audit/v1,audit/policy/checker.go}
import * as z from "zod";
import type { User } from "../../auth/user.ts";
import type { RequestInfo, ResourceRequest } from "../request-info.ts";

export const auditLevels = ["None", "Metadata", "Request", "RequestResponse"] as const;
export type AuditLevel = (typeof auditLevels)[number];

export const auditStages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"] as const;
export type AuditStage = (typeof auditStages)[number];

const stages = z.array(z.enum(auditStages));
const texts = z.array(z.string());

const resource = z.strictObject({
  group: z.string().default(""),
  resources: texts.optional(),
  resourceNames: texts.optional(),
});

const rule = z
  .strictObject({
    level: z.enum(auditLevels),
    users: texts.optional(),
    userGroups: texts.optional(),
    verbs: texts.optional(),
    resources: z.array(resource).optional(),
    namespaces: texts.optional(),
    nonResourceURLs: z.array(z.string().regex(/^(\*|\/[^*]*\*?)$/, "must be * or begin with a slash")).optional(),
    omitStages: stages.optional(),
    omitManagedFields: z.boolean().optional(),
  })
  .refine(
    ({ resources, namespaces, nonResourceURLs }) =>
      !nonResourceURLs?.length || !(resources?.length || namespaces?.length),
    "rules cannot apply to both regular resources and non-resource URLs",
  );

export const auditPolicySchema = z.strictObject({
  apiVersion: z.literal("audit.k8s.io/v1"),
  kind: z.literal("Policy"),
  metadata: z.record(z.string(), z.unknown()).optional(),
  rules: z.array(rule),
  omitStages: stages.optional(),
  omitManagedFields: z.boolean().optional(),
});

export type AuditPolicy = z.infer<typeof auditPolicySchema>;
type AuditRule = z.infer<typeof rule>;

/** What to note of a request; undefined: nothing. */
export interface AuditDecision {
  readonly level: Exclude<AuditLevel, "None">;
  readonly omitStages: ReadonlySet<AuditStage>;
  readonly omitManagedFields: boolean;
}

/** The first rule that fits decides. */
export function auditDecision(policy: AuditPolicy, user: User, info: RequestInfo): AuditDecision | undefined {
  const found = policy.rules.find((one) => matchesRule(one, user, info));
  if (found === undefined || found.level === "None") return undefined;
  return {
    level: found.level,
    omitStages: new Set([...(policy.omitStages ?? []), ...(found.omitStages ?? [])]),
    omitManagedFields: found.omitManagedFields ?? policy.omitManagedFields ?? false,
  };
}

function matchesRule(one: AuditRule, user: User, info: RequestInfo): boolean {
  const { users = [], userGroups = [], verbs = [], namespaces = [], resources = [], nonResourceURLs = [] } = one;
  if (users.length > 0 && !users.includes(user.name)) return false;
  if (userGroups.length > 0 && !user.groups.some((group) => userGroups.includes(group))) return false;
  if (verbs.length > 0 && !verbs.includes(info.verb)) return false;
  if (namespaces.length > 0 || resources.length > 0) {
    if (info.type !== "resource") return false;
    if (namespaces.length > 0 && !namespaces.includes(info.namespace)) return false;
    return resources.length === 0 || resources.some((wanted) => matchesResource(wanted, info));
  }
  if (nonResourceURLs.length > 0) {
    return info.type === "path" && nonResourceURLs.some((pattern) => matchesPath(pattern, info.path));
  }
  return true;
}

function matchesResource(wanted: z.infer<typeof resource>, info: ResourceRequest): boolean {
  if (wanted.group !== info.group) return false;
  const { resources = [], resourceNames = [] } = wanted;
  if (resources.length === 0) return true;
  if (resourceNames.length > 0 && !resourceNames.includes(info.name)) return false;
  const whole = info.subresource === "" ? info.resource : `${info.resource}/${info.subresource}`;
  return resources.some(
    (one) =>
      one === "*" ||
      one === whole ||
      (info.subresource !== "" && one === `*/${info.subresource}`) ||
      one === `${info.resource}/*`,
  );
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1)));
}
