// What a create, update, patch or delete asks for beside its object.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/{types,conversion}.go, validation/validation.go
import * as z from "zod";
import { type FieldError, forbiddenField, invalidValue, required } from "./field-error.ts";
import { validateManager } from "./field-manager.ts";
import type { Json } from "./json.ts";
import { booleanParameter, int64Parameter, readQuery } from "./query.ts";
import { badRequest, invalid } from "./status-error.ts";

export type FieldValidation = "Ignore" | "Warn" | "Strict";

export interface WriteOptions {
  readonly dryRun: boolean;
  /** "" when the request names none: then the client's name stands in (`managerOf`). */
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
}

export interface PatchOptions extends WriteOptions {
  /** Server-side apply only: take fields over from other managers. */
  readonly force: boolean;
}

export type PropagationPolicy = "Orphan" | "Background" | "Foreground";

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: PropagationPolicy;
  /** The policy's older form. */
  readonly orphanDependents?: boolean;
  readonly preconditions: { readonly uid?: string; readonly resourceVersion?: string };
}

const writeQuery = z.object({
  fieldManager: z.string().default(""),
  fieldValidation: z.string().default(""),
  force: booleanParameter.optional(),
});

/** Reads the options of a create. Throws Invalid, as the others here. */
export function readCreateOptions(query: URLSearchParams): WriteOptions {
  return readWriteOptions(query, "CreateOptions", []).options;
}

export function readUpdateOptions(query: URLSearchParams): WriteOptions {
  return readWriteOptions(query, "UpdateOptions", []).options;
}

/** `apply`: the patch is a server-side apply, which needs a manager and may force. */
export function readPatchOptions(query: URLSearchParams, { apply }: { readonly apply: boolean }): PatchOptions {
  const errors: FieldError[] = [];
  if (!apply && query.has("force")) {
    errors.push(forbiddenField("force", "may not be specified for non-apply patch"));
  }
  if (apply && !query.get("fieldManager")) {
    errors.push(required("fieldManager", "is required for apply patch"));
  }
  const { options, force } = readWriteOptions(query, "PatchOptions", errors);
  return { ...options, force };
}

function readWriteOptions(
  query: URLSearchParams,
  kind: string,
  errors: FieldError[],
): { options: WriteOptions; force: boolean } {
  const { fieldManager, fieldValidation, force } = readQuery(writeQuery, query);
  const dryRun = query.getAll("dryRun");
  errors.push(...validateManager(fieldManager, "fieldManager"));
  errors.push(...validateDryRun(dryRun));
  if (fieldValidation !== "" && !isFieldValidation(fieldValidation)) {
    const supported = '"", "Ignore", "Strict", "Warn"';
    errors.push(notSupported("fieldValidation", JSON.stringify(fieldValidation), supported));
  }
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", kind }, "", errors);
  // Kubernetes: endpoints/handlers/rest.go fieldValidation: who says nothing is warned.
  const directive = isFieldValidation(fieldValidation) ? fieldValidation : "Warn";
  return {
    options: { dryRun: dryRun.length > 0, fieldManager, fieldValidation: directive },
    force: force === true,
  };
}

function isFieldValidation(text: string): text is FieldValidation {
  return text === "Ignore" || text === "Warn" || text === "Strict";
}

/** Upstream prints the whole list, as Go does. */
function validateDryRun(dryRun: readonly string[]): FieldError[] {
  if (dryRun.every((one) => one === "All")) return [];
  const list = `[]string{${dryRun.map((one) => JSON.stringify(one)).join(", ")}}`;
  return [notSupported("dryRun", list, '"All"')];
}

function notSupported(field: string, value: string, supported: string): FieldError {
  const body = `Unsupported value: ${value}: supported values: ${supported}`;
  return { type: "FieldValueNotSupported", field, body };
}

const deleteQuery = z.object({
  gracePeriodSeconds: int64Parameter.optional(),
  orphanDependents: booleanParameter.optional(),
  propagationPolicy: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
});

