import { describe, expect, test } from "vitest";
import { type RuleTarget, ruleMatches } from "./rule-matches.ts";

const pod: RuleTarget = {
  operation: "CREATE",
  group: "",
  version: "v1",
  resource: "pods",
  subresource: "",
  namespaced: true,
};
const status = { ...pod, subresource: "status" };
const node = { ...pod, resource: "nodes", namespaced: false };
const any = { operations: ["*"], apiGroups: ["*"], apiVersions: ["*"] };

describe("a rule asks for", () => {
  test.each([
    ["everything", { ...any, resources: ["*/*"] }, { pod: true, status: true, node: true }],
    ["main resources", { ...any, resources: ["*"] }, { pod: true, status: false, node: true }],
    ["one resource", { ...any, resources: ["pods"] }, { pod: true, status: false, node: false }],
    ["one subresource", { ...any, resources: ["pods/status"] }, { pod: false, status: true, node: false }],
    [
      "a resource and its subresources",
      { ...any, resources: ["pods", "pods/*"] },
      { pod: true, status: true, node: false },
    ],
    ["a subresource of all", { ...any, resources: ["*/status"] }, { pod: false, status: true, node: false }],
    [
      "what is in namespaces",
      { ...any, resources: ["*"], scope: "Namespaced" },
      { pod: true, status: false, node: false },
    ],
    ["what is in none", { ...any, resources: ["*"], scope: "Cluster" }, { pod: false, status: false, node: true }],
    [
      "another operation",
      { ...any, operations: ["DELETE"], resources: ["*"] },
      { pod: false, status: false, node: false },
    ],
    ["another group", { ...any, apiGroups: ["apps"], resources: ["*"] }, { pod: false, status: false, node: false }],
    ["another version", { ...any, apiVersions: ["v2"], resources: ["*"] }, { pod: false, status: false, node: false }],
    ["nothing", {}, { pod: false, status: false, node: false }],
  ])("%s", (_what, rule, expected) => {
    expect({
      pod: ruleMatches(rule, pod),
      status: ruleMatches(rule, status),
      node: ruleMatches(rule, node),
    }).toEqual(expected);
  });
});
