// Audit policies: which rule a request falls under.
import { describe, expect, test } from "vitest";
import { requestInfo } from "../request-info.ts";
import { auditDecision, auditPolicySchema } from "./policy.ts";

const alice = { name: "alice", groups: ["developers", "system:authenticated"] };

function level(rules: unknown[], method: string, path: string, more: object = {}): string {
  const policy = auditPolicySchema.parse({ apiVersion: "audit.k8s.io/v1", kind: "Policy", rules, ...more });
  return auditDecision(policy, alice, requestInfo(method, path, false))?.level ?? "None";
}

const pod = "/api/v1/namespaces/a/pods/web";
const metadata = (rule: object) => [{ level: "Metadata", ...rule }];

describe("audit policy", () => {
  test("no rule, no event; the first that fits decides", () => {
    expect(level([], "GET", pod)).toBe("None");
    expect(level([{ level: "None", verbs: ["get"] }, { level: "Request" }], "GET", pod)).toBe("None");
    expect(level([{ level: "None", verbs: ["get"] }, { level: "Request" }], "PUT", pod)).toBe("Request");
  });

  test.each<[object, string, boolean]>([
    [{ users: ["alice"] }, pod, true],
    [{ users: ["bob"] }, pod, false],
    [{ userGroups: ["developers"] }, pod, true],
    [{ userGroups: ["admins"] }, pod, false],
    [{ namespaces: ["a"] }, pod, true],
    [{ namespaces: [""] }, pod, false],
    [{ namespaces: [""] }, "/api/v1/nodes/n", true],
    [{ resources: [{ group: "" }] }, pod, true],
    [{ resources: [{ group: "apps" }] }, pod, false],
    [{ resources: [{ group: "", resources: ["pods"] }] }, pod, true],
    [{ resources: [{ group: "", resources: ["pods"] }] }, `${pod}/log`, false],
    [{ resources: [{ group: "", resources: ["pods/*"] }] }, `${pod}/log`, true],
    [{ resources: [{ group: "", resources: ["pods/*"] }] }, pod, true],
    [{ resources: [{ group: "", resources: ["*/log"] }] }, `${pod}/log`, true],
    [{ resources: [{ group: "", resources: ["*"] }] }, `${pod}/log`, true],
    [{ resources: [{ group: "", resources: ["pods"], resourceNames: ["db"] }] }, pod, false],
    [{ resources: [{ group: "", resources: ["pods"], resourceNames: ["web"] }] }, pod, true],
    [{ nonResourceURLs: ["/healthz*"] }, "/healthz/ping", true],
    [{ nonResourceURLs: ["/healthz"] }, "/healthz/ping", false],
    [{ nonResourceURLs: ["*"] }, pod, false],
    [{ namespaces: ["a"] }, "/version", false],
  ])("%j on %s: %s", (rule, path, expected) => {
    expect(level(metadata(rule), "GET", path)).toBe(expected ? "Metadata" : "None");
  });

  test("stages left out by the policy and by the rule add up", () => {
    const policy = auditPolicySchema.parse({
      apiVersion: "audit.k8s.io/v1",
      kind: "Policy",
      omitStages: ["RequestReceived"],
      rules: [{ level: "Metadata", omitStages: ["Panic"] }],
    });
    const decision = auditDecision(policy, alice, requestInfo("GET", pod, false));
    expect([...(decision?.omitStages ?? [])]).toEqual(["RequestReceived", "Panic"]);
  });

  test("what is no policy is refused", () => {
    const kind = { apiVersion: "audit.k8s.io/v1", kind: "Policy" };
    expect(auditPolicySchema.safeParse({ ...kind, rules: [{ level: "Everything" }] }).success).toBe(false);
    expect(auditPolicySchema.safeParse({ ...kind, rules: [{ level: "None", nosuch: 1 }] }).success).toBe(false);
    const both = { level: "Metadata", namespaces: ["a"], nonResourceURLs: ["/a"] };
    expect(auditPolicySchema.safeParse({ ...kind, rules: [both] }).success).toBe(false);
  });
});
