// Objects to protobuf, as Go's clients send them: what the product only reads, a test must write.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go
import { decodeBase64 } from "../../../src/apimachinery/base64.ts";
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import { WireWriter } from "../../../src/apimachinery/protobuf/wire-writer.ts";
import type { Schema } from "../../../src/apimachinery/schema/schema.ts";
import { parseTime } from "../../../src/apimachinery/time.ts";

const magic = [0x6b, 0x38, 0x73, 0x00];

/** A body of type application/vnd.kubernetes.protobuf. */
export function encodeProtobuf(object: JsonObject, schema: Schema): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  writer.message(1, (typeMeta) => {
    typeMeta.string(1, String(object["apiVersion"] ?? ""));
    typeMeta.string(2, String(object["kind"] ?? ""));
  });
  writer.message(2, (raw) => writeFields(raw, schema, object));
  writer.string(3, "");
  writer.string(4, "");
  return Uint8Array.from([...magic, ...writer.written]);
}

/** Fields by number, embedded messages around those that stand in them. */
function writeFields(writer: WireWriter, schema: Schema, object: JsonObject, within: readonly number[] = []): void {
  const entries = Object.entries(schema.protobuf ?? {}).filter(
    ([name, field]) => object[name] !== undefined && within.every((number, index) => field.within?.[index] === number),
  );
  const writes = new Map<number, () => void>();
  for (const [name, field] of entries) {
    const inner = field.within?.[within.length];
    if (inner !== undefined) {
      writes.set(inner, () => writer.message(inner, (one) => writeFields(one, schema, object, [...within, inner])));
      continue;
    }
    const property = schema.properties?.[name] as Schema;
    writes.set(field.number, () => writeField(writer, field.number, property, object[name] as Json, field.type));
  }
  for (const number of [...writes.keys()].sort((a, b) => a - b)) writes.get(number)?.();
}

function writeField(writer: WireWriter, number: number, schema: Schema, value: Json, wireType: string): void {
  if (wireType.startsWith("[]")) {
    for (const item of value as Json[]) writeValue(writer, number, schema.items as Schema, item);
    return;
  }
  if (wireType.startsWith("map[")) {
    const map = value as JsonObject;
    for (const key of Object.keys(map).sort()) {
      writer.message(number, (entry) => {
        entry.string(1, key);
        writeValue(entry, 2, schema.additionalProperties as Schema, map[key] as Json);
      });
    }
    return;
  }
  writeValue(writer, number, schema, value);
}

function writeValue(writer: WireWriter, number: number, schema: Schema, value: Json): void {
  const special = specialForms[schema.format ?? ""];
  if (schema.format === "byte") writer.bytes(number, decodeBase64(value as string) as Uint8Array);
  else if (special !== undefined) writer.message(number, (inner) => special(inner, value, schema));
  else if (schema.type === "string") writer.string(number, value as string);
  else if (schema.type === "boolean") writer.bool(number, value as boolean);
  else if (schema.type === "integer") writer.int64(number, value as number);
  else if (schema.type === "number") writer.double(number, value as number);
  else writer.message(number, (inner) => writeMessage(inner, schema, value));
}

function writeMessage(writer: WireWriter, schema: Schema, value: Json): void {
  if (schema.type === "array") {
    // A list that is a message of its own.
    for (const item of value as Json[]) writeValue(writer, 1, schema.items as Schema, item);
  } else if (schema.preserveUnknownFields === true) writer.string(1, JSON.stringify(value));
  else writeFields(writer, schema, value as JsonObject);
}

type WriteSpecial = (writer: WireWriter, value: Json, schema: Schema) => void;

/** Messages that are scalars in JSON, or either of two things. */
const specialForms: Readonly<Record<string, WriteSpecial>> = {
  "date-time": (writer, value) => writeTime(writer, value as string | null),
  "micro-time": (writer, value) => writeTime(writer, value as string | null),
  quantity: (writer, value) => writer.string(1, value as string),
  "int-or-string": (writer, value) => writeIntOrString(writer, value as number | string),
  "schema-or-bool": writeSchemaOrBool,
  "schema-or-array": writeSchemaOrList,
  "schema-or-strings": writeSchemaOrList,
};

function writeTime(writer: WireWriter, text: string | null): void {
  if (text === null) return;
  const micros = Number(/\.(\d{6})/.exec(text)?.[1] ?? 0);
  const wholeSeconds = parseTime(text.replace(/\.\d+/, "")) as number;
  writer.int64(1, wholeSeconds / 1000);
  writer.int64(2, micros * 1000);
}

function writeIntOrString(writer: WireWriter, value: number | string): void {
  const isString = typeof value === "string";
  writer.int64(1, isString ? 1 : 0);
  writer.int64(2, isString ? 0 : value);
  writer.string(3, isString ? value : "");
}

/** Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/generated.proto */
function writeSchemaOrBool(writer: WireWriter, value: Json, schema: Schema): void {
  const isSchema = typeof value !== "boolean";
  writer.bool(1, isSchema || value);
  if (isSchema) writer.message(2, (inner) => writeFields(inner, schema.items as Schema, value as JsonObject));
}

function writeSchemaOrList(writer: WireWriter, value: Json, schema: Schema): void {
  const writeSchema = (number: number, one: Json) =>
    writer.message(number, (inner) => writeFields(inner, schema.items as Schema, one as JsonObject));
  if (!Array.isArray(value)) writeSchema(1, value);
  else {
    for (const item of value) {
      if (typeof item === "string") writer.string(2, item);
      else writeSchema(2, item);
    }
  }
}
