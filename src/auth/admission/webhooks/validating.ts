// ValidatingAdmissionWebhook: webhooks that only say yes or no, asked at the same time.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/validating/dispatcher.go
import { internalError, type StatusError } from "../../../apimachinery/status-error.ts";
import { isExemptFromWebhooks } from "../matching/exempt.ts";
import { wholeBudget } from "../matching/part-of-budget.ts";
import type { Asking } from "../matching/resource-index.ts";
import { selects } from "../matching/selectors.ts";
import { shownAs } from "../matching/shown-as.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "../step.ts";
import { ask } from "./ask.ts";
import { type Hook, hooksOf } from "./hook.ts";
import { meetsHook } from "./meets-hook.ts";
import type { ReviewSubject } from "./review.ts";

export function validatingWebhooks(host: AdmissionHost): AdmissionStep {
  return {
    name: "ValidatingAdmissionWebhook",
    validate(request) {
      const { validatingWebhooks: configurations } = host.configurations();
      if (configurations.length === 0 || isExemptFromWebhooks(request.kind)) return;
      const asking = hooksOf(configurations).asking(request, host.kinds());
      if (asking.length === 0) return;
      return askAll(host, request, asking);
    },
  };
}

interface Chosen {
  readonly hook: Hook;
  readonly subject: ReviewSubject;
}

async function askAll(host: AdmissionHost, request: AdmissionRequest, asking: readonly Asking<Hook>[]): Promise<void> {
  const chosen: Chosen[] = [];
  const budget = wholeBudget();
  for (const { entry: hook, as } of asking) {
    if (!selects(hook.selectors, host, request)) continue;
    const object = await shownAs(request.object, request.kind, as);
    const old = await shownAs(request.old, request.kind, as);
    const subject = { request, as, object, old };
    if (meetsHook(host, hook, subject, budget)) chosen.push({ hook, subject });
  }
  const refusals = await Promise.all(chosen.map((one, index) => askOne(host, one, index)));
  // Of several, the one that stands first: always the same, whoever was quickest.
  const refusal = refusals.find((one) => one !== undefined);
  if (refusal !== undefined) throw refusal;
}

async function askOne(host: AdmissionHost, { hook, subject }: Chosen, index: number): Promise<StatusError | undefined> {
  const { request } = subject;
  const asked = await ask(host, hook, subject, false);
  switch (asked.type) {
    case "allowed":
      return undefined;
    case "denied":
      return asked.error;
    case "failed":
      if (hook.webhook.failurePolicy !== "Ignore") return internalError(asked.message);
      request.annotate(`failed-open.validating.webhook.admission.k8s.io/round_0_index_${index}`, hook.webhook.name);
      return undefined;
  }
}
