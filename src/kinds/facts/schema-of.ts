// Schemas of built-in kinds out of the packed table: read on demand, shared ever after.
import { apiVersionOf, type GroupVersionKind } from "../../apimachinery/json.ts";
import type { ProtobufField, Schema, SchemaType } from "../../apimachinery/schema/schema.ts";
import { definitionLines, kindLines, kindsOfEveryGroup } from "./definitions.gen.ts";

/** A line of the table. Written by scripts/facts/definition-lines.ts. */
interface PackedDefinition {
  readonly name: string;
  readonly kind?: string;
  readonly type?: SchemaType;
  readonly format?: string;
  readonly items?: string;
  readonly open?: boolean;
  readonly mapType?: "atomic" | "granular";
  readonly fields?: Readonly<Record<string, string>>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

let lines: Map<string, string> | undefined;
let kinds: Map<string, string> | undefined;
const schemas = new Map<string, Schema>();

/** The schema of a definition by its name: "io.k8s.api.core.v1.PodSpec", or "core.v1.PodSpec" for short. */
export function schemaOf(definition: string): Schema {
  return resolve(shortDefinitionName(definition));
}

/** The schema of a kind that a stable group version has. Group "" is core. Throws for any other. */
export function schemaOfKind(group: string, version: string, kind: string): Schema {
  const schema = findSchemaOfKind(group, version, kind);
  if (schema === undefined) throw new Error(`no such kind: ${apiVersionOf(group, version)} ${kind}`);
  return schema;
}

/** The same for a kind that a client names: undefined when there is none. */
export function findSchemaOfKind(group: string, version: string, kind: string): Schema | undefined {
  kinds ??= new Map(kindLines.split("\n").map((line) => splitAtLastSpace(line)));
  const apiVersion = kindsOfEveryGroup.includes(kind) ? "v1" : apiVersionOf(group, version);
  const name = kinds.get(`${apiVersion} ${kind}`);
  return name === undefined ? undefined : resolve(name);
}

/** Which kind objects of a definition have, by its full name: lists and options too, not only resources. */
export function kindsByDefinition(): Map<string, GroupVersionKind> {
  const found = new Map<string, GroupVersionKind>();
  for (const line of kindLines.split("\n")) {
    const [apiVersion = "", kind = "", name = ""] = line.split(" ");
    const [version = "", group = ""] = apiVersion.split("/").reverse();
    found.set(fullDefinitionName(name), { group, version, kind });
  }
  return found;
}

/** Every definition's short name, sorted. */
export function definitionNames(): string[] {
  lines ??= indexLines();
  return [...lines.keys()];
}

function splitAtLastSpace(line: string): [string, string] {
  const at = line.lastIndexOf(" ");
  return [line.slice(0, at), line.slice(at + 1)];
}

const nameStart = '{"name":"'.length;

function indexLines(): Map<string, string> {
  return new Map(
    definitionLines.split("\n").map((line) => [line.slice(nameStart, line.indexOf('"', nameStart)), line]),
  );
}

function resolve(name: string): Schema {
  const known = schemas.get(name);
  if (known !== undefined) return known;
  lines ??= indexLines();
  const line = lines.get(name);
  if (line === undefined) throw new Error(`no such definition: ${name}`);
  const schema: Writable<Schema> = { name: fullDefinitionName(name) };
  // Known before its fields are: definitions refer to themselves.
  schemas.set(name, schema);
  fill(schema, JSON.parse(line) as PackedDefinition);
  return schema;
}

function fill(schema: Writable<Schema>, packed: PackedDefinition): void {
  if (packed.type !== undefined) schema.type = packed.type;
  if (packed.format !== undefined) schema.format = packed.format;
  if (packed.format === "int-or-string") {
    schema.intOrString = true;
    delete schema.type;
  }
  if (packed.items !== undefined) schema.items = resolve(packed.items);
  if (packed.mapType !== undefined) schema.mapType = packed.mapType;
  if (packed.open === true) schema.preserveUnknownFields = true;
  if (packed.type !== "object" || packed.open === true) return;
  // Without a prototype: a client's field called "constructor" must not be found.
  const properties: Record<string, Schema> = Object.create(null);
  const protobuf: Record<string, ProtobufField> = Object.create(null);
  const required: string[] = [];
  const omittedWhenZero = new Set<string>();
  for (const name in packed.fields) {
    const words = (packed.fields[name] as string).split(" ");
    properties[name] = fieldSchema(words);
    if (words[1] !== "-") protobuf[name] = protobufField(words);
    if (words.includes("required", 2)) required.push(name);
    if (words.includes("omit", 2)) omittedWhenZero.add(name);
  }
  schema.properties = properties;
  schema.protobuf = protobuf;
  schema.omittedWhenZero = omittedWhenZero;
  if (required.length > 0) schema.required = required;
}

/** Fields without attributes of their own share one node per type. */
const typeSchemas = new Map<string, Schema>();

function typeSchema(type: string): Schema {
  const known = typeSchemas.get(type);
  if (known !== undefined) return known;
  const schema = newTypeSchema(type);
  typeSchemas.set(type, schema);
  return schema;
}

function newTypeSchema(type: string): Schema {
  if (type.startsWith("[]")) return { type: "array", items: typeSchema(type.slice(2)) };
  if (type.startsWith("map:")) return { type: "object", additionalProperties: typeSchema(type.slice(4)) };
  switch (type) {
    case "string":
    case "boolean":
    case "integer":
      return { type };
    case "byte":
      return { type: "string", format: type };
    case "int32":
    case "int64":
      return { type: "integer", format: type };
    case "double":
      return { type: "number", format: type };
    default:
      return resolve(type);
  }
}

function fieldSchema(words: readonly string[]): Schema {
  const shared = typeSchema(words[0] as string);
  let own: Writable<Schema> | undefined;
  for (let i = 2; i < words.length; i++) {
    const word = words[i] as string;
    const at = word.indexOf("=");
    if (at < 0 || word.startsWith("wire=")) continue;
    own ??= { ...shared };
    setAttribute(own, word.slice(0, at), word.slice(at + 1));
  }
  return own ?? shared;
}

function setAttribute(schema: Writable<Schema>, name: string, value: string): void {
  switch (name) {
    case "list": {
      const [type, keys] = value.split(":");
      schema.listType = type as "atomic" | "set" | "map";
      if (keys !== undefined) schema.listMapKeys = keys.split(",");
      return;
    }
    case "map":
      schema.mapType = value as "atomic" | "granular";
      return;
    case "patch":
      schema.patchStrategy = value;
      return;
    case "mergeKey":
      schema.patchMergeKey = value;
      return;
    case "go":
      schema.goType = value;
      return;
    case "default":
      schema.default = value;
      return;
    default:
      throw new Error(`an attribute that this reader does not know: ${name}`);
  }
}

function protobufField(words: readonly string[]): ProtobufField {
  const path = (words[1] as string).split(".").map(Number);
  const wire = words.find((word) => word.startsWith("wire="))?.slice("wire=".length);
  const field = { number: path.pop() as number, type: wire ?? wireType(words[0] as string) };
  return path.length === 0 ? field : { ...field, within: path };
}

function wireType(type: string): string {
  if (type.startsWith("[]")) return `[]${wireType(type.slice(2))}`;
  if (type.startsWith("map:")) return `map[string]${wireType(type.slice(4))}`;
  if (type === "boolean") return "bool";
  if (type === "byte") return "bytes";
  return type.includes(".") ? `k8s.io.${fullDefinitionName(type).slice("io.k8s.".length)}` : type;
}

const packages: Readonly<Record<string, string>> = {
  apiextensions: "apiextensions-apiserver.pkg.apis.",
  apiregistration: "kube-aggregator.pkg.apis.",
  intstr: "apimachinery.pkg.util.",
  meta: "apimachinery.pkg.apis.",
  runtime: "apimachinery.pkg.",
  version: "apimachinery.pkg.",
};

/** "core.v1.Pod" -> "io.k8s.api.core.v1.Pod". */
export function fullDefinitionName(short: string): string {
  if (short === "resource.Quantity") return "io.k8s.apimachinery.pkg.api.resource.Quantity";
  return `io.k8s.${packages[short.slice(0, short.indexOf("."))] ?? "api."}${short}`;
}

/** The reverse of `fullDefinitionName`; a short name stays as it is. */
export function shortDefinitionName(name: string): string {
  if (!name.startsWith("io.k8s.")) return name;
  const parts = name.split(".");
  return parts.slice(parts.length - (/^v\d/.test(parts[parts.length - 2] as string) ? 3 : 2)).join(".");
}
