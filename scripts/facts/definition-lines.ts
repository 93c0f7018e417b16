// Packs definitions as lines, one JSON value each, so that the product can read only those it needs and a person can
// read a change of upstream in a diff. Read back by src/kinds/facts/schema-of.ts.
import type { DefinitionFact, FieldFact } from "./definitions.ts";

export function definitionLine(fact: DefinitionFact): string {
  const { fields, ...rest } = fact;
  const packed = Object.fromEntries(fields.map((field) => [field.name, fieldText(field)]));
  return JSON.stringify({ ...rest, ...(fields.length === 0 ? {} : { fields: packed }) });
}

/** `TYPE NUMBER[.NUMBER] [attribute ...]`, e.g. `[]core.v1.ContainerPort 6 patch=merge:containerPort`. */
export function fieldText(field: FieldFact): string {
  const { number } = field;
  const words = [
    field.type,
    number === undefined ? "-" : number.path.join("."),
    field.required ? "required" : undefined,
    field.omittedWhenZero ? "omit" : undefined,
    withKeys("list", field.listType, field.listMapKeys?.join(",")),
    withKeys("map", field.mapType, undefined),
    withKeys("patch", field.patchStrategy, undefined),
    withKeys("mergeKey", field.patchMergeKey, undefined),
    withKeys("wire", number?.type, undefined),
    withKeys("go", field.goType, undefined),
    field.default === undefined ? undefined : `default=${field.default}`,
  ];
  return words.filter((word) => word !== undefined).join(" ");
}

function withKeys(name: string, value: string | undefined, keys: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return keys === undefined ? `${name}=${value}` : `${name}=${value}:${keys}`;
}
