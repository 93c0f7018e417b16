// Runs admission's chain over one write.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/{chain,reinvocation}.go
import type { GroupVersionKind, JsonObject, KubeObject } from "../apimachinery/json.ts";
import type { AdmissionOperation, AdmissionRequest } from "../auth/admission/step.ts";
import type { Scope } from "./scope.ts";
import type { WriteContext } from "./write-context.ts";

export interface Admitted {
  readonly operation: AdmissionOperation;
  readonly object: KubeObject | undefined;
  readonly old: Readonly<KubeObject> | undefined;
  /** Where the object doesn't tell it. */
  readonly name?: string;
  /** Of the request's options, what only its verb knows. */
  readonly options?: () => JsonObject;
}

interface MutableRounds {
  again: boolean;
  wanted: boolean;
  readonly kept: Map<string, unknown>;
}

/** `mutate`: steps may change the object. `validate`: they see the final one. Throws the first refusal. */
export async function admit(
  phase: "mutate" | "validate",
  scope: Scope,
  write: WriteContext,
  admitted: Admitted,
): Promise<void> {
  const rounds: MutableRounds = { again: false, wanted: false, kept: new Map() };
  const request = requestOf(scope, write, admitted, rounds);
  await run(phase, scope, request);
  if (rounds.wanted) {
    rounds.again = true;
    await run(phase, scope, request);
  }
  const { object } = admitted;
  if (phase === "mutate" && object !== undefined && request.object !== undefined) {
    write.view?.back?.(object, request.object);
  }
}

/** Admission of what is posted to a subresource and not stored as such: a token request, an eviction. */
export async function admitPosted(
  scope: Scope,
  write: WriteContext,
  kind: GroupVersionKind,
  object: KubeObject,
): Promise<void> {
  const seen: WriteContext = { ...write, view: { kind, creates: true, of: (posted) => posted } };
  const admission = { operation: "CREATE", object, old: undefined } as const;
  await admit("mutate", scope, seen, admission);
  await admit("validate", scope, seen, admission);
}

/** Most steps answer at once, and are not waited for. */
async function run(phase: "mutate" | "validate", scope: Scope, request: AdmissionRequest): Promise<void> {
  for (const step of scope.admission) {
    const answer = step[phase]?.(request);
    if (answer !== undefined) await answer;
  }
}

const optionsOf: Readonly<Record<AdmissionOperation, string>> = {
  CREATE: "CreateOptions",
  UPDATE: "UpdateOptions",
  DELETE: "DeleteOptions",
  CONNECT: "ConnectOptions",
};

function requestOf(scope: Scope, write: WriteContext, admitted: Admitted, rounds: MutableRounds): AdmissionRequest {
  const { kind, subresource, user, dryRun, view } = write;
  const { object, old } = admitted;
  const creates = view?.creates === true;
  const operation = creates ? "CREATE" : admitted.operation;
  const seen = (whole: Readonly<KubeObject> | undefined) =>
    view === undefined || whole === undefined ? whole : view.of(whole);
  return {
    operation,
    kind,
    subresource,
    namespace: scope.namespace,
    name: admitted.name ?? (object ?? old)?.metadata?.name ?? "",
    user,
    object: seen(object) as KubeObject | undefined,
    old: creates ? undefined : seen(old),
    view: view?.kind,
    dryRun,
    rounds,
    options: () => ({
      kind: optionsOf[operation],
      apiVersion: "meta.k8s.io/v1",
      ...write.options?.(),
      ...admitted.options?.(),
      ...(dryRun ? { dryRun: ["All"] } : {}),
    }),
    warn: write.warn,
    annotate: write.annotate ?? noNote,
  };
}

function noNote(): void {}
