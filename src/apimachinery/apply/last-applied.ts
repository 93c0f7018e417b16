// Client-side apply left its configuration in an annotation: `kubectl apply --server-side` takes over from it.
// Kubernetes: managedfields/internal/{lastapplied,lastappliedmanager,lastappliedupdater}.go
import { byteLength } from "../byte-length.ts";
import { cloneJson } from "../clone-json.ts";
import type { JsonObject } from "../json.ts";
import { parseJson } from "../json-text.ts";
import { annotationsBytesMax } from "../limits.ts";
import type { Schema } from "../schema/schema.ts";
import { fieldOf, isJsonObject, setField } from "../set-field.ts";
import { problemsOfApplied } from "./check-applied.ts";
import { compareObjects } from "./compare.ts";
import { emptySet, type FieldSet, subtractSet } from "./field-set.ts";
import { fieldSetOf } from "./field-set-of.ts";

export const lastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

/** The one manager that inherits from client-side apply. Another name opts out. */
export const kubectlManager = "kubectl";

/**
 * The fields that client-side apply set and that still are as it set them: kubectl may take them from whoever has them.
 * `live` and the annotation must be of one version; else, or without annotation, there are none.
 */
export function inheritedFields(live: JsonObject, apiVersion: string, schema: Schema): FieldSet {
  const text = fieldOf(annotationsOf(live) ?? {}, lastAppliedAnnotation);
  if (typeof text !== "string" || text === "") return emptySet;
  const parsed = parseJson(text);
  if (parsed.type === "malformed" || !isJsonObject(parsed.value)) return emptySet;
  const applied = parsed.value;
  if (applied["apiVersion"] !== apiVersion || problemsOfApplied(applied, schema).length > 0) return emptySet;
  const { modified, added, removed } = compareObjects(applied, live, schema);
  return subtractSet(subtractSet(subtractSet(fieldSetOf(applied, schema), modified), added), removed);
}

function annotationsOf(object: JsonObject): JsonObject | undefined {
  const metadata = fieldOf(object, "metadata");
  const annotations = isJsonObject(metadata) ? fieldOf(metadata, "annotations") : undefined;
  return isJsonObject(annotations) ? annotations : undefined;
}

/**
 * Keeps the annotation, where there is one, in step with what kubectl applies now, so that going back to client-side
 * apply loses nothing. Changes `object`, and answers whether it did.
 */
export function syncLastApplied(object: JsonObject, applied: JsonObject): boolean {
  const annotations = annotationsOf(object);
  const old = annotations === undefined ? undefined : fieldOf(annotations, lastAppliedAnnotation);
  if (annotations === undefined || old === undefined) return false;
  delete annotations[lastAppliedAnnotation];
  const text = `${JSON.stringify(withoutLastApplied(applied))}\n`;
  let bytes = byteLength(lastAppliedAnnotation) + byteLength(text);
  for (const [key, value] of Object.entries(annotations)) bytes += byteLength(key) + byteLength(String(value));
  // Too big to keep: then there is none.
  if (bytes <= annotationsBytesMax) setField(annotations, lastAppliedAnnotation, text);
  return annotations[lastAppliedAnnotation] !== old;
}

function withoutLastApplied(applied: JsonObject): JsonObject {
  const copy = cloneJson(applied);
  const annotations = annotationsOf(copy);
  if (annotations !== undefined) delete annotations[lastAppliedAnnotation];
  return copy;
}
