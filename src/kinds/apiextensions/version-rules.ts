// What a version of a custom resource serves beside its objects: subresources, columns, fields to select by.
import { readFieldPath } from "../../apimachinery/cel/field-path.ts";
import { duplicate, invalidValue, notSupported, required, tooMany } from "../../apimachinery/field-error.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import type {
  CustomResourceColumnDefinition,
  CustomResourceSubresources,
  SelectableField,
} from "../facts/types.gen.ts";
import { checkOneOf, type Errors } from "../field-checks.ts";

const columnTypes = ["boolean", "date", "integer", "number", "string"];
const columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];
const selectableFieldsMax = 8;

/** `.spec.a.b`: fields only. */
const simplePath = /^(\.[A-Za-z_][A-Za-z0-9_-]*)+$/;

export function checkSubresources(
  errors: Errors,
  path: string,
  subresources: CustomResourceSubresources | undefined,
): void {
  const scale = subresources?.scale;
  if (scale === undefined) return;
  const at = `${path}.scale`;
  checkPathUnder(errors, `${at}.specReplicasPath`, scale.specReplicasPath, [".spec"]);
  checkPathUnder(errors, `${at}.statusReplicasPath`, scale.statusReplicasPath, [".status"]);
  if (scale.labelSelectorPath) {
    checkPathUnder(errors, `${at}.labelSelectorPath`, scale.labelSelectorPath, [".spec", ".status"]);
  }
}

function checkPathUnder(errors: Errors, path: string, value: string | undefined, roots: readonly string[]): void {
  if (!value) {
    errors.push(required(path));
  } else if (!value.startsWith(".")) {
    errors.push(invalidValue(path, value, "must be a simple json path starting with ."));
  } else if (!simplePath.test(value)) {
    errors.push(invalidValue(path, value, "must be a simple json path of fields"));
  } else if (!roots.some((root) => value.startsWith(`${root}.`))) {
    const under = roots.length === 1 ? roots[0] : `either ${roots.join(" or ")}`;
    errors.push(invalidValue(path, value, `should be a json path under ${under}`));
  }
}

export function checkPrinterColumns(
  errors: Errors,
  path: string,
  columns: readonly CustomResourceColumnDefinition[] = [],
): void {
  columns.forEach(({ name, type, format, jsonPath }, index) => {
    const at = `${path}[${index}]`;
    if (!name) errors.push(required(`${at}.name`));
    if (!type) errors.push(required(`${at}.type`, `must be one of ${columnTypes.join(",")}`));
    else if (!columnTypes.includes(type)) errors.push(notSupported(`${at}.type`, type, columnTypes));
    if (format) checkOneOf(errors, `${at}.format`, format, columnFormats);
    if (!jsonPath) errors.push(required(`${at}.jsonPath`));
    else if (!jsonPath.startsWith(".")) {
      errors.push(invalidValue(`${at}.jsonPath`, jsonPath, "must be a simple json path starting with ."));
    }
  });
}

const selectableTypes: ReadonlySet<string> = new Set(["string", "boolean", "integer"]);

/** `schema`: of the version's objects. Kubernetes: validation.go ValidateCustomResourceSelectableFields */
export function checkSelectableFields(
  errors: Errors,
  path: string,
  fields: readonly SelectableField[],
  schema: Schema,
): void {
  const seen = new Set<string>();
  fields.forEach(({ jsonPath }, index) => {
    const at = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      errors.push(required(at));
      return;
    }
    const found = readFieldPath(jsonPath, schema);
    if (found.type === "refused" || jsonPath.includes("[")) {
      const message = found.type === "refused" ? found.message : "array notation is not allowed";
      errors.push(invalidValue(at, jsonPath, `is an invalid path: ${message}`));
      return;
    }
    if (/^\.metadata(\.|$)/.test(found.path)) {
      errors.push(invalidValue(at, jsonPath, "must not point to fields in metadata"));
    }
    if (!selectableTypes.has(found.schema.type ?? "")) {
      const detail =
        "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
      errors.push(invalidValue(at, jsonPath, detail));
    }
    if (seen.has(found.path)) errors.push(duplicate(at, jsonPath));
    seen.add(found.path);
  });
  if (seen.size > selectableFieldsMax) errors.push(tooMany(path, seen.size, selectableFieldsMax));
}
