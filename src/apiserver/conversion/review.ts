// The ConversionReview that a conversion webhook is sent, and what of its answer is believed.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go
import { equalJson } from "../../apimachinery/clone-json.ts";
import { fieldErrorText } from "../../apimachinery/field-error.ts";
import type { Json, KubeObject, ObjectMeta } from "../../apimachinery/json.ts";
import { validateAnnotations, validateLabels } from "../../apimachinery/object-meta.ts";
import { isJsonObject } from "../../apimachinery/set-field.ts";

/** Versions of ConversionReview that are spoken, the best first. */
const spoken = ["v1", "v1beta1"];

export function reviewVersion(accepted: readonly string[]): string | undefined {
  return accepted.find((one) => spoken.includes(one));
}

export function conversionReview(
  version: string,
  uid: string,
  desiredAPIVersion: string,
  objects: readonly Readonly<KubeObject>[],
): Json {
  const request = { uid, desiredAPIVersion, objects: objects as unknown as Json[] };
  return { kind: "ConversionReview", apiVersion: `apiextensions.k8s.io/${version}`, request };
}

export type Converted =
  | { readonly type: "converted"; readonly objects: readonly KubeObject[] }
  /** `message` goes on after "conversion webhook for KIND". */
  | { readonly type: "failed"; readonly message: string };

export interface SentReview {
  readonly version: string;
  readonly uid: string;
  readonly desiredAPIVersion: string;
  readonly objects: readonly Readonly<KubeObject>[];
}

/** Reads the answer to a review. */
export function readConversion(
  answer: Json,
  { version, uid, desiredAPIVersion, objects: sent }: SentReview,
): Converted {
  const failed = (message: string): Converted => ({ type: "failed", message });
  const response = responseOf(answer, version, uid);
  if (response.type === "failed") return failed(`failed: ${response.message}`);
  const { objects } = response;
  if (objects.length !== sent.length) return failed(`returned ${objects.length} objects, expected ${sent.length}`);
  const read: KubeObject[] = [];
  for (const [index, original] of sent.entries()) {
    const one = objects[index];
    const isOnly = sent.length === 1;
    const problem = shapeProblem(original, one, desiredAPIVersion);
    if (problem !== undefined) {
      return failed(`returned invalid ${isOnly ? "" : "converted "}object at index ${index}: ${problem}`);
    }
    const made = one as unknown as KubeObject;
    const change = identityChange(original, made);
    if (change !== undefined) {
      return failed(`returned invalid ${isOnly ? "object" : `converted object at index ${index}`}: ${change}`);
    }
    const metadata = metadataOf(original, made);
    if (typeof metadata === "string") {
      return failed(`returned invalid metadata${isOnly ? "" : ` in object at index ${index}`}: ${metadata}`);
    }
    read.push({ ...made, metadata });
  }
  return { type: "converted", objects: read };
}

type Response =
  | { readonly type: "answered"; readonly objects: readonly Json[] }
  | { readonly type: "failed"; readonly message: string };

/** Kubernetes: webhook_converter.go getConvertedObjectsFromResponse; v1beta1 is not held to its kind and uid. */
function responseOf(answer: Json, version: string, uid: string): Response {
  const failed = (message: string): Response => ({ type: "failed", message });
  const review = isJsonObject(answer) ? answer : {};
  if (version === "v1") {
    const [apiVersion, kind] = [String(review["apiVersion"] ?? ""), String(review["kind"] ?? "")];
    if (apiVersion !== "apiextensions.k8s.io/v1" || kind !== "ConversionReview") {
      const expected = "apiextensions.k8s.io/v1, Kind=ConversionReview";
      return failed(`expected webhook response of ${expected}, got ${apiVersion}, Kind=${kind}`);
    }
  }
  const { response } = review;
  if (!isJsonObject(response)) return failed("no response provided");
  const answered = String(response["uid"] ?? "");
  if (version === "v1" && answered !== uid) {
    return failed(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(answered)}`);
  }
  const result = isJsonObject(response["result"]) ? response["result"] : {};
  const { status = "", message = "" } = result;
  if (status !== "Success") {
    return failed(String(message) || `response.result.status was '${String(status)}', not 'Success'`);
  }
  const objects = response["convertedObjects"];
  return { type: "answered", objects: Array.isArray(objects) ? objects : [] };
}

function shapeProblem(original: Readonly<KubeObject>, object: Json | undefined, wanted: string): string | undefined {
  const { apiVersion = "", kind = "" } = isJsonObject(object ?? null) ? (object as unknown as KubeObject) : {};
  if (apiVersion !== wanted) return `invalid groupVersion (expected ${wanted}, received ${apiVersion})`;
  return kind === original.kind ? undefined : `invalid kind (expected ${original.kind}, received ${kind})`;
}

const identity = [
  ["name", "name"],
  ["namespace", "namespace"],
  ["uid", "UID"],
] as const;

/** Kubernetes: validateConvertedObject */
function identityChange(original: Readonly<KubeObject>, object: KubeObject): string | undefined {
  for (const [field, name] of identity) {
    const before = original.metadata?.[field] ?? "";
    const after = isJsonObject((object.metadata ?? null) as Json) ? (object.metadata?.[field] ?? "") : "";
    if (before !== after) return `must have the same ${name}: ${before} != ${after}`;
  }
  return undefined;
}

/**
 * A webhook may change labels and annotations, and nothing else that the server keeps. A text says what is wrong.
 * Kubernetes: restoreObjectMeta
 */
function metadataOf(original: Readonly<KubeObject>, { metadata }: KubeObject): ObjectMeta | string {
  if (metadata === undefined) return "missing metadata in converted object";
  const { labels: _labels, annotations: _annotations, ...kept } = original.metadata ?? {};
  const made: ObjectMeta = kept;
  for (const field of ["labels", "annotations"] as const) {
    const texts: unknown = metadata[field];
    if (texts === undefined || texts === null) continue;
    if (!isJsonObject(texts as Json)) return `invalid metadata.${field} in converted object`;
    const odd = Object.entries(texts).find(([, value]) => typeof value !== "string");
    if (odd !== undefined) return `metadata.${field}[${odd[0]}] must be a string in converted object`;
    const map = texts as Record<string, string>;
    const check = field === "labels" ? validateLabels : validateAnnotations;
    const isChanged = !equalJson(map, (original.metadata?.[field] ?? {}) as Json);
    const errors = isChanged ? check(map, `metadata.${field === "labels" ? "labels" : "annotation"}`) : [];
    if (errors.length > 0) return errors.map(fieldErrorText).join(", ");
    made[field] = map;
  }
  return made;
}
