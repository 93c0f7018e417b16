// JSON merge patch: what is null goes, what is an object is merged, all else replaces. RFC 7386.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyJSPatch
import { cloneJson } from "../clone-json.ts";
import { goJsonType } from "../go-text.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject, setField } from "../set-field.ts";
import { badRequest } from "../status-error.ts";

/** The patched object, which shares nothing with its sources. Throws BadRequest when the patch is no object. */
export function applyMergePatch(document: JsonObject, patch: Json): JsonObject {
  if (!isJsonObject(patch)) {
    const type = goJsonType(patch);
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
    );
  }
  return merge(document, patch);
}

function merge(target: Json | undefined, patch: JsonObject): JsonObject {
  const merged: JsonObject = {};
  const base = isJsonObject(target) ? target : {};
  for (const key of Object.keys(base)) {
    if (!Object.hasOwn(patch, key)) setField(merged, key, cloneJson(base[key] as Json));
    else mergeField(merged, key, base[key], patch[key] as Json);
  }
  for (const key of Object.keys(patch)) {
    if (fieldOf(base, key) === undefined) mergeField(merged, key, undefined, patch[key] as Json);
  }
  return merged;
}

function mergeField(merged: JsonObject, key: string, old: Json | undefined, value: Json): void {
  if (value === null) return;
  setField(merged, key, isJsonObject(value) ? merge(old, value) : cloneJson(value));
}
