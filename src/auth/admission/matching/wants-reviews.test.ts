import { expect, test } from "vitest";
import { noConfigurations } from "../../../kinds/cluster-facts.ts";
import type { RuleWithOperations } from "../../../kinds/facts/types.gen.ts";
import { wantsReviews } from "./wants-reviews.ts";

const rule = (group: string, operation = "CREATE"): RuleWithOperations => ({
  apiGroups: [group],
  apiVersions: ["*"],
  operations: [operation],
  resources: ["*"],
});
const hook = (...rules: RuleWithOperations[]) => ({ webhooks: [{ name: "h", rules }] }) as never;
const policy = (...resourceRules: RuleWithOperations[]) => ({ spec: { matchConstraints: { resourceRules } } }) as never;

test("reviews are of interest to whoever asks for their groups, or for all", () => {
  expect(wantsReviews(noConfigurations)).toBe(false);
  expect(wantsReviews({ ...noConfigurations, validatingWebhooks: [hook(rule("apps"), rule("*", "DELETE"))] })).toBe(
    false,
  );
  expect(wantsReviews({ ...noConfigurations, validatingWebhooks: [hook(rule("*"))] })).toBe(true);
  expect(wantsReviews({ ...noConfigurations, mutatingWebhooks: [hook(rule("authorization.k8s.io", "*"))] })).toBe(true);
  expect(wantsReviews({ ...noConfigurations, validatingPolicies: [policy(rule("authentication.k8s.io"))] })).toBe(true);
  expect(wantsReviews({ ...noConfigurations, mutatingPolicies: [policy(rule("apps"))] })).toBe(false);
});
