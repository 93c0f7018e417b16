// Secret: confidential data that pods consume.

import { base64ByteLength, decodeBase64, encodeBase64 } from "../../apimachinery/base64.ts";
import { invalidValue, required, tooLong } from "../../apimachinery/field-error.ts";
import { isConfigMapKey } from "../../apimachinery/names.ts";
import { setField } from "../../apimachinery/set-field.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { Secret } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, type Errors } from "../field-checks.ts";
import { dataBytesMax } from "../limits.ts";
import { checkSealed } from "./sealed-data.ts";

const serviceAccountNameAnnotation = "kubernetes.io/service-account.name";

export const secret = builtinKind<Secret>({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  scope: "Namespaced",
  strategy: {
    setDefaults: setSecretDefaults,
    prepareForUpdate: keepType,
    validateCreate: validateSecret,
    validateUpdate: validateSecretUpdate,
  },
  columns: [
    nameColumn,
    column<Secret>("Type", "string", (object) => object.type ?? ""),
    column<Secret>("Data", "string", (object) => Object.keys(object.data ?? {}).length),
    ageColumn,
  ],
  selectableFields: { type: (object) => object.type ?? "" },
});

/** `stringData` is a way to write `data`: it is never stored. Kubernetes: pkg/apis/core/v1/conversion.go */
function setSecretDefaults(object: Secret): void {
  object.type ||= "Opaque";
  const texts = object.stringData;
  if (texts === undefined) return;
  delete object.stringData;
  object.data ??= {};
  for (const key in texts) setField(object.data, key, encodeBase64(new TextEncoder().encode(texts[key])));
}

/** Kubernetes: pkg/registry/core/secret/strategy.go PrepareForUpdate */
function keepType(object: Secret, old: Secret): void {
  if (!object.type && old.type !== undefined) object.type = old.type;
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidateSecret */
function validateSecret(object: Secret): Errors {
  const errors: Errors = [];
  const data = object.data ?? {};
  let bytes = 0;
  for (const key in data) {
    checkMessages(errors, `data[${key}]`, key, isConfigMapKey(key));
    bytes += base64ByteLength(data[key] as string);
  }
  if (bytes > dataBytesMax) errors.push(tooLong("data", dataBytesMax));
  checkType(errors, object, data);
  return errors;
}

function checkType(errors: Errors, object: Secret, data: Readonly<Record<string, string>>): void {
  switch (object.type) {
    case "kubernetes.io/service-account-token":
      if (!object.metadata?.annotations?.[serviceAccountNameAnnotation]) {
        errors.push(required(`metadata.annotations[${serviceAccountNameAnnotation}]`));
      }
      return;
    case "kubernetes.io/dockercfg":
      checkDockerConfig(errors, ".dockercfg", data);
      return;
    case "kubernetes.io/dockerconfigjson":
      checkDockerConfig(errors, ".dockerconfigjson", data);
      return;
    case "kubernetes.io/basic-auth":
      if (data["username"] === undefined && data["password"] === undefined) {
        errors.push(required("data[username]"), required("data[password]"));
      }
      return;
    case "kubernetes.io/ssh-auth":
      if (!data["ssh-privatekey"]) errors.push(required("data[ssh-privatekey]"));
      return;
    case "kubernetes.io/tls":
      if (data["tls.crt"] === undefined) errors.push(required("data[tls.crt]"));
      if (data["tls.key"] === undefined) errors.push(required("data[tls.key]"));
      return;
    default:
  }
}

function checkDockerConfig(errors: Errors, key: string, data: Readonly<Record<string, string>>): void {
  const text = data[key];
  const at = `data[${key}]`;
  if (text === undefined) {
    errors.push(required(at));
    return;
  }
  const problem = jsonObjectProblem(text);
  if (problem !== undefined) errors.push(invalidValue(at, "<secret contents redacted>", problem));
}

/** Go's words where they don't quote the secret. */
function jsonObjectProblem(base64: string): string | undefined {
  const text = new TextDecoder().decode(decodeBase64(base64) ?? new Uint8Array());
  if (text.trim() === "") return "unexpected end of JSON input";
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || (typeof value === "object" && !Array.isArray(value))) return undefined;
    const what = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
    return `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`;
  } catch {
    return "invalid JSON";
  }
}

function validateSecretUpdate(object: Secret, old: Secret): Errors {
  const errors: Errors = [];
  checkImmutable(errors, "type", object.type, old.type);
  checkSealed(errors, object, old, ["data"]);
  errors.push(...validateSecret(object));
  return errors;
}
