import { describe, expect, test } from "vitest";
import { fieldErrorText } from "../field-error.ts";
import type { Json } from "../json.ts";
import type { CelRule, Schema } from "../schema/schema.ts";
import { checkRules } from "./check-rules.ts";
import { evaluateRules } from "./evaluate-rules.ts";

function resource(spec: Schema): Schema {
  return { type: "object", properties: { spec } };
}

function ruled(schema: Schema, ...validations: CelRule[]): Schema {
  return { ...schema, rules: { ...schema.rules, validations } };
}

function errors(schema: Schema, value: Json, old?: Json): string[] {
  return evaluateRules(schema, value, old).map(fieldErrorText);
}

function problems(schema: Schema): string[] {
  return checkRules(schema, "schema").map(fieldErrorText);
}

const integer: Schema = { type: "integer" };
const text: Schema = { type: "string", rules: { maxLength: 10 } };

describe("rules of a schema", () => {
  const bounds: Schema = { type: "object", properties: { min: integer, max: integer } };

  test("a failed rule is told with its place, and its message if it has one", () => {
    const plain = resource(ruled(bounds, { rule: "self.min <= self.max" }));
    expect(errors(plain, { spec: { min: 1, max: 2 } })).toEqual([]);
    expect(errors(plain, { spec: { min: 3, max: 2 } })).toEqual([
      'spec: Invalid value: "object": failed rule: self.min <= self.max',
    ]);
    const told = resource(ruled(bounds, { rule: "self.min <= self.max", message: " min is more than max " }));
    expect(errors(told, { spec: { min: 3, max: 2 } })).toEqual(['spec: Invalid value: "object": min is more than max']);
  });

  test("messageExpression, reason and fieldPath", () => {
    const schema = resource(
      ruled(
        bounds,
        { rule: "self.min <= self.max", messageExpression: "'min ' + string(self.min)", fieldPath: ".min" },
        { rule: "self.max < 100", reason: "FieldValueForbidden", message: "too much" },
        { rule: "self.max < 100", messageExpression: "''", message: "plain" },
      ),
    );
    expect(errors(schema, { spec: { min: 300, max: 200 } })).toEqual([
      'spec.min: Invalid value: "object": min 300',
      "spec: Forbidden: too much",
      'spec: Invalid value: "object": plain',
    ]);
  });

  test("an error while evaluating is told", () => {
    const schema = resource(ruled(bounds, { rule: "self.max > 1" }));
    expect(errors(schema, { spec: {} })).toEqual([
      'spec: Invalid value: "object": no such key: max evaluating rule: self.max > 1',
    ]);
  });

  test("transition rules run where there is an old value; optionalOldSelf always", () => {
    const schema = resource({
      type: "object",
      properties: { name: ruled(text, { rule: "self == oldSelf", message: "immutable" }) },
    });
    expect(errors(schema, { spec: { name: "a" } })).toEqual([]);
    expect(errors(schema, { spec: { name: "a" } }, { spec: {} })).toEqual([]);
    expect(errors(schema, { spec: { name: "a" } }, { spec: { name: "b" } })).toEqual([
      'spec.name: Invalid value: "string": immutable',
    ]);
    const optional = resource(
      ruled(bounds, { rule: "oldSelf.hasValue() || self.min == 0", optionalOldSelf: true, message: "starts at 0" }),
    );
    expect(errors(optional, { spec: { min: 1 } })).toEqual(['spec: Invalid value: "object": starts at 0']);
    expect(errors(optional, { spec: { min: 1 } }, { spec: { min: 1 } })).toEqual([]);
  });

  test("what an update leaves as it was may stay as it is", () => {
    const schema = resource(ruled(bounds, { rule: "self.min <= self.max" }));
    const bad = { min: 3, max: 2 };
    expect(errors(schema, { spec: bad }, { spec: { ...bad } })).toEqual([]);
    expect(errors(schema, { spec: { ...bad, max: 1 } }, { spec: bad })).toHaveLength(1);
  });

  test("items of lists by key are compared with their past, those of other lists are not", () => {
    const item = ruled(
      { type: "object", properties: { name: text, size: integer } },
      { rule: "self.size >= oldSelf.size", message: "may not shrink" },
    );
    const schema = resource({ type: "array", items: item, listType: "map", listMapKeys: ["name"] });
    const old = {
      spec: [
        { name: "a", size: 2 },
        { name: "b", size: 5 },
      ],
    };
    expect(
      errors(
        schema,
        {
          spec: [
            { name: "b", size: 4 },
            { name: "a", size: 3 },
          ],
        },
        old,
      ),
    ).toEqual(['spec[0]: Invalid value: "object": may not shrink']);
    expect(problems(resource({ type: "array", items: item, rules: { maxItems: 5 } }))).toEqual([
      'schema.properties[spec].items.x-kubernetes-validations[0].rule: Invalid value: "self.size >= oldSelf.size": oldSelf cannot be used on the uncorrelatable portion of the schema within schema.properties[spec]',
    ]);
  });

  test("maps, embedded metadata, escaped names, formats, int-or-string", () => {
    const schema = ruled(
      {
        type: "object",
        properties: {
          "a-b": integer,
          namespace: text,
          when: { type: "string", format: "date-time" },
          every: { type: "string", format: "duration" },
          port: { intOrString: true },
          labels: ruled({ type: "object", additionalProperties: text }, { rule: "self.all(k, self[k] != '')" }),
        },
      },
      { rule: "self.metadata.name.startsWith('x') && self.kind == 'K'" },
      { rule: "self.a__dash__b == 1 && self.__namespace__ == 'n'" },
      { rule: "self.when < timestamp('2021-01-01T00:00:00Z') && self.every > duration('1s')" },
      { rule: "type(self.port) == int ? self.port < 10 : self.port.endsWith('%')" },
    );
    const value = {
      apiVersion: "v1",
      kind: "K",
      metadata: { name: "x1" },
      "a-b": 1,
      namespace: "n",
      when: "2020-01-01T00:00:00Z",
      every: "1m",
      port: "5%",
      labels: { a: "" },
    };
    expect(problems(schema)).toEqual([]);
    expect(errors(schema, value)).toEqual([
      "labels: Invalid value: \"object\": failed rule: self.all(k, self[k] != '')",
    ]);
  });

  test("sets and lists by key compare and add as such", () => {
    const set: Schema = { type: "array", items: text, listType: "set" };
    const keyed: Schema = {
      type: "array",
      items: { type: "object", properties: { k: text, v: integer } },
      listType: "map",
      listMapKeys: ["k"],
    };
    const schema = resource(
      ruled(
        { type: "object", properties: { a: set, b: set, c: keyed, d: keyed } },
        { rule: "self.a == self.b" },
        { rule: "(self.a + self.b).size() == 2" },
        { rule: "(self.c + self.d).map(e, e.v) == [3, 2]" },
      ),
    );
    const [one, two] = [
      { k: "x", v: 1 },
      { k: "y", v: 2 },
    ];
    expect(errors(schema, { spec: { a: ["p", "q"], b: ["q", "p"], c: [one, two], d: [{ k: "x", v: 3 }] } })).toEqual(
      [],
    );
  });

  test("a rule that does not compile is refused with its place", () => {
    expect(problems(resource(ruled(bounds, { rule: "self.mix > 0" })))).toEqual([
      "schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: \"self.mix > 0\": compilation failed: ERROR: <input>:1:5: undefined field 'mix'\n | self.mix > 0\n | ....^",
    ]);
    expect(problems(resource(ruled(bounds, { rule: "self.min" })))).toEqual([
      'schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: "self.min": cel expression must evaluate to a bool',
    ]);
    expect(problems(resource(ruled(bounds, { rule: "true", fieldPath: ".nope" })))).toEqual([
      'schema.properties[spec].x-kubernetes-validations[0].fieldPath: Invalid value: ".nope": fieldPath must be a valid path: does not refer to a valid field',
    ]);
  });

  test("a rule that spends too much stops the rest", () => {
    const list: Schema = { type: "array", items: integer };
    const schema = resource(
      ruled(list, { rule: "self.all(a, self.all(b, self.all(c, a + b + c > 0)))" }, { rule: "false" }),
    );
    expect(errors(schema, { spec: Array.from({ length: 200 }, (_, i) => i + 1) })).toEqual([
      "spec: Invalid value: \"array\": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self.all(a, self.all(b, self.all(c, a + b + c > 0)))",
    ]);
  });

  test("expressions that are stored already are not held to the limits of cost", () => {
    const rule = "self.all(x, self.all(y, x == y))";
    const schema = resource(ruled({ type: "array", items: integer }, { rule }));
    expect(problems(schema).length).toBeGreaterThan(0);
    expect(checkRules(schema, "schema", { stored: new Set([rule]) })).toEqual([]);
  });

  test("rules below allOf see the whole value", () => {
    const all: Schema = { rules: { validations: [{ rule: "self.min > 0" }] } };
    const schema = resource({ ...bounds, rules: { allOf: [all] } });
    expect(problems(schema)).toEqual([]);
    expect(errors(schema, { spec: { min: 0 } })).toEqual(['spec: Invalid value: "object": failed rule: self.min > 0']);
  });
});
