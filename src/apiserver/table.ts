// Objects as rows of cells, for people.
// Kubernetes: KEP-555 server-side printing; staging/src/k8s.io/apiserver/pkg/endpoints/handlers/response.go asTable
import type { KubeObject } from "../apimachinery/json.ts";
import { badRequest } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";

/** How much of each object goes along with its row. */
export type IncludeObject = "None" | "Metadata" | "Object";

export interface TableOptions {
  readonly includeObject: IncludeObject;
  readonly metaVersion: string;
  readonly nowMs: number;
}

export function readIncludeObject(query: URLSearchParams): IncludeObject {
  const value = query.get("includeObject") ?? "";
  if (value === "") return "Metadata";
  if (value === "None" || value === "Metadata" || value === "Object") return value;
  throw badRequest(
    `includeObject: Unsupported value: ${JSON.stringify(value)}: supported values: "Metadata", "None", "Object"`,
  );
}

export function columnDefinitions(kind: Kind): unknown[] {
  return kind.columns.map(({ name, type, format, description, priority }) => ({
    name,
    type,
    format: format ?? "",
    description: description ?? "",
    priority,
  }));
}

/** The metadata of an object, as an object of its own. */
export function partialObject(object: Readonly<KubeObject>, metaVersion: string): KubeObject {
  return {
    kind: "PartialObjectMetadata",
    apiVersion: `meta.k8s.io/${metaVersion}`,
    metadata: object.metadata ?? {},
  };
}

export function tableRow(kind: Kind, object: Readonly<KubeObject>, options: TableOptions): unknown {
  const cells = kind.columns.map((column) => column.cell(object as KubeObject, options));
  if (options.includeObject === "None") return { cells };
  const included = options.includeObject === "Object" ? object : partialObject(object, options.metaVersion);
  return { cells, object: included };
}

/** A whole table. `metadata` is the list's, or carries one object's resourceVersion. */
export function table(
  kind: Kind,
  objects: readonly Readonly<KubeObject>[],
  metadata: Readonly<Record<string, unknown>>,
  options: TableOptions,
): unknown {
  return {
    kind: "Table",
    apiVersion: `meta.k8s.io/${options.metaVersion}`,
    metadata,
    columnDefinitions: columnDefinitions(kind),
    rows: objects.map((object) => tableRow(kind, object, options)),
  };
}
