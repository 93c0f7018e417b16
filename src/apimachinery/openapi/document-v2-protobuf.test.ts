// Read back with the field numbers as upstream's file has them, by a reader that knows nothing of the writer.
import { describe, expect, test } from "vitest";
import { builtInComponents, openApiResources } from "../../kinds/facts/openapi-source.ts";
import type { Json, JsonObject } from "../json.ts";
import { bytesWire, fixed64Wire, WireReader } from "../protobuf/wire-reader.ts";
import { openApiV2Document } from "./document-v2.ts";
import { openApiV2Protobuf } from "./document-v2-protobuf.ts";

/** Lines of OpenAPIv2.proto, each message's fields by number; "*" marks the repeated ones. */
const proto = `
AdditionalPropertiesItem: 1 Schema schema, 2 bool boolean
Any: 2 string yaml
ApiKeySecurity: 1 string type, 2 string name, 3 string in, 4 string description, 5 *NamedAny extension
BodyParameter: 1 string description, 2 string name, 3 string in, 4 bool required, 5 Schema schema
Definitions: 1 *NamedSchema list
Document: 1 string swagger, 2 Info info, 8 Paths paths, 9 Definitions definitions, 10 ParameterDefinitions parameters, 12 *SecurityRequirement security, 13 SecurityDefinitions securityDefinitions
ExternalDocs: 1 string description, 2 string url
Info: 1 string title, 2 string version
ItemsItem: 1 *Schema schema
JsonReference: 1 string $ref, 2 string description
NamedAny: 1 string name, 2 Any value
NamedParameter: 1 string name, 2 Parameter value
NamedPathItem: 1 string name, 2 PathItem value
NamedResponseValue: 1 string name, 2 ResponseValue value
NamedSchema: 1 string name, 2 Schema value
NamedSecurityDefinitionsItem: 1 string name, 2 SecurityDefinitionsItem value
NamedStringArray: 1 string name, 2 StringArray value
NonBodyParameter: 3 QueryParameterSubSchema query, 4 PathParameterSubSchema path
Operation: 1 *string tags, 5 string operationId, 6 *string produces, 7 *string consumes, 8 *ParametersItem parameters, 9 Responses responses, 10 *string schemes, 13 *NamedAny extension
Parameter: 1 BodyParameter body, 2 NonBodyParameter nonBody
ParameterDefinitions: 1 *NamedParameter list
ParametersItem: 1 Parameter parameter, 2 JsonReference reference
PathItem: 2 Operation get, 3 Operation put, 4 Operation post, 5 Operation delete, 6 Operation options, 7 Operation head, 8 Operation patch, 9 *ParametersItem parameters
PathParameterSubSchema: 1 bool required, 2 string in, 3 string description, 4 string name, 5 string type, 19 bool uniqueItems
Paths: 2 *NamedPathItem list
Properties: 1 *NamedSchema list
QueryParameterSubSchema: 1 bool required, 2 string in, 3 string description, 4 string name, 6 string type, 20 bool uniqueItems
Response: 1 string description, 2 SchemaItem schema
ResponseValue: 1 Response response
Responses: 1 *NamedResponseValue list
Schema: 1 string $ref, 2 string format, 3 string title, 4 string description, 5 Any default, 6 double multipleOf, 7 double maximum, 8 bool exclusiveMaximum, 9 double minimum, 11 int64 maxLength, 12 int64 minLength, 13 string pattern, 14 int64 maxItems, 15 int64 minItems, 19 *string required, 20 *Any enum, 21 AdditionalPropertiesItem additionalProperties, 22 TypeItem type, 23 ItemsItem items, 24 *Schema allOf, 25 Properties properties, 29 ExternalDocs externalDocs, 30 Any example, 31 *NamedAny extension
SchemaItem: 1 Schema schema
SecurityDefinitions: 1 *NamedSecurityDefinitionsItem list
SecurityDefinitionsItem: 2 ApiKeySecurity apiKey
SecurityRequirement: 1 *NamedStringArray list
StringArray: 1 *string value
TypeItem: 1 *string value
`;

interface Field {
  readonly type: string;
  readonly name: string;
  readonly isRepeated: boolean;
}

const messages = new Map<string, Map<number, Field>>();
for (const line of proto.trim().split("\n")) {
  const [name = "", fields = ""] = line.split(": ");
  const numbered = fields.split(", ").map((field): [number, Field] => {
    const [number = "", type = "", member = ""] = field.split(" ");
    return [Number(number), { type: type.replace("*", ""), name: member, isRepeated: type.startsWith("*") }];
  });
  messages.set(name, new Map(numbered));
}

