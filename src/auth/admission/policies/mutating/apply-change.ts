// What a mutation's expression has answered becomes of the object: a configuration applied to it, or a JSON patch.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch/{smd,json_patch}.go
import { problemsOfApplied, problemsText } from "../../../../apimachinery/apply/check-applied.ts";
import { mergeObjects } from "../../../../apimachinery/apply/merge.ts";
import { PathElementError } from "../../../../apimachinery/apply/path-element.ts";
import { EvaluationError } from "../../../../apimachinery/cel/evaluation-error.ts";
import { jsonOf } from "../../../../apimachinery/cel/json-of.ts";
import type { CelValue } from "../../../../apimachinery/cel/value.ts";
import type { Json, JsonObject } from "../../../../apimachinery/json.ts";
import { applyJsonPatch, InapplicablePatch, PatchTestFailed } from "../../../../apimachinery/patch/json-patch.ts";
import type { Schema } from "../../../../apimachinery/schema/schema.ts";
import { isJsonObject } from "../../../../apimachinery/set-field.ts";
import { StatusError } from "../../../../apimachinery/status-error.ts";
import { atomicsOf } from "./atomics-of.ts";

export type Changed =
  /** It shares nothing with what it was made of. */
  | { readonly type: "changed"; readonly object: JsonObject }
  /** A patch's test does not hold. */
  | { readonly type: "unchanged" }
  | { readonly type: "failed"; readonly message: string };

/** Merges what an `Object{...}` has set into `object`, as an apply would but for ownership. */
export function applyConfigurationTo(object: JsonObject, answer: CelValue, schema: Schema): Changed {
  const failed = (problem: string): Changed => ({ type: "failed", message: `error applying patch: ${problem}` });
  const value = json(answer);
  if (value.type === "failed") return value;
  const { apiVersion = "", kind = "" } = object;
  const applied: JsonObject = { ...(value.json as JsonObject), apiVersion, kind };
  const problems = problemsOfApplied(applied, schema);
  if (problems.length > 0) return failed(`failed to convert patch object to typed object: ${problemsText(problems)}`);
  const atomics = atomicsOf(applied, schema);
  if (atomics.length > 0) {
    const list = atomics.join(", ");
    return failed(`invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${list}`);
  }
  try {
    return { type: "changed", object: mergeObjects(object, applied, schema) };
  } catch (error) {
    if (error instanceof PathElementError) return failed(`failed to merge patch: ${error.message}`);
    throw error;
  }
}

export function patchObject(object: JsonObject, answer: CelValue): Changed {
  const patch = json(answer);
  if (patch.type === "failed") return patch;
  try {
    const patched = applyJsonPatch(object, operations(patch.json));
    return isJsonObject(patched)
      ? { type: "changed", object: patched }
      : { type: "failed", message: "JSONPath: the object has been replaced by something else" };
  } catch (error) {
    if (error instanceof PatchTestFailed) return { type: "unchanged" };
    if (!(error instanceof StatusError)) throw error;
    const why = error instanceof InapplicablePatch ? error.why : error.message;
    return { type: "failed", message: `JSONPath: ${why}` };
  }
}

/** Fields that were not set are empty ones. */
function operations(patch: Json): Json {
  if (!Array.isArray(patch)) return patch;
  return patch.map((one) => {
    if (!isJsonObject(one)) return one;
    const { from = "", ...rest } = one;
    return { op: "", path: "", ...rest, ...(from === "" ? {} : { from }) };
  });
}

function json(
  answer: CelValue,
): { readonly type: "json"; readonly json: Json } | Extract<Changed, { readonly type: "failed" }> {
  try {
    return { type: "json", json: jsonOf(answer) };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const message = `JSONPath valueExpression evaluated to a type that could not marshal to JSON: ${error.message}`;
    return { type: "failed", message };
  }
}
