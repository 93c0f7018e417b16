// How a custom resource's versions are made from one another.

import { forbiddenField, invalidValue, required } from "../../apimachinery/field-error.ts";
import { isDns1035Label } from "../../apimachinery/names.ts";
import type { CustomResourceConversion } from "../facts/types.gen.ts";
import { checkMessages, checkOneOf, type Errors } from "../field-checks.ts";
import { repeatedAt } from "../repeated-at.ts";
import { checkWebhookClient } from "../webhook-client-rules.ts";

const reviewVersions = ["v1", "v1beta1"];

export function checkConversion(errors: Errors, path: string, conversion: CustomResourceConversion | undefined): void {
  if (conversion === undefined) return;
  const { strategy, webhook } = conversion;
  checkOneOf(errors, `${path}.strategy`, strategy, ["None", "Webhook"]);
  // The paths are of an older shape of conversion, and kept by upstream.
  if (strategy !== "Webhook") {
    const detail = "should not be set when strategy is not set to Webhook";
    if (webhook?.clientConfig !== undefined) errors.push(forbiddenField(`${path}.webhookClientConfig`, detail));
    if (webhook?.conversionReviewVersions !== undefined) {
      errors.push(forbiddenField(`${path}.conversionReviewVersions`, detail));
    }
    return;
  }
  if (webhook?.clientConfig === undefined) {
    errors.push(required(`${path}.webhookClientConfig`, "required when strategy is set to Webhook"));
  } else {
    checkWebhookClient(errors, `${path}.webhookClientConfig`, webhook.clientConfig);
  }
  checkReviewVersions(errors, `${path}.conversionReviewVersions`, webhook?.conversionReviewVersions ?? []);
}

function checkReviewVersions(errors: Errors, path: string, versions: readonly string[]): void {
  if (versions.length === 0) {
    errors.push(required(path));
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
