// From a request's body to an object of the expected kind.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go, rest.go; KEP-2885 (field validation)
import { apiVersionOf, type Json, type KubeObject } from "../apimachinery/json.ts";
import { decode } from "../apimachinery/schema/decode.ts";
import { findDuplicateFields } from "../apimachinery/schema/duplicate-fields.ts";
import { badRequest } from "../apimachinery/status-error.ts";
import type { FieldValidation } from "../apimachinery/write-options.ts";
import type { Kind } from "../kinds/kind.ts";

/** A body as it came: parsed, with its text when there is one to look for doubled fields in. */
export interface ParsedBody {
  readonly value: Json;
  readonly text: string | undefined;
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
    const doubled = body.text === undefined ? [] : duplicateFields(body.text);
    report([...doubled, ...decoded.unknownFields.map((field) => `unknown field "${field}"`)], fieldValidation, warn);
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
  return findDuplicateFields(text).map((field) => `duplicate field "${field}"`);
}

function report(problems: readonly string[], fieldValidation: "Strict" | "Warn", warn: (text: string) => void): void {
  if (problems.length === 0) return;
  if (fieldValidation === "Strict") throw badRequest(`strict decoding error: ${problems.join(", ")}`);
  for (const problem of problems) warn(problem);
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
