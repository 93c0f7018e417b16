// Audit of what the control plane's own controllers write: they speak to a scope without HTTP, and are noted like anybody.
import type { Json, JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { StatusError } from "../../apimachinery/status-error.ts";
import type { User } from "../../auth/user.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { RequestVerb, ResourceRequest } from "../request-info.ts";
import { type AuditedAnswer, auditEvent } from "./event.ts";
import { eventBodyBytesMax } from "./limits.ts";
import { type AuditPolicy, type AuditStage, auditDecision } from "./policy.ts";

/** Where a scope's own writers are noted. */
export interface LocalAudit {
  /** Undefined: nothing is audited. */
  policy(): AuditPolicy | undefined;
  record(event: JsonObject): void;
}

export interface LocalWrite {
  readonly kind: { readonly group: string; readonly version: string; readonly plural: string };
  readonly namespace: string;
  /** "" where the body has it. */
  readonly name: string;
  readonly verb: Extract<RequestVerb, "create" | "update" | "patch" | "delete">;
  readonly subresource: string;
  readonly user: User;
  readonly body: KubeObject | undefined;
}

export interface LocalAuditHost {
  readonly audit?: LocalAudit;
  readonly clock: Clock;
  readonly random: Random;
}

/** Runs a write and notes it as the policy says; what it throws is thrown again. */
export async function audited<Result extends KubeObject | undefined>(
  { audit, clock, random }: LocalAuditHost,
  write: LocalWrite,
  work: () => Promise<Result>,
): Promise<Result> {
  const policy = audit?.policy();
  if (audit === undefined || policy === undefined) return work();
  const info = infoOf(write);
  const decision = auditDecision(policy, write.user, info);
  if (decision === undefined) return work();
  const uri = uriOf(info);
  const parts = { id: random.uuid(), decision, info, user: write.user, uri, sourceIps: [], receivedMs: clock.now() };
  const tell = (stage: AuditStage, answer?: AuditedAnswer) => {
    const event = auditEvent({ ...parts, userAgent: "skerry-controllers" }, stage, clock.now(), answer);
    if (event !== undefined) audit.record(event);
  };
  const sent = bodyPart("requestObject", write.body);
  tell("RequestReceived");
  try {
    const result = await work();
    const made = bodyPart("responseObject", result);
    tell("ResponseComplete", { code: write.verb === "create" ? 201 : 200, ...sent, ...made });
    return result;
  } catch (error) {
    if (error instanceof StatusError) {
      const { reason, message } = error;
      tell("ResponseComplete", { code: error.code, status: { status: "Failure", reason, message }, ...sent });
    } else tell("Panic", { code: 500 });
    throw error;
  }
}

/** A body that is too large is left out. */
function bodyPart(field: "requestObject" | "responseObject", body: KubeObject | undefined): Partial<AuditedAnswer> {
  if (body === undefined || JSON.stringify(body).length > eventBodyBytesMax) return {};
  return { [field]: body as unknown as Json };
}

function infoOf({ kind, namespace, name, verb, subresource, body }: LocalWrite): ResourceRequest {
  const { group, version, plural: resource } = kind;
  const named = name === "" ? (body?.metadata?.name ?? "") : name;
  return {
    type: "resource",
    verb,
    group,
    version,
    resource,
    namespace,
    name: named,
    subresource,
    rest: "",
  } as ResourceRequest;
}

function uriOf({ group, version, namespace, resource, name, subresource, verb }: ResourceRequest): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === "" ? "" : `/namespaces/${namespace}`;
  const collection = `${root}${scope}/${resource}`;
  return verb === "create" ? collection : `${collection}/${name}${subresource === "" ? "" : `/${subresource}`}`;
}
