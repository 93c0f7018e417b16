// AdmissionReview: what a webhook is asked, and what it may answer.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/request/admissionreview.go
import { decodeBase64 } from "../../../apimachinery/base64.ts";
import type { Json, JsonObject, KubeObject } from "../../../apimachinery/json.ts";
import { parseJson } from "../../../apimachinery/json-text.ts";
import { isJsonObject } from "../../../apimachinery/set-field.ts";
import type { Kind } from "../../../kinds/kind.ts";
import type { AdmissionRequest } from "../step.ts";

export interface ReviewSubject {
  readonly request: AdmissionRequest;
  /** The kind that the webhook has asked for; the request's own, or an equivalent one. */
  readonly as: Kind;
  /** In the shape of `as`. */
  readonly object: Readonly<KubeObject> | undefined;
  readonly old: Readonly<KubeObject> | undefined;
}

/** The `request` of a review, also what expressions know as `request`. */
export function reviewRequest({ request, as }: Pick<ReviewSubject, "request" | "as">, uid: string): JsonObject {
  const { kind, view, subresource, operation, user, dryRun } = request;
  const { name: username, uid: userUid, groups, extra } = user;
  // A namespace is in itself. Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go
  const namespace = kind.collection === "namespaces" ? request.name : request.namespace;
  return {
    uid,
    kind: kindOf(view ?? as),
    resource: resourceOf(as),
    ...(subresource === "" ? {} : { subResource: subresource }),
    requestKind: kindOf(view ?? kind),
    requestResource: resourceOf(kind),
    ...(subresource === "" ? {} : { requestSubResource: subresource }),
    ...(request.name === "" ? {} : { name: request.name }),
    ...(namespace === "" ? {} : { namespace }),
    operation,
    userInfo: {
      username,
      ...(userUid === undefined ? {} : { uid: userUid }),
      groups: [...groups],
      ...(extra === undefined ? {} : { extra: extra as unknown as JsonObject }),
    },
    dryRun,
    // A connection's options are its object.
    options: operation === "CONNECT" ? null : request.options(),
  };
}

export function reviewOf(subject: ReviewSubject, uid: string, apiVersion: string): JsonObject {
  const object = (subject.object ?? null) as Json;
  const oldObject = (subject.old ?? null) as Json;
  return { kind: "AdmissionReview", apiVersion, request: { ...reviewRequest(subject, uid), object, oldObject } };
}

function kindOf({ group, version, kind }: { group: string; version: string; kind: string }): JsonObject {
  return { group, version, kind };
}

function resourceOf({ group, version, plural }: Kind): JsonObject {
  return { group, version, resource: plural };
}

/** The result's `status`, as far as it is used. */
export interface ReviewStatus {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: JsonObject;
}

export type ReviewAnswer =
  | { readonly type: "malformed"; readonly message: string }
  | {
      readonly type: "read";
      readonly allowed: boolean;
      readonly status: ReviewStatus;
      /** A JSON patch; undefined: nothing is to change. */
      readonly patch: Json | undefined;
      readonly warnings: readonly string[];
      readonly annotations: Readonly<Record<string, string>>;
    };

export const reviewVersion = "admission.k8s.io/v1";

/** What a webhook answered to the review `uid`; only those that may change objects answer patches. */
export function readReview(
  answer: Json,
  { uid, apiVersion, mutating }: { readonly uid: string; readonly apiVersion: string; readonly mutating: boolean },
): ReviewAnswer {
  const malformed = (message: string): ReviewAnswer => ({ type: "malformed", message });
  const review = objectOf(answer);
  const response = review["response"];
  if (!isJsonObject(response)) return malformed("webhook response was absent");
  if (apiVersion === reviewVersion) {
    const problem = mismatch(review, response, uid) ?? patchProblem(response, mutating);
    if (problem !== undefined) return malformed(problem);
  }
  const patch = patchOf(response["patch"]);
  if (patch === "undecodable") return { type: "malformed", message: "received undecodable patch in webhook response" };
  return {
    type: "read",
    allowed: response["allowed"] === true,
    status: objectOf(response["status"] ?? null) as ReviewStatus,
    patch,
    warnings: texts(Array.isArray(response["warnings"]) ? response["warnings"] : []),
    annotations: objectOf(response["auditAnnotations"] ?? null) as Record<string, string>,
  };
}

function mismatch(review: JsonObject, response: JsonObject, uid: string): string | undefined {
  const given = JSON.stringify(response["uid"] ?? "");
  if (response["uid"] !== uid) return `expected response.uid=${JSON.stringify(uid)}, got ${given}`;
  const { kind, apiVersion } = review;
  if (kind === "AdmissionReview" && apiVersion === reviewVersion) return undefined;
  return `expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${String(apiVersion ?? "")}, Kind=${String(kind ?? "")}`;
}

function patchProblem({ patch, patchType }: JsonObject, mutating: boolean): string | undefined {
  const hasPatch = typeof patch === "string" && patch !== "";
  const hasType = patchType !== undefined && patchType !== null;
  if (!mutating) {
    if (hasPatch) return "validating webhook may not return response.patch";
    return hasType ? "validating webhook may not return response.patchType" : undefined;
  }
  if (hasPatch && !hasType) return "webhook returned response.patch but not response.patchType";
  if (!hasPatch && hasType) return "webhook returned response.patchType but not response.patch";
  if (hasType && patchType !== "JSONPatch") return `unsupported patch type ${JSON.stringify(patchType)}`;
  return undefined;
}

function patchOf(text: Json | undefined): Json | undefined | "undecodable" {
  if (typeof text !== "string" || text === "") return undefined;
  const bytes = decodeBase64(text);
  const parsed = bytes === undefined ? undefined : parseJson(new TextDecoder().decode(bytes));
  if (parsed?.type !== "value" || (parsed.value !== null && !Array.isArray(parsed.value))) return "undecodable";
  return parsed.value === null || parsed.value.length === 0 ? undefined : parsed.value;
}

function objectOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}

function texts(values: readonly Json[]): string[] {
  return values.filter((value) => typeof value === "string");
}
