// Webhooks of both kinds: what is filled in, and what they may say.
// Kubernetes: pkg/apis/admissionregistration/{v1/defaults.go,validation/validation.go}

import { duplicate, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isDns1035Label, isFullyQualifiedName } from "../../apimachinery/names.ts";
import type { MutatingWebhook, ValidatingWebhook } from "../facts/types.gen.ts";
import { checkMessages, checkOptionalOneOf, type Errors } from "../field-checks.ts";
import { repeatedAt } from "../repeated-at.ts";
import { checkWebhookClient, setWebhookClientDefaults } from "../webhook-client-rules.ts";
import { checkMatchConditions } from "./match-conditions.ts";
import { checkRule, failurePolicies, matchPolicies, setRuleDefaults } from "./resource-rules.ts";

const timeoutSecondsDefault = 10;
const timeoutSecondsMax = 30;
const reviewVersions = ["v1", "v1beta1"];
const sideEffects = ["None", "NoneOnDryRun"];
const reinvocationPolicies = ["IfNeeded", "Never"];

type Webhook = ValidatingWebhook | MutatingWebhook;

export function setWebhookDefaults(hooks: readonly Webhook[] | undefined): void {
  for (const hook of hooks ?? []) {
    hook.failurePolicy ??= "Fail";
    hook.matchPolicy ??= "Equivalent";
    hook.namespaceSelector ??= {};
    hook.objectSelector ??= {};
    hook.timeoutSeconds ??= timeoutSecondsDefault;
    setRuleDefaults(hook.rules);
    setWebhookClientDefaults(hook.clientConfig);
  }
}

export function validateWebhooks(object: { readonly webhooks?: readonly Webhook[] }): Errors {
  const errors: Errors = [];
  const seen = new Set<string>();
  (object.webhooks ?? []).forEach((hook, index) => {
    const path = `webhooks[${index}]`;
    checkWebhook(errors, path, hook);
    checkReviewVersions(errors, `${path}.admissionReviewVersions`, hook.admissionReviewVersions ?? []);
    if (hook.name && seen.has(hook.name)) errors.push(duplicate(`${path}.name`, hook.name));
    seen.add(hook.name);
  });
  return errors;
}

function checkWebhook(errors: Errors, path: string, hook: Webhook): void {
  if (hook.name) checkMessages(errors, `${path}.name`, hook.name, isFullyQualifiedName(hook.name));
  else errors.push(required(`${path}.name`));
  (hook.rules ?? []).forEach((rule, index) => {
    checkRule(errors, `${path}.rules[${index}]`, rule);
  });
  checkOptionalOneOf(errors, `${path}.failurePolicy`, hook.failurePolicy, failurePolicies);
  checkOptionalOneOf(errors, `${path}.matchPolicy`, hook.matchPolicy, matchPolicies);
  if (hook.sideEffects === undefined) {
    errors.push(required(`${path}.sideEffects`, `must specify one of ${sideEffects.join(", ")}`));
  } else if (!sideEffects.includes(hook.sideEffects)) {
    errors.push(notSupported(`${path}.sideEffects`, hook.sideEffects, sideEffects));
  }
  const { timeoutSeconds } = hook;
  if (timeoutSeconds !== undefined && (timeoutSeconds > timeoutSecondsMax || timeoutSeconds < 1)) {
    const detail = `the timeout value must be between 1 and ${timeoutSecondsMax} seconds`;
    errors.push(invalidValue(`${path}.timeoutSeconds`, timeoutSeconds, detail));
  }
  errors.push(...validateLabelSelector(hook.namespaceSelector, `${path}.namespaceSelector`));
  errors.push(...validateLabelSelector(hook.objectSelector, `${path}.objectSelector`));
  if ("reinvocationPolicy" in hook) {
    checkOptionalOneOf(errors, `${path}.reinvocationPolicy`, hook.reinvocationPolicy, reinvocationPolicies);
  }
  checkWebhookClient(errors, `${path}.clientConfig`, hook.clientConfig);
  checkMatchConditions(errors, `${path}.matchConditions`, hook.matchConditions);
}

function checkReviewVersions(errors: Errors, path: string, versions: readonly string[]): void {
  if (versions.length === 0) {
    errors.push(required(path, `must specify one of ${reviewVersions.join(", ")}`));
    return;
  }
  const repeated = repeatedAt(versions);
  versions.forEach((version, index) => {
    if (repeated.has(index)) {
      errors.push(invalidValue(`${path}[${index}]`, version, "duplicate version"));
    } else {
      checkMessages(errors, `${path}[${index}]`, version, isDns1035Label(version));
    }
  });
  if (!versions.some((version) => reviewVersions.includes(version))) {
    errors.push(invalidValue(path, versions, `must include at least one of ${reviewVersions.join(", ")}`));
  }
}
