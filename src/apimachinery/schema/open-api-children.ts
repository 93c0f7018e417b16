// The schemas inside a raw OpenAPI schema, each with its place.
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";

export interface ChildSchema {
  /** The field that holds it: "properties", "items", "allOf" ... */
  readonly role: string;
  /** The property's name, or "" for a role without names. */
  readonly name: string;
  readonly schema: JsonObject;
  readonly path: string;
}

const single = ["additionalProperties", "not"];
const lists = ["allOf", "oneOf", "anyOf"];

/** In upstream's order. What stands where a schema should is left out. */
export function childSchemas(schema: JsonObject, path: string): ChildSchema[] {
  const children: ChildSchema[] = [];
  const add = (role: string, name: string, child: Json | undefined, at: string) => {
    if (isJsonObject(child)) children.push({ role, name, schema: child, path: at });
  };
  const properties = fieldOf(schema, "properties");
  if (isJsonObject(properties)) {
    for (const name of Object.keys(properties)) add("properties", name, properties[name], propertyPath(path, name));
  }
  for (const role of single) add(role, "", fieldOf(schema, role), `${path}.${role}`);
  for (const role of lists) {
    const list = fieldOf(schema, role);
    if (!Array.isArray(list)) continue;
    for (const [i, child] of list.entries()) add(role, "", child, `${path}.${role}[${i}]`);
  }
  const items = fieldOf(schema, "items");
  if (!Array.isArray(items)) add("items", "", items, `${path}.items`);
  else for (const [i, child] of items.entries()) add("items", "", child, `${path}.items[${i}]`);
  return children;
}

export function propertyPath(path: string, name: string): string {
  return `${path}.properties[${name}]`;
}

/** A text that is there and not empty. */
export function presentText(schema: JsonObject, name: string): string | undefined {
  const value = fieldOf(schema, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
