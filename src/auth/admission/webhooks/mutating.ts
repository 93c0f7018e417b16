// MutatingAdmissionWebhook: webhooks that change objects, one after the other.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go
import { equalJson } from "../../../apimachinery/clone-json.ts";
import type { Json, JsonObject, KubeObject } from "../../../apimachinery/json.ts";
import { applyJsonPatch, InapplicablePatch } from "../../../apimachinery/patch/json-patch.ts";
import { internalError, StatusError } from "../../../apimachinery/status-error.ts";
import { isExemptFromWebhooks } from "../matching/exempt.ts";
import { wholeBudget } from "../matching/part-of-budget.ts";
import type { Asking } from "../matching/resource-index.ts";
import { selects } from "../matching/selectors.ts";
import { shownAs } from "../matching/shown-as.ts";
import { Reinvocation, snapshot } from "../reinvocation.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../step.ts";
import { takeChange } from "../take-change.ts";
import { ask } from "./ask.ts";
import { type Hook, hooksOf } from "./hook.ts";
import { meetsHook } from "./meets-hook.ts";
import type { ReviewSubject } from "./review.ts";

const stepName = "MutatingAdmissionWebhook";

export function mutatingWebhooks(host: AdmissionHost): AdmissionStep {
  return {
    name: stepName,
    mutate(request) {
      const { mutatingWebhooks: configurations } = host.configurations();
      if (configurations.length === 0 || isExemptFromWebhooks(request.kind)) return;
      const asking = hooksOf(configurations).asking(request, host.kinds());
      if (asking.length === 0) return;
      return askAll(host, request, asking);
    },
  };
}

async function askAll(host: AdmissionHost, request: AdmissionRequest, asking: readonly Asking<Hook>[]): Promise<void> {
  const reinvocation = Reinvocation.of(request, stepName);
  reinvocation.begin(request);
  const budget = wholeBudget();
  for (const [index, { entry: hook, as }] of asking.entries()) {
    if (!selects(hook.selectors, host, request)) continue;
    const object = await shownAs(request.object, request.kind, as);
    const old = await shownAs(request.old, request.kind, as);
    const subject = { request, as, object, old };
    if (!meetsHook(host, hook, subject, budget)) continue;
    if (reinvocation.skips(request, hook.id)) continue;
    const changed = await askOne(host, hook, subject, index);
    const isEager = "reinvocationPolicy" in hook.webhook && hook.webhook.reinvocationPolicy === "IfNeeded";
    reinvocation.note(request, hook.id, { changed, isEager });
  }
  reinvocation.end(request);
}

/** Whether the webhook has changed the object. Throws its refusal. */
async function askOne(host: AdmissionHost, hook: Hook, subject: ReviewSubject, index: number): Promise<boolean> {
  const { webhook } = hook;
  const { request, as, object } = subject;
  const round = request.rounds.again ? 1 : 0;
  const asked = await ask(host, hook, subject, true);
  const note = { configuration: hook.configuration, webhook: webhook.name };
  switch (asked.type) {
    case "denied":
      throw asked.error;
    case "failed":
      if (webhook.failurePolicy !== "Ignore") throw internalError(asked.message);
      request.annotate(`failed-open.mutation.webhook.admission.k8s.io/round_${round}_index_${index}`, webhook.name);
      return false;
    case "allowed": {
      const mutated = asked.patch !== undefined && (await patched(request, hook, as, object, asked.patch));
      const key = `mutation.webhook.admission.k8s.io/round_${round}_index_${index}`;
      request.annotate(key, JSON.stringify({ ...note, mutated }));
      return mutated;
    }
  }
}

async function patched(
  request: AdmissionRequest,
  { webhook }: Hook,
  as: Asking<Hook>["as"],
  shown: Readonly<KubeObject> | undefined,
  patch: Json,
): Promise<boolean> {
  if (shown === undefined) {
    const name = JSON.stringify(webhook.name);
    throw internalError(
      `admission webhook ${name} attempted to modify the object, which is not supported for this operation`,
    );
  }
  const before = snapshot(request);
  await takeChange(request, as, applied(shown as JsonObject, patch));
  return !equalJson(before, snapshot(request));
}

/** A patch that does not apply is the webhook's fault, not the client's. */
function applied(document: JsonObject, patch: Json): Json {
  try {
    return applyJsonPatch(document, patch);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw internalError(error instanceof InapplicablePatch ? error.why : error.message);
  }
}
