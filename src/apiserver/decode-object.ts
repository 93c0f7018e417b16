// From a request's body to an object of the expected kind.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go, rest.go; KEP-2885 (field validation)
import { apiVersionOf, type Json, type KubeObject } from "../apimachinery/json.ts";
import { decode } from "../apimachinery/schema/decode.ts";
import { findDuplicateFields, inTextOrder } from "../apimachinery/schema/duplicate-fields.ts";
import { badRequest } from "../apimachinery/status-error.ts";
import type { FieldValidation } from "../apimachinery/write-options.ts";
import type { Kind } from "../kinds/kind.ts";

/** A body as it came: parsed, with its text when there is one to look for doubled fields in. */
export interface ParsedBody {
  readonly value: Json;
  readonly text: string | undefined;
  /** Of YAML, which has lines to tell of: keys that stand twice, each as a complaint. */
  readonly doubled?: readonly string[];
}

/**
 * Reads `body` as an object of `kind`. Unknown and doubled fields are refused, warned of or dropped, as
 * `fieldValidation` says. Throws BadRequest for a body of another kind or with a value of the wrong type.
 */
export function decodeObject(
  body: ParsedBody,
  kind: Pick<Kind, "group" | "version" | "kind" | "schema">,
  fieldValidation: FieldValidation,
  warn: (text: string) => void,
): KubeObject {
  const given = identified(body.value, kind);
  const decoded = decode(kind.schema, given, { collectUnknown: fieldValidation !== "Ignore" });
  if (decoded.type === "mismatch") {
    throw badRequest(
      `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${decoded.message}`,
    );
  }
  if (fieldValidation !== "Ignore") {
    report(problemsOf(body, decoded.unknownFields, kind.schema.name !== undefined), fieldValidation, warn);
  }
  return withReset(decoded.value as KubeObject, given);
}

/** `managedFields: []` takes all owners away; reading by the schema drops an empty list, so it is put back. */
function withReset(object: KubeObject, given: KubeObject): KubeObject {
  const sent: unknown = given.metadata?.managedFields;
  if (!Array.isArray(sent) || sent.length > 0) return object;
  return { ...object, metadata: { ...object.metadata, managedFields: [] } };
}

/** Fields that a JSON text has twice, each as a complaint. */
export function duplicateFields(text: string): string[] {
  return findDuplicateFields(text).map(duplicateField);
}

/** What upstream's reader of YAML says of keys that stand twice. Kubernetes: sigs.k8s.io/yaml yamlToJSONStrict */
export function yamlProblem(doubled: readonly string[]): string {
  return `error converting YAML to JSON: yaml: unmarshal errors:\n${doubled.map((one) => `  ${one}`).join("\n")}`;
}

interface Problems {
  readonly doubled: readonly string[];
  /** In the order to tell them when they are refused together. */
  readonly all: readonly string[];
}

/** Built-in kinds are read in one go, so their problems come in the text's order; of others' unknown fields a second look tells. */
function problemsOf({ text, doubled }: ParsedBody, unknown: readonly string[], isBuiltIn: boolean): Problems {
  const unknowns = unknown.map(unknownField);
  if (doubled !== undefined) return { doubled, all: [yamlProblem(doubled), ...unknowns] };
  const duplicates = text === undefined ? [] : findDuplicateFields(text);
  if (text === undefined || !isBuiltIn || duplicates.length === 0 || unknown.length === 0) {
    return { doubled: [], all: [...duplicates.map(duplicateField), ...unknowns] };
  }
  const ordered = inTextOrder(text, { doubled: duplicates, unknown });
  const words = (field: string) => (duplicates.includes(field) ? duplicateField(field) : unknownField(field));
  return { doubled: [], all: ordered.map(words) };
}

function duplicateField(field: string): string {
  return `duplicate field "${field}"`;
}

function unknownField(field: string): string {
  return `unknown field "${field}"`;
}

function report({ doubled, all }: Problems, fieldValidation: "Strict" | "Warn", warn: (text: string) => void): void {
  if (all.length === 0) return;
  if (fieldValidation === "Strict") throw badRequest(`strict decoding error: ${all.join(", ")}`);
  // YAML's complaints are told one by one.
  for (const problem of [...doubled, ...all.slice(doubled.length > 0 ? 1 : 0)]) warn(problem);
}

/** The body says what it is; it must be what the path expects. What it leaves out is what is expected. */
function identified(value: Json, kind: Pick<Kind, "group" | "version" | "kind">): KubeObject & Json {
  const expected = apiVersionOf(kind.group, kind.version);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  const apiVersion = textOf(value["apiVersion"], "apiVersion") ?? expected;
  const kindName = textOf(value["kind"], "kind") ?? kind.kind;
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (kindName !== kind.kind) {
    throw badRequest(`the kind in the data (${kindName}) does not match the expected kind (${kind.kind})`);
  }
  return { ...value, apiVersion, kind: kindName };
}

function textOf(value: Json | undefined, field: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  throw badRequest(
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(value)} into Go struct field .${field} of type string`,
  );
}

function jsonKind(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
