// Lists and objects in an applied configuration that would be replaced as a whole: a mutation that names a part of one
// would drop the rest of it unseen, so there must be none.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch/smd.go findAtomics
import { isNamedField, itemsOf, relationOf } from "../../../../apimachinery/apply/relation.ts";
import type { Json } from "../../../../apimachinery/json.ts";
import type { Schema } from "../../../../apimachinery/schema/schema.ts";
import { isJsonObject } from "../../../../apimachinery/set-field.ts";

/** Their paths: `.spec.selector`. */
export function atomicsOf(value: Json, schema: Schema, path = ""): string[] {
  const isAtomic = relationOf(schema) === "leaf";
  if (schema.type === "object" && isJsonObject(value)) {
    const own = isAtomic ? [path] : [];
    const fields = Object.entries(value).filter(([key]) => isNamedField(schema, key));
    return own.concat(
      fields.flatMap(([key, field]) => atomicsOf(field, schema.properties?.[key] as Schema, `${path}.${key}`)),
    );
  }
  if (schema.type === "array" && Array.isArray(value)) {
    const own = isAtomic ? [path] : [];
    return own.concat(value.flatMap((item, index) => atomicsOf(item, itemsOf(schema), `${path}[${index}]`)));
  }
  return [];
}
