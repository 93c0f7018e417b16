// Writes the TypeScript interfaces of the definitions: JSON-shaped, with Kubernetes' own names.
import type { DefinitionFact, FieldFact } from "./definitions.ts";

/** Types that json.ts already has, or that are a plain JSON shape. */
const fixedTypes: Readonly<Record<string, string>> = {
  string: "string",
  byte: "string",
  int32: "number",
  int64: "number",
  double: "number",
  integer: "number",
  boolean: "boolean",
  "apiextensions.v1.JSON": "Json",
  "apiextensions.v1.JSONSchemaPropsOrArray": "JSONSchemaProps | JSONSchemaProps[]",
  "apiextensions.v1.JSONSchemaPropsOrBool": "JSONSchemaProps | boolean",
  "apiextensions.v1.JSONSchemaPropsOrStringArray": "JSONSchemaProps | string[]",
  "intstr.IntOrString": "number | string",
  "meta.v1.FieldsV1": "JsonObject",
  "meta.v1.ManagedFieldsEntry": "ManagedFieldsEntry",
  "meta.v1.MicroTime": "string",
  "meta.v1.ObjectMeta": "ObjectMeta",
  "meta.v1.OwnerReference": "OwnerReference",
  "meta.v1.Patch": "JsonObject",
  "meta.v1.Time": "string",
  "resource.Quantity": "string",
  "runtime.RawExtension": "JsonObject",
};

const head = `// The shapes of Kubernetes' stable definitions. Written by \`npm run facts\`: do not edit.
import type { Json, JsonObject, ObjectMeta } from "../../apimachinery/json.ts";
`;

export function typesFile(facts: readonly DefinitionFact[]): string {
  const names = typeNames(facts);
  const bodies = facts
    .filter((fact) => fixedTypes[fact.name] === undefined)
    .map((fact) => ({ name: names.get(fact.name) as string, fact }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, fact }) => interfaceText(name, fact, names));
  return `${head}\n${bodies.join("\n")}`;
}

function interfaceText(name: string, fact: DefinitionFact, names: ReadonlyMap<string, string>): string {
  if (fact.fields.length === 0) return `export type ${name} = Record<string, never>;\n`;
  const lines = fact.fields.map((field) => `  ${property(field)}: ${typeText(field.type, names)};`);
  return `export interface ${name} {\n${lines.join("\n")}\n}\n`;
}

function property(field: FieldFact): string {
  const name = /^[A-Za-z_]\w*$/.test(field.name) ? field.name : JSON.stringify(field.name);
  return field.required ? name : `${name}?`;
}

function typeText(type: string, names: ReadonlyMap<string, string>): string {
  if (type.startsWith("[]")) {
    const item = typeText(type.slice(2), names);
    return item.includes(" ") ? `(${item})[]` : `${item}[]`;
  }
  if (type.startsWith("map:")) return `Record<string, ${typeText(type.slice(4), names)}>`;
  const name = fixedTypes[type] ?? names.get(type);
  if (name === undefined) throw new Error(`no TypeScript type for ${type}`);
  return name;
}

/**
 * The last part of each name. Where several groups have it, the plain name goes to a kind before a part of one, then
 * to the core group, then to the newest version when all are of one group; the others are prefixed: EventsV1Event.
 */
export function typeNames(facts: readonly DefinitionFact[]): Map<string, string> {
  const claims = new Map<string, DefinitionFact[]>();
  for (const fact of facts) {
    const plain = plainName(fact.name);
    claims.set(plain, [...(claims.get(plain) ?? []), fact]);
  }
  const names = new Map<string, string>();
  for (const [plain, claimants] of claims) {
    const winner = claimants.length === 1 ? claimants[0] : winnerOf(claimants);
    for (const one of claimants) names.set(one.name, one === winner ? plain : prefixedName(one.name));
  }
  return names;
}

function winnerOf(claimants: readonly DefinitionFact[]): DefinitionFact | undefined {
  const kinds = claimants.filter((one) => one.kind !== undefined);
  const best = kinds.length === 0 ? claimants : kinds;
  if (best.length === 1) return best[0];
  const core = best.find((one) => one.name.startsWith("core."));
  if (core !== undefined) return core;
  const isOneGroup = new Set(best.map((one) => one.name.split(".")[0])).size === 1;
  return isOneGroup ? [...best].sort((a, b) => (a.name < b.name ? 1 : -1))[0] : undefined;
}

function plainName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** "events.v1.Event" -> "EventsV1Event". */
function prefixedName(name: string): string {
  return name
    .split(".")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}
