// A schema without what only people read: half of a real one.
import type { Json, JsonObject } from "../../apimachinery/json.ts";
import { isJsonObject } from "../../apimachinery/set-field.ts";

const prose: ReadonlySet<string> = new Set(["description", "title", "example", "externalDocs"]);
/** Names in these are fields of objects, not of the schema. */
const named: ReadonlySet<string> = new Set(["properties", "patternProperties", "definitions"]);
const lists: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf"]);
const parts: ReadonlySet<string> = new Set(["items", "additionalProperties", "not"]);

export function withoutProse(schema: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (prose.has(key)) continue;
    kept[key] = partOf(key, value);
  }
  return kept;
}

function partOf(key: string, value: Json): Json {
  if (named.has(key) && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, bare(part)]));
  }
  if (lists.has(key) && Array.isArray(value)) return value.map(bare);
  return parts.has(key) ? bare(value) : value;
}

function bare(part: Json): Json {
  return isJsonObject(part) ? withoutProse(part) : part;
}
