// The ConversionReview that a conversion webhook is sent, and what of its answer is believed.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go
import type { Json, KubeObject, ObjectMeta } from "../../apimachinery/json.ts";
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
  | { readonly type: "failed"; readonly message: string };

/** Reads the answer to a review of `sent`. */
export function readConversion(
  answer: Json,
  uid: string,
  desiredAPIVersion: string,
  sent: readonly Readonly<KubeObject>[],
): Converted {
  const failed = (message: string): Converted => ({ type: "failed", message });
  const response = isJsonObject(answer) ? answer["response"] : undefined;
  if (!isJsonObject(response)) return failed("no response provided");
  if (response["uid"] !== uid) return failed(`expected response.uid="${uid}", got "${String(response["uid"] ?? "")}"`);
  const { result } = response;
  if (!isJsonObject(result) || result["status"] !== "Success") {
    const message = isJsonObject(result) ? result["message"] : undefined;
    return failed(typeof message === "string" && message !== "" ? message : "response.result.status was not Success");
  }
  const objects = response["convertedObjects"];
  const count = Array.isArray(objects) ? objects.length : 0;
  if (!Array.isArray(objects) || count !== sent.length) {
    return failed(`expected ${sent.length} converted objects, got ${count}`);
  }
  const read: KubeObject[] = [];
  for (const [index, original] of sent.entries()) {
    const one = objects[index] as unknown as KubeObject;
    const problem = problemOf(original, one, desiredAPIVersion);
    if (problem !== undefined) return failed(`invalid converted object at index ${index}: ${problem}`);
    read.push({ ...one, metadata: metadataOf(original, one) });
  }
  return { type: "converted", objects: read };
}

function problemOf(original: Readonly<KubeObject>, object: KubeObject, apiVersion: string): string | undefined {
  if (object?.apiVersion !== apiVersion) return `invalid apiVersion, expected ${apiVersion}, got ${object?.apiVersion}`;
  if (object.kind !== original.kind) return `invalid kind, expected ${original.kind}, got ${object.kind}`;
  for (const field of ["name", "namespace", "uid"] as const) {
    const [before, after] = [original.metadata?.[field], object.metadata?.[field]];
    if (before !== after) return `metadata.${field} must not change: ${before} became ${after}`;
  }
  return undefined;
}

/** A webhook may change labels and annotations, and nothing else that the server keeps. Kubernetes: restoreObjectMeta */
function metadataOf(original: Readonly<KubeObject>, object: KubeObject): ObjectMeta {
  const { labels: _labels, annotations: _annotations, ...kept } = original.metadata ?? {};
  const { labels, annotations } = object.metadata ?? {};
  return {
    ...kept,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}
