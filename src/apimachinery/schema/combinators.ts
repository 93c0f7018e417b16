// allOf, anyOf, oneOf and not: what they make of their alternatives' outcomes.
// Kubernetes: k8s.io/kube-openapi/pkg/validation/validate/schema_props.go
import { type FieldError, invalidValue } from "../field-error.ts";
import type { Json } from "../json.ts";
import type { Schema } from "./schema.ts";
import { type Outcome, type Place, validateNode } from "./validate.ts";

export function combinatorErrors(schema: Schema, value: Json, at: Place): Outcome {
  const { rules } = schema;
  const errors: FieldError[] = [];
  let matches = 1;
  if (rules === undefined) return { errors, matches };
  const place = { ...at, depth: at.depth + 1 };
  const outcomes = [
    rules.anyOf === undefined ? undefined : anyOf(rules.anyOf, value, place),
    rules.oneOf === undefined ? undefined : oneOf(rules.oneOf, value, place),
    rules.allOf === undefined ? undefined : allOf(rules.allOf, value, place),
  ];
  for (const outcome of outcomes) {
    if (outcome === undefined) continue;
    errors.push(...outcome.errors);
    matches += outcome.matches;
  }
  if (rules.not !== undefined && validateNode(rules.not, value, place).errors.length === 0) {
    errors.push(composite(`${JSON.stringify(at.path)} must not validate the schema (not)`));
  }
  return { errors, matches };
}

/** Upstream has no field for these: the path stands in the text. */
function composite(detail: string): FieldError {
  return invalidValue("<nil>", "", detail);
}

function anyOf(alternatives: readonly Schema[], value: Json, at: Place): Outcome {
  let best: Outcome | undefined;
  for (const alternative of alternatives) {
    const outcome = validateNode(alternative, value, at);
    if (outcome.errors.length === 0) return outcome;
    if (best === undefined || outcome.matches > best.matches) best = outcome;
  }
  const error = composite(`${JSON.stringify(at.path)} must validate at least one schema (anyOf)`);
  return { errors: [error, ...(best?.errors ?? [])], matches: best?.matches ?? 0 };
}

function oneOf(alternatives: readonly Schema[], value: Json, at: Place): Outcome {
  let best: Outcome | undefined;
  let first: Outcome | undefined;
  let valid = 0;
  for (const alternative of alternatives) {
    const outcome = validateNode(alternative, value, at);
    if (outcome.errors.length === 0) {
      valid++;
      first ??= outcome;
    } else if (best === undefined || outcome.matches > best.matches) best = outcome;
  }
  if (valid === 1 && first !== undefined) return first;
  const found = valid === 0 ? "Found none valid" : `Found ${valid} valid alternatives`;
  const error = composite(`${JSON.stringify(at.path)} must validate one and only one schema (oneOf). ${found}`);
  if (valid > 0 || best === undefined) return { errors: [error], matches: 0 };
  return { errors: [error, ...best.errors], matches: best.matches };
}

function allOf(parts: readonly Schema[], value: Json, at: Place): Outcome {
  const outcomes = parts.map((part) => validateNode(part, value, at));
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  const valid = outcomes.filter((outcome) => outcome.errors.length === 0).length;
  if (valid !== parts.length) {
    const none = valid === 0 ? ". None validated" : "";
    errors.push(composite(`${JSON.stringify(at.path)} must validate all the schemas (allOf)${none}`));
  }
  return { errors, matches: outcomes.reduce((sum, outcome) => sum + outcome.matches, 0) };
}
