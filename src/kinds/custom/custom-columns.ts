// The columns of a custom resource: its name, and what its definition asks for.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go
import type { Json, KubeObject } from "../../apimachinery/json.ts";
import { parseTime } from "../../apimachinery/time.ts";
import { age, nameColumn } from "../columns.ts";
import type { Column } from "../kind.ts";
import type { CustomColumn } from "./custom-resource.ts";
import { parseJsonPath } from "./json-path.ts";

const ageColumn: CustomColumn = {
  name: "Age",
  type: "date",
  description: "CreationTimestamp is a timestamp representing the server time when this object was created.",
  jsonPath: ".metadata.creationTimestamp",
};

export function customColumns(columns: readonly CustomColumn[] = [ageColumn]): readonly Column[] {
  return [nameColumn, ...columns.map(columnOf)];
}

type Cell = string | number | boolean | null;

function columnOf({ name, type, format, description, priority, jsonPath }: CustomColumn): Column {
  const path = parseJsonPath(jsonPath);
  const cell = (object: KubeObject, { nowMs }: { readonly nowMs: number }): Cell => {
    const found = path?.(object as unknown as Json)[0];
    return found === undefined || found === null ? null : cellOf(type, found, nowMs);
  };
  return {
    name,
    type: type as Column["type"],
    ...(format === undefined ? {} : { format }),
    ...(description === undefined ? {} : { description }),
    priority: priority ?? 0,
    cell,
  };
}

function cellOf(type: string, value: Json, nowMs: number): Cell {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      if (typeof value !== "string") return null;
      return parseTime(value) === undefined ? "<invalid>" : age(value, nowMs);
    default:
      return null;
  }
}
