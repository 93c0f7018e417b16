// ConfigMap: configuration data that pods consume.

import { base64ByteLength } from "../../apimachinery/base64.ts";
import { byteLength } from "../../apimachinery/byte-length.ts";
import { invalidValue, tooLong } from "../../apimachinery/field-error.ts";
import { isConfigMapKey } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ConfigMap } from "../facts/types.gen.ts";
import { checkMessages, type Errors } from "../field-checks.ts";
import { dataBytesMax } from "../limits.ts";
import { mapValue } from "../map-value.ts";
import { checkSealed } from "./sealed-data.ts";

export const configMap = builtinKind<ConfigMap>({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  scope: "Namespaced",
  strategy: {
    validateCreate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
  },
  columns: [nameColumn, column<ConfigMap>("Data", "string", entryCount), ageColumn],
});

function entryCount({ data = {}, binaryData = {} }: ConfigMap): number {
  return Object.keys(data).length + Object.keys(binaryData).length;
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidateConfigMap */
function validateConfigMap({ data, binaryData }: ConfigMap): Errors {
  const errors: Errors = [];
  let bytes = 0;
  for (const key in data) {
    checkMessages(errors, `data[${key}]`, key, isConfigMapKey(key));
    if (mapValue(binaryData, key) !== undefined) {
      errors.push(invalidValue(`data[${key}]`, key, "duplicate of key present in binaryData"));
    }
    bytes += byteLength(data[key] as string);
  }
  for (const key in binaryData) {
    checkMessages(errors, `binaryData[${key}]`, key, isConfigMapKey(key));
    bytes += base64ByteLength(binaryData[key] as string);
  }
  // The whole object is too big: upstream names no field.
  if (bytes > dataBytesMax) errors.push(tooLong("", dataBytesMax));
  return errors;
}

function validateConfigMapUpdate(object: ConfigMap, old: ConfigMap): Errors {
  const errors: Errors = [];
  checkSealed(errors, object, old, ["data", "binaryData"]);
  errors.push(...validateConfigMap(object));
  return errors;
}
