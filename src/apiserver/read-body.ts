// A request's body, parsed: JSON, YAML or protobuf.
import { bodyFormat, checkBodySize, readBody as readText, unrecognizedBody } from "../apimachinery/body.ts";
import { apiVersionOf, type Json } from "../apimachinery/json.ts";
import { decodeProtobuf } from "../apimachinery/protobuf/decode-protobuf.ts";
import { badRequest } from "../apimachinery/status-error.ts";
import { findSchemaOfKind, schemaOf } from "../kinds/facts/schema-of.ts";
import type { Kind } from "../kinds/kind.ts";
import type { ParsedBody } from "./decode-object.ts";
import type { ApiRequest } from "./request.ts";

type Expected = Pick<Kind, "group" | "version" | "kind" | "schema">;

/** Throws UnsupportedMediaType, RequestEntityTooLarge or BadRequest. `expected` is what the endpoint takes. */
export function readBody(request: ApiRequest, expected: Expected): ParsedBody {
  const format = bodyFormat(request.contentType);
  const { body } = request;
  checkBodySize(body.length);
  if (format === "protobuf") return { value: protobufValue(body, expected), text: undefined };
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const { value, doubled } = readText(text, format, expected.kind);
  if (format === "json") return { value, text };
  return { value, text: undefined, ...(doubled === undefined ? {} : { doubled }) };
}

/** The body of a delete: DeleteOptions, or nothing. */
export function readOptionsBody(request: ApiRequest): Json | undefined {
  if (request.body.length === 0) return undefined;
  const schema = schemaOf("meta.v1.DeleteOptions");
  return readBody(request, { group: "", version: "v1", kind: "DeleteOptions", schema }).value;
}

function protobufValue(body: string | Uint8Array, expected: Expected): Json {
  if (typeof body === "string") throw unrecognizedBody(expected.kind, "the body is not binary", body);
  const apiVersion = apiVersionOf(expected.group, expected.version);
  const find = (version: string, kind: string) => {
    if (kind === expected.kind && version === apiVersion) return expected.schema;
    const [group, name] = version.includes("/") ? version.split("/") : ["", version];
    return findSchemaOfKind(group as string, name as string, kind);
  };
  const decoded = decodeProtobuf(body, find, { apiVersion, kind: expected.kind });
  switch (decoded.type) {
    case "decoded":
      return { ...decoded.value, apiVersion: decoded.apiVersion, kind: decoded.kind };
    case "unknown-kind":
      throw badRequest(
        `no kind ${JSON.stringify(decoded.kind)} is registered for version ${JSON.stringify(decoded.apiVersion)}`,
      );
    case "malformed":
      throw badRequest(`the object provided is unrecognized (must be of type ${expected.kind}): ${decoded.message}`);
  }
}
