// A custom resource's schema as OpenAPI v2 can say it: what that has no words for is left out, and with it what clients
// would refuse on the strength of the rest.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/openapi/v2/conversion.go
import type { Json, JsonObject } from "../../apimachinery/json.ts";
import { isJsonObject } from "../../apimachinery/set-field.ts";

const unknown: ReadonlySet<string> = new Set(["oneOf", "anyOf", "not", "allOf", "nullable", "default"]);
const structure: ReadonlySet<string> = new Set(["type", "items", "properties", "required", "additionalProperties"]);

export function forOldClients(schema: JsonObject): JsonObject {
  // Whatever is said of its inside would be held against values that are allowed.
  const isOpen =
    schema["nullable"] === true ||
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema["x-kubernetes-int-or-string"] === true;
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (unknown.has(key) || (isOpen && structure.has(key))) continue;
    kept[key] = partOf(key, value);
  }
  return kept;
}

function partOf(key: string, value: Json): Json {
  if (key === "properties" && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, whole(part)]));
  }
  return key === "items" || key === "additionalProperties" ? whole(value) : value;
}

function whole(part: Json): Json {
  return isJsonObject(part) ? forOldClients(part) : part;
}
