// The OpenAPI v2 document in its protobuf form, which kubectl and client-go ask /openapi/v2 for.
// Numbers and names of fields: github.com/google/gnostic openapiv2/OpenAPIv2.proto; what the documents never have
// (forms, files, OAuth, headers) is left out.
import type { Json, JsonObject } from "../json.ts";
import { WireWriter } from "../protobuf/wire-writer.ts";

/**
 * A document, or parts of one: messages of parts that follow each other are read as one whole, so parts may be appended
 * to a document that was written earlier. Members that the form has no field for are left out.
 */
export function openApiV2Protobuf(document: JsonObject): Uint8Array<ArrayBuffer> {
  const out = new WireWriter();
  documentFields(out, document);
  return out.written;
}

/** Writes the fields of a message. */
type Fill = (out: WireWriter, value: Json) => void;
/** Writes a value as a field. */
type Form = (out: WireWriter, field: number, value: Json) => void;

const text: Form = (out, field, value) => out.string(field, String(value));
const flag: Form = (out, field, value) => out.bool(field, value === true);
const whole: Form = (out, field, value) => out.int64(field, Number(value));
const real: Form = (out, field, value) => out.double(field, Number(value));
/** Any value at all, as YAML; JSON is YAML. */
const any: Form = (out, field, value) => out.message(field, (inner) => inner.string(2, JSON.stringify(value)));

function each(form: Form): Form {
  return (out, field, value) => {
    for (const one of Array.isArray(value) ? value : [value]) form(out, field, one);
  };
}

function message(fill: Fill): Form {
  return (out, field, value) => out.message(field, (inner) => fill(inner, value));
}

/** A message of one field. */
function holding(number: number, form: Form): Form {
  return message((out, value) => form(out, number, value));
}

/** Maps are lists of messages of a name and a value. */
function mapOf(number: number, form: Form): Fill {
  return (out, value) => {
    for (const [name, part] of Object.entries(value as JsonObject)) {
      out.message(number, (entry) => {
        entry.string(1, name);
        form(entry, 2, part);
      });
    }
  };
}

/** `extensions`: the field of the members whose names begin with "x-". */
function members(fields: Readonly<Record<string, readonly [number, Form]>>, extensions?: number): Fill {
  const known = new Map(Object.entries(fields));
  const extension = mapOf(extensions ?? 0, any);
  return (out, value) => {
    for (const [name, part] of Object.entries(value as JsonObject)) {
      const field = known.get(name);
      if (field !== undefined) field[1](out, field[0], part);
      else if (extensions !== undefined && name.startsWith("x-")) extension(out, { [name]: part });
    }
  };
}

/** One of several messages, told apart by the value. */
function oneOf(choose: (value: JsonObject) => readonly [number, Form]): Form {
  return message((out, value) => {
    const [number, form] = choose(value as JsonObject);
    form(out, number, value);
  });
}

const schema: Form = message((out, value) => schemaFields(out, value));
const additionalProperties: Form = message((out, value) =>
  typeof value === "boolean" ? out.bool(2, value) : schema(out, 1, value),
);
const schemaFields = members(
  {
    $ref: [1, text],
    format: [2, text],
    title: [3, text],
    description: [4, text],
    default: [5, any],
    multipleOf: [6, real],
    maximum: [7, real],
    exclusiveMaximum: [8, flag],
    minimum: [9, real],
    exclusiveMinimum: [10, flag],
    maxLength: [11, whole],
    minLength: [12, whole],
    pattern: [13, text],
    maxItems: [14, whole],
    minItems: [15, whole],
    uniqueItems: [16, flag],
    maxProperties: [17, whole],
    minProperties: [18, whole],
    required: [19, each(text)],
    enum: [20, each(any)],
    additionalProperties: [21, additionalProperties],
    type: [22, holding(1, each(text))],
    items: [23, holding(1, each(schema))],
    allOf: [24, each(schema)],
    properties: [25, message(mapOf(1, schema))],
    readOnly: [27, flag],
    externalDocs: [29, message(members({ description: [1, text], url: [2, text] }, 3))],
    example: [30, any],
  },
  31,
);

const bodyParameter = message(
  members({ description: [1, text], name: [2, text], in: [3, text], required: [4, flag], schema: [5, schema] }, 6),
);
const pathParameter = message(
  members({
    required: [1, flag],
    in: [2, text],
    description: [3, text],
    name: [4, text],
    type: [5, text],
    format: [6, text],
    uniqueItems: [19, flag],
  }),
);
const queryParameter = message(
  members({
    required: [1, flag],
    in: [2, text],
    description: [3, text],
    name: [4, text],
    type: [6, text],
    format: [7, text],
    uniqueItems: [20, flag],
  }),
);
const nonBodyParameter = oneOf((value) => (value["in"] === "path" ? [4, pathParameter] : [3, queryParameter]));
const parameter = oneOf((value) => (value["in"] === "body" ? [1, bodyParameter] : [2, nonBodyParameter]));
const reference = message(members({ $ref: [1, text], description: [2, text] }));
const parameterOrReference = oneOf((value) => ("$ref" in value ? [2, reference] : [1, parameter]));

const response = message(members({ description: [1, text], schema: [2, holding(1, schema)] }, 5));
const securityRequirement = message(mapOf(1, holding(1, each(text))));
const operation = message(
  members(
    {
      tags: [1, each(text)],
      summary: [2, text],
      description: [3, text],
      operationId: [5, text],
      produces: [6, each(text)],
      consumes: [7, each(text)],
      parameters: [8, each(parameterOrReference)],
      responses: [9, message(mapOf(1, holding(1, response)))],
      schemes: [10, each(text)],
      deprecated: [11, flag],
      security: [12, each(securityRequirement)],
    },
    13,
  ),
);
const path = message(
  members(
    {
      get: [2, operation],
      put: [3, operation],
      post: [4, operation],
      delete: [5, operation],
      options: [6, operation],
      head: [7, operation],
      patch: [8, operation],
      parameters: [9, each(parameterOrReference)],
    },
    10,
  ),
);
const apiKey = message(members({ type: [1, text], name: [2, text], in: [3, text], description: [4, text] }, 5));

const documentFields = members(
  {
    swagger: [1, text],
    info: [2, message(members({ title: [1, text], version: [2, text], description: [3, text] }, 7))],
    paths: [8, message(mapOf(2, path))],
    definitions: [9, message(mapOf(1, schema))],
    parameters: [10, message(mapOf(1, parameter))],
    security: [12, each(securityRequirement)],
    securityDefinitions: [13, message(mapOf(1, holding(2, apiKey)))],
  },
  16,
);
