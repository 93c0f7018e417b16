// Audit events, as upstream writes them.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/{apis/audit/v1/types.go,audit/request.go}
import type { Json, JsonObject } from "../../apimachinery/json.ts";
import type { User } from "../../auth/user.ts";
import type { RequestInfo } from "../request-info.ts";
import type { AuditDecision, AuditStage } from "./policy.ts";

/** What is known of a request before it is served. */
export interface AuditedRequest {
  readonly id: string;
  readonly decision: AuditDecision;
  readonly info: RequestInfo;
  readonly user: User;
  /** Whom the user acts as. */
  readonly impersonated?: User | undefined;
  /** Path within the cluster, and query. */
  readonly uri: string;
  readonly userAgent: string;
  readonly sourceIps: readonly string[];
  readonly receivedMs: number;
}

/** What is known of it afterwards. */
export interface AuditedAnswer {
  readonly code: number;
  /** Of a Status that the answer was, or a body cut down to nothing. */
  readonly status?: { readonly status?: string; readonly reason?: string; readonly message?: string };
  readonly requestObject?: Json;
  readonly responseObject?: Json;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Undefined: this stage is left out. */
export function auditEvent(
  request: AuditedRequest,
  stage: AuditStage,
  nowMs: number,
  answer?: AuditedAnswer,
): JsonObject | undefined {
  const { decision, info, user, impersonated, uri, userAgent, sourceIps, receivedMs } = request;
  if (decision.omitStages.has(stage)) return undefined;
  const withRequest = decision.level !== "Metadata" && answer?.requestObject !== undefined;
  const withResponse = decision.level === "RequestResponse" && answer?.responseObject !== undefined;
  const trimmed = (object: Json) => (decision.omitManagedFields ? withoutManagedFields(object) : object);
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: decision.level,
    auditID: request.id,
    stage,
    requestURI: uri,
    verb: info.verb,
    user: userOf(user),
    ...(impersonated === undefined ? {} : { impersonatedUser: userOf(impersonated) }),
    ...(sourceIps.length === 0 ? {} : { sourceIPs: [...sourceIps] }),
    ...(userAgent === "" ? {} : { userAgent }),
    ...objectRef(info),
    ...(answer === undefined ? {} : { responseStatus: { metadata: {}, ...answer.status, code: answer.code } }),
    ...(withRequest ? { requestObject: trimmed(answer.requestObject as Json) } : {}),
    ...(withResponse ? { responseObject: trimmed(answer.responseObject as Json) } : {}),
    requestReceivedTimestamp: microTime(receivedMs),
    stageTimestamp: microTime(nowMs),
    // Who is nobody was not even asked about.
    ...(stage === "RequestReceived" || answer?.code === 401
      ? {}
      : { annotations: { "authorization.k8s.io/decision": decisionOf(answer), ...answer?.annotations } }),
  };
}

function decisionOf(answer: AuditedAnswer | undefined): string {
  return answer?.code === 403 ? "forbid" : "allow";
}

function userOf({ name, uid, groups, extra }: User): JsonObject {
  return {
    username: name,
    ...(uid === undefined ? {} : { uid }),
    groups: [...groups],
    ...(extra === undefined ? {} : { extra: structuredClone(extra) as JsonObject }),
  };
}

function objectRef(info: RequestInfo): JsonObject {
  if (info.type === "path") return {};
  const { resource, namespace, name, group, version, subresource } = info;
  const fields = { resource, namespace, name, apiGroup: group, apiVersion: version, subresource };
  return { objectRef: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")) };
}

function withoutManagedFields(object: Json): Json {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return object;
  const { metadata, items, ...rest } = object;
  const trimmed: JsonObject = { ...rest };
  if (typeof metadata === "object" && metadata !== null && !Array.isArray(metadata)) {
    const { managedFields: _managedFields, ...others } = metadata;
    trimmed["metadata"] = others;
  }
  if (Array.isArray(items)) trimmed["items"] = items.map(withoutManagedFields);
  return trimmed;
}

/** RFC 3339 with microseconds; the clock has milliseconds. */
function microTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace("Z", "000Z");
}
