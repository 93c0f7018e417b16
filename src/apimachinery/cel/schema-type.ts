// A schema as a CEL type: what `self` is declared to be.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/common/schemas.go SchemaDeclType
import type { Schema } from "../schema/schema.ts";
import { escapeName, unescapeName } from "./escape.ts";
import { requestBytesMax } from "./limits.ts";
import {
  boolType,
  type CelType,
  doubleType,
  intType,
  type ListKind,
  type ListType,
  type MapType,
  type ObjectType,
  objectType,
  type Property,
  stringType,
} from "./type.ts";

const textMax = requestBytesMax - 2;
const longText: CelType = { kind: "string", sizeMax: textMax };
/** What rules may see of the metadata of a resource. */
const metadataType = objectType("object", { name: longText, generateName: longText });
const rootFields: Readonly<Record<string, CelType>> = { apiVersion: longText, kind: longText, metadata: metadataType };

const known = new WeakMap<Schema, CelType | "hidden">();
const knownRoots = new WeakMap<Schema, CelType | "hidden">();

/** The type of values of a schema; undefined: expressions do not see it (nothing is known of its shape). */
export function typeOfSchema(schema: Schema, isResourceRoot = schema.embeddedResource === true): CelType | undefined {
  const types = isResourceRoot ? knownRoots : known;
  let type = types.get(schema);
  if (type === undefined) {
    type = build(schema, isResourceRoot) ?? "hidden";
    types.set(schema, type);
  }
  return type === "hidden" ? undefined : type;
}

function build(schema: Schema, isResourceRoot: boolean): CelType | undefined {
  const { rules } = schema;
  if (schema.intOrString === true || schema.format === "int-or-string") {
    return { kind: "dyn", sizeMax: rules?.maxLength === undefined ? textMax : atLeastZero(rules.maxLength) * 4 };
  }
  switch (schema.type) {
    case "array":
      return schema.items === undefined || typeOfSchema(schema.items) === undefined
        ? undefined
        : new SchemaList(schema, schema.items);
    case "object": {
      const values = schema.additionalProperties;
      if (values === undefined || values === true) return new SchemaObject(schema, isResourceRoot);
      return typeOfSchema(values) === undefined ? undefined : new SchemaMap(schema, values);
    }
    case "string":
      return textType(schema);
    case "boolean":
      return boolType;
    case "number":
      return doubleType;
    case "integer":
      return intType;
    default:
      return undefined;
  }
}

function atLeastZero(count: number): number {
  return Math.max(count, 0);
}

function textType({ format, rules, enum: choices }: Schema): CelType {
  switch (format) {
    case "byte":
      return { kind: "bytes", sizeMax: rules?.maxLength === undefined ? textMax : atLeastZero(rules.maxLength) };
    case "duration":
      return { kind: "duration", sizeMax: 32 };
    case "date":
      return { kind: "timestamp", sizeMax: 12 };
    case "date-time":
      return { kind: "timestamp", sizeMax: 32 };
  }
  // A character has up to four bytes, and those are what is counted.
  if (rules?.maxLength !== undefined) return { kind: "string", sizeMax: atLeastZero(rules.maxLength) * 4 };
  if (choices === undefined || choices.length === 0) return longText;
  const lengths = choices.map((one) => (typeof one === "string" ? new TextEncoder().encode(one).length : 0));
  return { kind: "string", sizeMax: Math.max(...lengths) };
}

class SchemaList implements ListType {
  readonly kind = "list";
  readonly #schema: Schema;
  readonly #items: Schema;

  constructor(schema: Schema, items: Schema) {
    this.#schema = schema;
    this.#items = items;
  }
  get element(): CelType {
    return typeOfSchema(this.#items) as CelType;
  }
  get sizeMax(): number {
    const max = this.#schema.rules?.maxItems;
    return max === undefined ? Math.floor(textMax / (leastSize(this.#items) + 1)) : atLeastZero(max);
  }
  get listKind(): ListKind {
    const { listType, listMapKeys } = this.#schema;
    if (listType === "set") return { type: "set" };
    return listType === "map" ? { type: "map", keys: listMapKeys ?? [] } : (undefined as unknown as ListKind);
  }
}

class SchemaMap implements MapType {
  readonly kind = "map";
  readonly key = stringType;
  readonly #schema: Schema;
  readonly #values: Schema;

  constructor(schema: Schema, values: Schema) {
    this.#schema = schema;
    this.#values = values;
  }
  get value(): CelType {
    return typeOfSchema(this.#values) as CelType;
  }
  get sizeMax(): number {
    const max = this.#schema.rules?.maxProperties;
    return max === undefined ? Math.floor(textMax / (leastSize(this.#values) + 6)) : atLeastZero(max);
  }
}

class SchemaObject implements ObjectType {
  readonly kind = "object";
  readonly name = "object";
  readonly #schema: Schema;
  readonly #isRoot: boolean;
  readonly #properties = new Map<string, Property | undefined>();

  constructor(schema: Schema, isRoot: boolean) {
    this.#schema = schema;
    this.#isRoot = isRoot;
  }
  property(name: string): Property | undefined {
    if (this.#properties.has(name)) return this.#properties.get(name);
    const property = this.#find(name);
    this.#properties.set(name, property);
    return property;
  }
  #find(name: string): Property | undefined {
    const key = unescapeName(name);
    if (key === undefined) return undefined;
    const rootField = this.#isRoot && Object.hasOwn(rootFields, key) ? rootFields[key] : undefined;
    if (rootField !== undefined) return { type: rootField, key };
    const { properties } = this.#schema;
    const schema = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const type = schema === undefined ? undefined : typeOfSchema(schema);
    return type === undefined ? undefined : { type, key };
  }
  escaped(key: string): string | undefined {
    const name = escapeName(key);
    return name === undefined || this.property(name) === undefined ? undefined : name;
  }
}

const leastSizes = new WeakMap<Schema, number>();

/** The fewest bytes that a value takes in a request. */
function leastSize(schema: Schema): number {
  const found = leastSizes.get(schema);
  if (found !== undefined) return found;
  // A schema that comes to itself again is met with this.
  leastSizes.set(schema, 2);
  const size = reckonLeastSize(schema);
  leastSizes.set(schema, size);
  return size;
}

function reckonLeastSize(schema: Schema): number {
  if (schema.intOrString === true) return 1;
  switch (schema.type) {
    case "object": {
      if (schema.additionalProperties !== undefined && schema.additionalProperties !== true) return 2;
      const names = new Set(schema.required ?? []);
      let size = 2;
      for (const name of names) {
        const { properties } = schema;
        const part = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
        if (part === undefined || part.default !== undefined || typeOfSchema(part) === undefined) continue;
        size += name.length + leastSize(part) + 4;
      }
      return size;
    }
    case "string":
      return schema.format === "date" ? 12 : schema.format === "date-time" ? 21 : schema.format === "duration" ? 3 : 2;
    case "boolean":
      return 4;
    case "array":
      return 2;
    default:
      return 1;
  }
}
