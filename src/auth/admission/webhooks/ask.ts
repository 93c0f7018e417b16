// Asks one webhook about one request.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/{mutating,validating}/dispatcher.go, errors/statuserror.go

import type { Json } from "../../../apimachinery/json.ts";
import { badRequest, type StatusDetails, StatusError, type StatusReason } from "../../../apimachinery/status-error.ts";
import type { AdmissionHost } from "../step.ts";
import type { Hook } from "./hook.ts";
import { type ReviewStatus, type ReviewSubject, readReview, reviewOf, reviewVersion } from "./review.ts";

const timeoutSecondsDefault = 10;
const betaReviewVersion = "admission.k8s.io/v1beta1";

export type Asked =
  /** The patch of a webhook that may change objects; undefined: it leaves the object as it is. */
  | { readonly type: "allowed"; readonly patch: Json | undefined }
  | { readonly type: "denied"; readonly error: StatusError }
  /** It could not be asked, or did not answer properly: its failure policy says what follows. */
  | { readonly type: "failed"; readonly message: string };

export async function ask(host: AdmissionHost, hook: Hook, subject: ReviewSubject, mutating: boolean): Promise<Asked> {
  const { webhook } = hook;
  const { request } = subject;
  const name = JSON.stringify(webhook.name);
  const failed = (reason: string): Asked => ({ type: "failed", message: `failed calling webhook ${name}: ${reason}` });
  if (request.dryRun && webhook.sideEffects !== "None" && webhook.sideEffects !== "NoneOnDryRun") {
    return { type: "denied", error: badRequest(`admission webhook ${name} does not support dry run`) };
  }
  const apiVersion = versionFor(webhook.admissionReviewVersions);
  if (apiVersion === undefined)
    return failed(
      "could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)",
    );
  const uid = host.random.uuid();
  const answer = await host.webhooks.call({
    server: webhook.clientConfig as Parameters<AdmissionHost["webhooks"]["call"]>[0]["server"],
    body: reviewOf(subject, uid, apiVersion),
    timeoutMs: (webhook.timeoutSeconds ?? timeoutSecondsDefault) * 1000,
  });
  if (answer.type === "failed") return failed(`failed to call webhook: ${answer.message}`);
  const review = readReview(answer.body, { uid, apiVersion, mutating });
  if (review.type === "malformed") return failed(`received invalid webhook response: ${review.message}`);
  for (const [key, value] of Object.entries(review.annotations)) request.annotate(`${webhook.name}/${key}`, value);
  for (const warning of review.warnings) request.warn(warning);
  if (!review.allowed) return { type: "denied", error: denial(webhook.name, review.status) };
  return { type: "allowed", patch: mutating ? review.patch : undefined };
}

/** The first of the webhook's versions that we speak. */
function versionFor(versions: readonly string[]): string | undefined {
  const known = versions.find((version) => version === "v1" || version === "v1beta1");
  if (known === undefined) return undefined;
  return known === "v1" ? reviewVersion : betaReviewVersion;
}

/** What the client hears of a webhook's no. Never a code that looks like success, or is none at all. */
function denial(webhook: string, { code = 0, reason = "", message = "", details }: ReviewStatus): StatusError {
  const by = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  const why = message || reason;
  return new StatusError(
    Number.isInteger(code) && code >= 400 && code <= 599 ? code : 400,
    reason as StatusReason,
    why === "" ? `${by} without explanation` : `${by}: ${why}`,
    details as StatusDetails | undefined,
  );
}
