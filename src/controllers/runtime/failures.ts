// What a failed call means to a controller. By reason and cause, never by text.
import { StatusError } from "../../apimachinery/status-error.ts";

/** Its namespace is being deleted: nothing can be made there, and nothing needs to be. */
export function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof StatusError)) return false;
  return error.details?.causes?.some(({ reason }) => reason === "NamespaceTerminating") ?? false;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof StatusError && error.reason === "NotFound";
}

export function isAlreadyThere(error: unknown): boolean {
  return error instanceof StatusError && error.reason === "AlreadyExists";
}

export function isConflict(error: unknown): boolean {
  return error instanceof StatusError && error.reason === "Conflict";
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