function readField(reader: WireReader, type: string, wire: number): Json {
  if (type === "string") return reader.string();
  if (type === "bool") return reader.uint32() === 1;
  if (type === "int64") return reader.int64();
  if (type === "double") {
    expect(wire).toBe(fixed64Wire);
    return reader.double();
  }
  expect(wire).toBe(bytesWire);
  return readMessage(reader.message(), type);
}

/** As the wire has it, then as the JSON document would say it. */
function readMessage(reader: WireReader, type: string): Json {
  const found: JsonObject = {};
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    const field = messages.get(type)?.get(tag >>> 3);
    if (field === undefined) throw new Error(`${type} has no field ${tag >>> 3}`);
    const value = readField(reader, field.type, tag & 7);
    const before = found[field.name];
    if (field.isRepeated) found[field.name] = [...((before ?? []) as Json[]), value];
    // Messages of one field that come again are one.
    else if (before !== undefined) found[field.name] = { ...(before as JsonObject), ...(value as JsonObject) };
    else found[field.name] = value;
  }
  return plain(type, found);
}

const wrappers = new Set([
  "NonBodyParameter",
  "Parameter",
  "ParametersItem",
  "ResponseValue",
  "SchemaItem",
  "SecurityDefinitionsItem",
  "AdditionalPropertiesItem",
]);

function plain(type: string, found: JsonObject): Json {
  if (type === "Any") return JSON.parse(found["yaml"] as string) as Json;
  if (wrappers.has(type)) {
    expect(Object.keys(found)).toHaveLength(1);
    return Object.values(found)[0] as Json;
  }
  if (type === "ItemsItem") return (found["schema"] as Json[])[0] as Json;
  if (type === "StringArray") return found["value"] ?? [];
  if (type === "TypeItem") return (found["value"] as Json[])[0] as Json;
  if (messages.get(type)?.values().next().value?.name === "list") return named(found["list"]);
  const { extension, ...rest } = found;
  return { ...rest, ...named(extension) };
}

function named(list: Json | undefined): JsonObject {
  const entries = (list ?? []) as unknown as { name: string; value: Json }[];
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

function read(bytes: Uint8Array): Json {
  return readMessage(new WireReader(bytes), "Document");
}

describe("openApiV2Protobuf", () => {
  test("says all that the built-in document says", () => {
    const components = builtInComponents({ version: 2 });
    const document = openApiV2Document(openApiResources(), components, { version: "v1" });
    expect(read(openApiV2Protobuf(document))).toEqual(document);
  });

  test("has what schemas of custom resources may have", () => {
    const schema: JsonObject = {
      type: "object",
      description: "größer",
      required: ["a", "b"],
      properties: {
        a: { type: "number", minimum: -1.5, maximum: 2 ** 40, exclusiveMaximum: true, multipleOf: 0.5 },
        b: { type: "array", minItems: 1, maxItems: 300, items: { type: "string", pattern: "^a$", maxLength: 200 } },
        c: { type: "object", additionalProperties: true, externalDocs: { url: "https://docs" } },
        d: { type: "object", additionalProperties: { enum: ["x", 1, null], example: { deep: [] } } },
        e: { "x-kubernetes-preserve-unknown-fields": true, default: "" },
      },
      "x-kubernetes-validations": [{ rule: "self.a > 0", message: "no" }],
    };
    const document = { definitions: { "com.example.v1.Widget": schema } };
    expect(read(openApiV2Protobuf(document))).toEqual(document);
  });

  test("leaves out what the form has no field for", () => {
    const bytes = openApiV2Protobuf({ definitions: { a: { type: "string", oneOf: [{ minLength: 1 }] } } });
    expect(read(bytes)).toEqual({ definitions: { a: { type: "string" } } });
  });

  test("parts that follow a document become part of it", () => {
    const first = { swagger: "2.0", paths: { "/a": {} }, definitions: { a: { type: "string" } } };
    const second = { paths: { "/b": {} }, definitions: { b: { type: "integer" } } };
    const bytes = new Uint8Array([...openApiV2Protobuf(first), ...openApiV2Protobuf(second)]);
    expect(read(bytes)).toEqual({
      swagger: "2.0",
      paths: { "/a": {}, "/b": {} },
      definitions: { a: { type: "string" }, b: { type: "integer" } },
    });
  });
});
