// Applies a patch's body to an object, by the kind of patch that its Content-Type names.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go
import { checkBodySize, unknownBodyType } from "../apimachinery/body.ts";
import type { Json, JsonObject, KubeObject } from "../apimachinery/json.ts";
import { parseJson } from "../apimachinery/json-text.ts";
import { parseMediaType } from "../apimachinery/media-type.ts";
import { applyJsonPatch, jsonPatchUnknownFields } from "../apimachinery/patch/json-patch.ts";
import { applyMergePatch } from "../apimachinery/patch/merge-patch.ts";
import { applyStrategicMergePatch } from "../apimachinery/patch/strategic-merge-patch.ts";
import { badRequest } from "../apimachinery/status-error.ts";
import type { FieldValidation } from "../apimachinery/write-options.ts";
import type { Kind } from "../kinds/kind.ts";
import { decodeObject, duplicateFields } from "./decode-object.ts";
import type { ApiRequest } from "./request.ts";

export type PatchType = "json" | "merge" | "strategic" | "apply";

const patchTypes: Readonly<Record<string, PatchType>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/apply-patch+yaml": "apply",
  "application/strategic-merge-patch+json": "strategic",
};

/** Throws UnsupportedMediaType, naming those that the kind takes. */
export function patchType(contentType: string, kind: Pick<Kind, "schema">): PatchType {
  const name = parseMediaType(contentType)?.name ?? "";
  const type = Object.hasOwn(patchTypes, name) ? patchTypes[name] : undefined;
  // A strategic merge goes by the schema's merge keys, which custom resources do not have.
  const takesStrategic = kind.schema.name !== undefined;
  if (type !== undefined && (type !== "strategic" || takesStrategic)) return type;
  const accepted = Object.keys(patchTypes).filter((one) => patchTypes[one] !== "strategic" || takesStrategic);
  throw unknownBodyType(accepted);
}

/** A patch as it came; applied anew whenever the object turns out to have changed meanwhile. */
export interface Patch {
  readonly type: Exclude<PatchType, "apply">;
  readonly value: Json;
  readonly fieldValidation: FieldValidation;
  readonly warn: (text: string) => void;
}

/** Reads the body once. Throws BadRequest or RequestEntityTooLarge. */
export function readPatch(request: ApiRequest, type: Patch["type"], fieldValidation: FieldValidation): Patch {
  const { body } = request;
  checkBodySize(body.length);
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const parsed = parseJson(text);
  if (parsed.type !== "value") throw badRequest(`error decoding patch: ${parsed.message}`);
  const warn = (warning: string) => request.warnings.push(warning);
  if (fieldValidation !== "Ignore") {
    const problems = duplicateFields(text);
    if (type === "json") problems.push(...jsonPatchUnknownFields(parsed.value));
    if (problems.length > 0 && fieldValidation === "Strict") {
      throw badRequest(`strict decoding error: ${problems.join(", ")}`);
    }
    problems.forEach(warn);
  }
  return { type, value: parsed.value, fieldValidation, warn };
}

/** The object as the patch leaves it, read anew by its schema. `current` is not changed. Throws StatusError. */
export function applyPatch(
  patch: Patch,
  kind: Pick<Kind, "group" | "version" | "kind" | "schema">,
  current: Readonly<KubeObject>,
): KubeObject {
  const document = current as JsonObject;
  const patched = applied(patch, kind, document);
  return decodeObject({ value: patched, text: undefined }, kind, patch.fieldValidation, patch.warn);
}

function applied({ type, value }: Patch, kind: Pick<Kind, "schema">, document: JsonObject): Json {
  switch (type) {
    case "json":
      return applyJsonPatch(document, value);
    case "merge":
      return applyMergePatch(document, value);
    case "strategic":
      return applyStrategicMergePatch(document, value, kind.schema);
  }
}