/** What is wrong with a body's field, as Go's decoder says it. */
function wants<Schema extends z.ZodType>(field: string, schema: Schema, goType: string) {
  return schema.nullish().catch((context) => {
    const input = context.value as Json;
    throw badRequest(
      `json: cannot unmarshal ${jsonTypeOf(input)} into Go struct field DeleteOptions.${field} of type ${goType}`,
    );
  });
}

function jsonTypeOf(value: Json): string {
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

const deleteBody = z.object({
  apiVersion: wants("apiVersion", z.string(), "string"),
  kind: wants("kind", z.string(), "string"),
  gracePeriodSeconds: wants("gracePeriodSeconds", z.number().int(), "int64"),
  orphanDependents: wants("orphanDependents", z.boolean(), "bool"),
  propagationPolicy: wants("propagationPolicy", z.string(), "v1.DeletionPropagation"),
  dryRun: wants("dryRun", z.array(z.string()), "[]string"),
  preconditions: wants(
    "preconditions",
    z.object({ uid: z.string().nullish(), resourceVersion: z.string().nullish() }),
    "v1.Preconditions",
  ),
});

/** Reads the options of a delete: out of the body when there is one, else out of the query. Throws BadRequest or Invalid. */
export function readDeleteOptions(query: URLSearchParams, body?: Json): DeleteOptions {
  if (body === undefined) {
    const { uid, resourceVersion, ...rest } = readQuery(deleteQuery, query);
    return checkedDeleteOptions({ ...rest, dryRun: query.getAll("dryRun"), preconditions: { uid, resourceVersion } });
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw badRequest(`json: cannot unmarshal ${jsonTypeOf(body)} into Go value of type v1.DeleteOptions`);
  }
  const read = deleteBody.parse(body);
  if (read.kind && read.kind !== "DeleteOptions") {
    throw badRequest("decoded object cannot be converted to DeleteOptions");
  }
  return checkedDeleteOptions({ ...read, dryRun: read.dryRun ?? [] });
}

interface RawDeleteOptions {
  readonly gracePeriodSeconds?: number | null | undefined;
  readonly orphanDependents?: boolean | null | undefined;
  readonly propagationPolicy?: string | null | undefined;
  readonly dryRun: readonly string[];
  readonly preconditions?:
    | { readonly uid?: string | null | undefined; readonly resourceVersion?: string | null | undefined }
    | null
    | undefined;
}

function checkedDeleteOptions(raw: RawDeleteOptions): DeleteOptions {
  const orphan = raw.orphanDependents ?? undefined;
  const policy = raw.propagationPolicy ?? undefined;
  const errors: FieldError[] = [];
  if (orphan !== undefined && policy !== undefined) {
    const detail = "orphanDependents and deletionPropagation cannot be both set";
    errors.push(invalidValue("propagationPolicy", policy, detail));
  }
  if (policy !== undefined && !isPropagationPolicy(policy)) {
    const supported = '"Foreground", "Background", "Orphan", "nil"';
    errors.push(notSupported("propagationPolicy", JSON.stringify(policy), supported));
  }
  errors.push(...validateDryRun(raw.dryRun));
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", errors);
  const grace = raw.gracePeriodSeconds ?? undefined;
  const uid = raw.preconditions?.uid;
  const resourceVersion = raw.preconditions?.resourceVersion;
  return {
    dryRun: raw.dryRun.length > 0,
    // Kubernetes: registry/rest/delete.go BeforeDelete: a negative grace is one second.
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace < 0 ? 1 : grace }),
    ...(isPropagationPolicy(policy) ? { propagationPolicy: policy } : {}),
    ...(orphan === undefined ? {} : { orphanDependents: orphan }),
    preconditions: { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) },
  };
}

function isPropagationPolicy(text: string | undefined): text is PropagationPolicy {
  return text === "Orphan" || text === "Background" || text === "Foreground";
}
