// How Go's decoder names a schema's type: clients read these names in error messages.
import type { Schema } from "./schema.ts";

const scalarNames: Readonly<Record<string, string>> = {
  boolean: "bool",
  byte: "[]uint8",
  double: "float64",
  integer: "int64",
  number: "float64",
};

/** "int32", "v1.Protocol", "[]v1.Container", "map[string]string". */
export function goTypeName(schema: Schema): string {
  if (schema.goType !== undefined) return schema.goType;
  if (schema.name !== undefined) return schema.name.split(".").slice(-2).join(".");
  if (schema.type === "array") return `[]${goTypeName(schema.items as Schema)}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object") {
    return `map[string]${goTypeName(schema.additionalProperties)}`;
  }
  const name = schema.format ?? schema.type ?? "interface {}";
  return scalarNames[name] ?? name;
}
