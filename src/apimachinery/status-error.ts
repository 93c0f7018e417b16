// The one error of the API edge: what went wrong, with Kubernetes' reason and HTTP code.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go
import type { FieldError } from "./field-error.ts";
import { fieldErrorText } from "./field-error.ts";
import { type GroupResource, qualifiedResource } from "./json.ts";

export type StatusReason =
  | ""
  | "Unauthorized"
  | "Forbidden"
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Gone"
  | "Expired"
  | "Invalid"
  | "ServerTimeout"
  | "StoreReadError"
  | "Timeout"
  | "TooManyRequests"
  | "BadRequest"
  | "MethodNotAllowed"
  | "NotAcceptable"
  | "RequestEntityTooLarge"
  | "UnsupportedMediaType"
  | "InternalError"
  | "ServiceUnavailable";

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface Status {
  kind: "Status";
  apiVersion: "v1";
  metadata: Record<string, string>;
  status: "Success" | "Failure";
  message?: string;
  reason?: StatusReason;
  details?: StatusDetails;
  code?: number;
}

/** Thrown for whatever the client must hear. Callers test `reason`, never the text. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: StatusReason;
  readonly details: StatusDetails | undefined;
  /** Of a list that was refused: where it may be taken up again. */
  readonly metadata: Readonly<Record<string, string>>;

  constructor(
    code: number,
    reason: StatusReason,
    message: string,
    details?: StatusDetails,
    metadata: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.metadata = metadata;
  }

  /** The response body. */
  status(): Status {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: { ...this.metadata },
      status: "Failure",
      message: this.message,
      ...(this.reason === "" ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

function resourceDetails(resource: GroupResource, name: string): StatusDetails {
  return {
    ...(name === "" ? {} : { name }),
    ...(resource.group === "" ? {} : { group: resource.group }),
    kind: resource.resource,
  };
}

export function notFound(resource: GroupResource, name: string): StatusError {
  const message = `${qualifiedResource(resource)} ${JSON.stringify(name)} not found`;
  return new StatusError(404, "NotFound", message, resourceDetails(resource, name));
}

/** The path itself names nothing: an unknown group, version, resource or URL. */
export function pathNotFound(): StatusError {
  return new StatusError(404, "NotFound", "the server could not find the requested resource", {});
}

export function alreadyExists(resource: GroupResource, name: string): StatusError {
  const message = `${qualifiedResource(resource)} ${JSON.stringify(name)} already exists`;
  return new StatusError(409, "AlreadyExists", message, resourceDetails(resource, name));
}

export function conflict(resource: GroupResource, name: string, detail: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(resource)} ${JSON.stringify(name)}: ${detail}`;
  return new StatusError(409, "Conflict", message, resourceDetails(resource, name));
}

/** The precondition that every client retries on. */
export function staleResourceVersion(resource: GroupResource, name: string): StatusError {
  return conflict(
    resource,
    name,
    "the object has been modified; please apply your changes to the latest version and try again",
  );
}

/** A body can be wrong in a hundred thousand places; nobody reads more than this of them. */
const fieldErrorsToldMax = 500;

export function invalid(
  kind: { group: string; kind: string },
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const told = errors.slice(0, fieldErrorsToldMax);
  const texts = [...new Set(told.map(fieldErrorText))];
  if (told.length < errors.length) texts.push(`and ${errors.length - told.length} more`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  const qualified = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  return new StatusError(422, "Invalid", `${qualified} ${JSON.stringify(name)} is invalid: ${list}`, {
    ...(name === "" ? {} : { name }),
    ...(kind.group === "" ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: told.map((error) => ({ reason: error.type, message: error.body, field: error.field })),
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, "BadRequest", message);
}

export function unauthorized(message = "Unauthorized"): StatusError {
  return new StatusError(401, "Unauthorized", message);
}

export function forbidden(resource: GroupResource, name: string, detail: string): StatusError {
  const subject = name === "" ? qualifiedResource(resource) : `${qualifiedResource(resource)} ${JSON.stringify(name)}`;
  return new StatusError(403, "Forbidden", `${subject} is forbidden: ${detail}`, resourceDetails(resource, name));
}

export function methodNotAllowed(message: string): StatusError {
  return new StatusError(405, "MethodNotAllowed", message, {});
}

export function notAcceptable(message: string): StatusError {
  return new StatusError(406, "NotAcceptable", message);
}

export function unsupportedMediaType(message: string): StatusError {
  return new StatusError(415, "UnsupportedMediaType", message);
}

export function tooLarge(message: string): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", message);
}

/** A revision that the change log no longer covers: clients list again. */
export function expired(message: string, metadata: Readonly<Record<string, string>> = {}): StatusError {
  return new StatusError(410, "Expired", message, undefined, metadata);
}

export function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return new StatusError(429, "TooManyRequests", message, { retryAfterSeconds });
}

export function serverTimeout(message: string, retryAfterSeconds: number): StatusError {
  return new StatusError(500, "ServerTimeout", message, { retryAfterSeconds });
}

/** The request's own time is over, or waits for something that has not happened yet. */
export function timeout(message: string, retryAfterSeconds = 0): StatusError {
  return new StatusError(504, "Timeout", message, { retryAfterSeconds });
}

export function serviceUnavailable(message: string): StatusError {
  return new StatusError(503, "ServiceUnavailable", message);
}

/** `message` goes to the client: it names what failed, never internals. */
export function internalError(message: string): StatusError {
  return new StatusError(500, "InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });
}
