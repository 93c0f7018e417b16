// An error as clients read it: a `Status` with upstream's reason and code.
import { internalError, StatusError } from "../apimachinery/status-error.ts";
import { jsonHeaders } from "./json-headers.ts";
import { warningHeader } from "./warning-header.ts";

/** What isn't a `StatusError` is our own fault: the client hears that much and no more. */
export function errorResponse(error: unknown, warnings: readonly string[] = []): Response {
  const told = error instanceof StatusError ? error : internalError("the server met an unexpected condition");
  const headers: Record<string, string> = { ...jsonHeaders };
  if (warnings.length > 0) headers["warning"] = warningHeader(warnings);
  const retryAfterSeconds = told.details?.retryAfterSeconds ?? 0;
  if (retryAfterSeconds > 0) headers["retry-after"] = String(retryAfterSeconds);
  if (told.code === 401) headers["www-authenticate"] = "Bearer";
  return new Response(JSON.stringify(told.status()), { status: told.code, headers });
}
