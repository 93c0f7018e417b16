// MutatingAdmissionWebhook: webhooks that change objects, one after the other.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/{dispatcher,reinvocationcontext}.go
import { equalJson } from "../../../apimachinery/clone-json.ts";
import type { Json, JsonObject, KubeObject } from "../../../apimachinery/json.ts";
import { applyJsonPatch } from "../../../apimachinery/patch/json-patch.ts";
import { internalError, StatusError } from "../../../apimachinery/status-error.ts";
import { isExemptFromWebhooks } from "../matching/exempt.ts";
import type { Asking } from "../matching/resource-index.ts";
import { selects } from "../matching/selectors.ts";
import { shownAs } from "../matching/shown-as.ts";
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

/** What the first round leaves for the second. */
interface Kept {
  /** Were asked, and want to be asked again when the object changes later. */
  readonly eager: Set<string>;
  /** Are to be asked again. */
  readonly again: Set<string>;
  /** The object as it was when the last webhook of the first round had answered. */
  last: Json;
}

async function askAll(host: AdmissionHost, request: AdmissionRequest, asking: readonly Asking<Hook>[]): Promise<void> {
  const kept = keptOf(request);
  // A built-in step has changed the object since: everybody who wants to know is asked.
  if (request.rounds.again && !equalJson(kept.last, snapshot(request))) askEagerAgain(kept);
  for (const [index, { entry: hook, as }] of asking.entries()) {
    if (!selects(hook.selectors, host, request)) continue;
    const object = await shownAs(request.object, request.kind, as);
    const old = await shownAs(request.old, request.kind, as);
    const subject = { request, as, object, old };
    if (!meetsHook(host, hook, subject)) continue;
    if (request.rounds.again && !kept.again.has(hook.id)) continue;
    const changed = await askOne(host, hook, subject, index);
    if (changed) {
      askEagerAgain(kept);
      request.rounds.wanted = true;
    }
    if ("reinvocationPolicy" in hook.webhook && hook.webhook.reinvocationPolicy === "IfNeeded") kept.eager.add(hook.id);
  }
  kept.last = snapshot(request);
}

function keptOf({ rounds }: AdmissionRequest): Kept {
  const known = rounds.kept.get(stepName) as Kept | undefined;
  if (known !== undefined) return known;
  const made: Kept = { eager: new Set(), again: new Set(), last: null };
  rounds.kept.set(stepName, made);
  return made;
}

function askEagerAgain({ eager, again }: Kept): void {
  for (const id of eager) again.add(id);
  eager.clear();
}

function snapshot({ object }: AdmissionRequest): Json {
  return object === undefined ? null : (JSON.parse(JSON.stringify(object)) as Json);
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
    throw internalError(error.details?.causes?.[0]?.message ?? error.message);
  }
}
