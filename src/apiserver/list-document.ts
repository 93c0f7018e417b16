// A list as JSON text, in the shape that was asked for: a head, the objects' pieces side by side, a tail. Pieces from
// several namespaces fit together, so no list is ever parsed to be put together.
import type { KubeObject } from "../apimachinery/json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { OutputFormat } from "./output-format.ts";
import { columnDefinitions, partialObject, type TableOptions, tableRow } from "./table.ts";
import { apiVersionOfKind } from "./write-context.ts";

export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** The pieces of a list, from its objects' texts, joined by commas. */
export function listPieces(
  kind: Kind,
  format: OutputFormat,
  texts: readonly string[],
  options: Omit<TableOptions, "metaVersion">,
): string {
  const { metaVersion } = format;
  switch (format.shape) {
    case "object":
      return texts.join(",");
    case "metadata":
      return texts.map((text) => JSON.stringify(partialObject(parse(text), metaVersion))).join(",");
    case "table":
      return texts.map((text) => JSON.stringify(tableRow(kind, parse(text), { ...options, metaVersion }))).join(",");
  }
}

/** The whole list around its pieces. */
export function listDocument(kind: Kind, format: OutputFormat, metadata: ListMetadata, pieces: string): string {
  const group = `meta.k8s.io/${format.metaVersion}`;
  const about = JSON.stringify(metadata);
  switch (format.shape) {
    case "object":
      return `{"kind":"${kind.listKind ?? `${kind.kind}List`}","apiVersion":"${apiVersionOfKind(kind)}","metadata":${about},"items":[${pieces}]}`;
    case "metadata":
      return `{"kind":"PartialObjectMetadataList","apiVersion":"${group}","metadata":${about},"items":[${pieces}]}`;
    case "table": {
      const columns = JSON.stringify(columnDefinitions(kind));
      return `{"kind":"Table","apiVersion":"${group}","metadata":${about},"columnDefinitions":${columns},"rows":[${pieces}]}`;
    }
  }
}

function parse(text: string): KubeObject {
  return JSON.parse(text) as KubeObject;
}
