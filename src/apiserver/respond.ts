// Answers: stored texts as they are where that is what was asked for, tables and partial metadata where not.
import { stringify as yamlText } from "yaml";
import type { KubeObject } from "../apimachinery/json.ts";
import { isPretty } from "../apimachinery/query.ts";
import type { Kind } from "../kinds/kind.ts";
import { jsonHeaders } from "./json-headers.ts";
import { type ListMetadata, listDocument, listPieces } from "./list-document.ts";
import { type OutputFormat, outputFormat } from "./output-format.ts";
import type { ApiRequest } from "./request.ts";
import { partialObject, readIncludeObject, table } from "./table.ts";
import { warningHeader } from "./warning-header.ts";

/** What a verb answers. */
export type Answer =
  | { readonly type: "object"; readonly code: number; readonly kind: Kind; readonly text: string }
  | { readonly type: "list"; readonly code: number; readonly kind: Kind; readonly list: ListText }
  /** A Status, a Scale, a review: what it is does not depend on the Accept header. */
  | { readonly type: "value"; readonly code: number; readonly value: unknown };

/** A list before it has a shape: the texts of its objects, already of the wanted version. */
export interface ListText {
  readonly metadata: ListMetadata;
  readonly items: readonly string[];
}

/** What a response must know of its request. */
export type Asked = Pick<ApiRequest, "accept" | "query" | "userAgent" | "warnings">;

export function respond(asked: Asked, answer: Answer, nowMs: number): Response {
  const format = outputFormat(asked.accept);
  return respondText(asked, answer.code, format, textOf(asked, answer, format, nowMs));
}

/** Sends a JSON text as the client wants to read it. */
export function respondText(asked: Asked, status: number, format: OutputFormat, text: string): Response {
  const headers = asked.warnings.length === 0 ? jsonHeaders : withWarnings(asked.warnings);
  if (format.encoding === "yaml") {
    const body = yamlText(JSON.parse(text), { aliasDuplicateObjects: false });
    return new Response(body, { status, headers: { ...headers, "content-type": "application/yaml" } });
  }
  if (!isPretty(asked.query, asked.userAgent)) return new Response(text, { status, headers });
  return new Response(`${JSON.stringify(JSON.parse(text), null, 2)}\n`, { status, headers });
}

function textOf(asked: Asked, answer: Answer, format: OutputFormat, nowMs: number): string {
  switch (answer.type) {
    case "value":
      return JSON.stringify(answer.value);
    case "list": {
      const { kind, list } = answer;
      const includeObject = readIncludeObject(asked.query);
      return listDocument(kind, format, list.metadata, listPieces(kind, format, list.items, { includeObject, nowMs }));
    }
    case "object":
      return format.shape === "object" ? answer.text : JSON.stringify(reshaped(asked, answer, format, nowMs));
  }
}

/** One object as a table of one row, or as its metadata. */
function reshaped(
  asked: Asked,
  { kind, text }: Extract<Answer, { type: "object" }>,
  { shape, metaVersion }: OutputFormat,
  nowMs: number,
): unknown {
  const object = JSON.parse(text) as KubeObject;
  if (shape === "metadata") return partialObject(object, metaVersion);
  const metadata = { resourceVersion: object.metadata?.resourceVersion ?? "" };
  return table(kind, [object], metadata, { includeObject: readIncludeObject(asked.query), metaVersion, nowMs });
}

export function withWarnings(warnings: readonly string[]): Record<string, string> {
  return { ...jsonHeaders, warning: warningHeader(warnings) };
}
