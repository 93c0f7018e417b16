// Query parameters as upstream converts them: the first of repeated ones counts, and numbers are Go's int64.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/runtime/conversion.go Convert_Slice_string_To_*
import * as z from "zod";
import { parseDuration } from "./duration.ts";
import { badRequest, StatusError } from "./status-error.ts";

const int64Max = 2n ** 63n;

/** A text that Go's ParseInt reads; beyond 2^53 the nearest number. */
export const int64Parameter = z.string().transform((text, context) => {
  const problem = int64Problem(text);
  if (problem === undefined) return Number(text);
  context.addIssue({ code: "custom", message: problem });
  return z.NEVER;
});

/** Only "false" and "0" are false; a parameter without a value is true. */
export const booleanParameter = z.string().transform((text) => text.toLowerCase() !== "false" && text !== "0");

/** Go's complaint about a number, or undefined. */
export function int64Problem(text: string): string | undefined {
  const quoted = JSON.stringify(text.slice(0, 100));
  if (!/^[+-]?[0-9]+$/.test(text)) return `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
  const digits = text.replace(/^[+-]?0*/, "");
  const amount = digits.length > 19 ? int64Max + 1n : BigInt(digits === "" ? "0" : digits);
  const fits = text.startsWith("-") ? amount <= int64Max : amount < int64Max;
  return fits ? undefined : `strconv.ParseInt: parsing ${quoted}: value out of range`;
}

/** What each schema reads out of nothing: most requests say nothing, and reading that took as long as finding a row. */
const defaults = new WeakMap<z.ZodType, unknown>();

/** The parameters that `schema` names, read by it; shared when it finds none. Throws BadRequest with the first problem. */
export function readQuery<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  query: URLSearchParams,
): z.output<z.ZodObject<Shape>> {
  if (query.size === 0 && defaults.has(schema)) return defaults.get(schema) as z.output<z.ZodObject<Shape>>;
  const input: Record<string, string> = {};
  let isEmpty = true;
  for (const [name, value] of query) {
    if (!Object.hasOwn(schema.shape, name) || Object.hasOwn(input, name)) continue;
    input[name] = value;
    isEmpty = false;
  }
  if (isEmpty && defaults.has(schema)) return defaults.get(schema) as z.output<z.ZodObject<Shape>>;
  const read = schema.safeParse(input);
  if (read.success && isEmpty) defaults.set(schema, Object.freeze(read.data));
  if (read.success) return read.data;
  throw badRequest(read.error.issues[0]?.message ?? "invalid query");
}

/**
 * Whether the answer is to be indented: asked for, or read by a person's browser or command line tool.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go isPrettyPrint
 */
export function isPretty(query: URLSearchParams, userAgent: string): boolean {
  const asked = query.get("pretty");
  if (asked !== null && asked !== "") return ["1", "t", "T", "true", "TRUE", "True"].includes(asked);
  return ["curl", "Wget", "Mozilla/5.0"].some((agent) => userAgent.startsWith(agent));
}

/**
 * The time that the client gives the request, in ms; undefined when it says nothing. Throws BadRequest.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/filters/request_deadline.go
 */
export function requestTimeoutMs(query: URLSearchParams): number | undefined {
  const text = query.get("timeout");
  if (text === null || text === "") return undefined;
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return durationMs > 0 ? durationMs : undefined;
  const reason = `time: invalid duration ${JSON.stringify(text.slice(0, 100))}`;
  throw new StatusError(400, "BadRequest", `invalid timeout specified in the request URL - ${reason}`);
}
