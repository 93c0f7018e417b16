// Request bodies: how big, of which type, and what value they hold. Problems are told as upstream tells them.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/{create,rest}.go, runtime/serializer/json
import { type ParsedText, parseJson, type ReadText } from "./json-text.ts";
import { requestBytesMax } from "./limits.ts";
import { parseMediaType } from "./media-type.ts";
import { badRequest, type StatusError, tooLarge, unsupportedMediaType } from "./status-error.ts";
import { parseYaml } from "./yaml-text.ts";

export type BodyFormat = "json" | "yaml" | "protobuf";

const formats: Readonly<Record<string, BodyFormat>> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "application/vnd.kubernetes.protobuf": "protobuf",
};

export const bodyMediaTypes = Object.keys(formats);

/** How a body is written, by its Content-Type; JSON when there is none. Throws UnsupportedMediaType. */
export function bodyFormat(contentType: string): BodyFormat {
  if (contentType === "" || contentType === "application/json") return "json";
  const name = parseMediaType(contentType)?.name ?? "";
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format === undefined) throw unknownBodyType(bodyMediaTypes);
  return format;
}

/** The 415 that names what the endpoint reads. */
export function unknownBodyType(accepted: readonly string[]): StatusError {
  return unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );
}

/** Throws RequestEntityTooLarge. */
export function checkBodySize(bytes: number): void {
  if (bytes > requestBytesMax) throw tooLarge(`Request entity too large: limit is ${requestBytesMax}`);
}

/** A JSON or YAML body's value. Throws BadRequest; `kind` is what the endpoint expects. */
export function readBody(text: string, format: "json" | "yaml", kind: string): ReadText {
  const parsed = format === "json" ? parseJson(text) : parseYaml(text);
  if (parsed.type === "value") return parsed;
  const problem = format === "json" ? `couldn't get version/kind; json parse error: ${parsed.message}` : parsed.message;
  throw unrecognizedBody(kind, problem, text);
}

/** For what may be either: JSON when it begins like an object, else YAML, which JSON is a part of. */
export function parseYamlOrJson(text: string): ParsedText {
  if (/^\s*[{[]/.test(text)) {
    const json = parseJson(text);
    if (json.type === "value") return json;
  }
  return parseYaml(text);
}

/** The 400 for a body that says nothing of what it is. */
export function unrecognizedBody(kind: string, problem: string, body: string): StatusError {
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${problem} (${summaryOf(body)})`);
}

const summaryBytesMax = 30;

/** The body's beginning: as text when it may be JSON, else its bytes in hexadecimal. */
function summaryOf(body: string): string {
  if (body === "") return "<empty>";
  const bytes = new TextEncoder().encode(body.slice(0, summaryBytesMax + 1));
  const more = bytes.length > summaryBytesMax ? " ..." : "";
  if (body.startsWith("{")) return `${new TextDecoder().decode(bytes.subarray(0, summaryBytesMax))}${more}`;
  const hexadecimal = [...bytes.subarray(0, summaryBytesMax)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${hexadecimal.join("")}${more}`;
}
