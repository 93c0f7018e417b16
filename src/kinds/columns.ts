// Cells that many kinds share, and the table of kinds that have none of their own.
// Kubernetes: pkg/printers/internalversion/printers.go, registry/rest/table.go
import type { KubeObject } from "../apimachinery/json.ts";
import type { Column } from "./kind.ts";

/** For kinds that upstream prints without a table of their own. */
export const defaultColumns: readonly Column[] = [
  {
    name: "Name",
    type: "string",
    format: "name",
    priority: 0,
    cell: (object: KubeObject) => object.metadata?.name ?? "",
  },
  {
    name: "Created At",
    type: "date",
    priority: 0,
    cell: (object: KubeObject) => object.metadata?.creationTimestamp ?? null,
  },
];
