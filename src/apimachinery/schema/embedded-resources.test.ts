import { describe, expect, test } from "vitest";
import { schemaOf } from "../../kinds/facts/schema-of.ts";
import { fieldErrorText } from "../field-error.ts";
import type { Json } from "../json.ts";
import { schemaFromOpenApi } from "./custom-schema.ts";
import { embeddedResourceErrors } from "./embedded-resources.ts";

const embedded = {
  type: "object",
  "x-kubernetes-embedded-resource": true,
  "x-kubernetes-preserve-unknown-fields": true,
};
const schema = schemaFromOpenApi(
  {
    type: "object",
    properties: {
      spec: {
        type: "object",
        properties: {
          template: embedded,
          list: { type: "array", items: embedded },
          map: { type: "object", additionalProperties: embedded },
        },
      },
    },
  },
  schemaOf("meta.v1.ObjectMeta"),
);

function errors(spec: Json): string[] {
  return embeddedResourceErrors(schema, { apiVersion: "g/v1", kind: "Tab", metadata: {}, spec }).map(fieldErrorText);
}

const pod = { apiVersion: "v1", kind: "Pod" };

describe("an embedded resource", () => {
  test("says what it is", () => {
    expect(errors({ template: {} })).toEqual([
      "spec.template.apiVersion: Required value: must not be empty",
      "spec.template.kind: Required value: must not be empty",
    ]);
    expect(errors({ template: { apiVersion: "a/b/c", kind: "" } })).toEqual([
      'spec.template.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c',
      'spec.template.kind: Invalid value: "": must not be empty',
    ]);
    expect(errors({ template: { ...pod, kind: "Not_A_Kind" } })[0]).toContain(
      'spec.template.kind: Invalid value: "Not_A_Kind": may have mixed case, but should otherwise match: a DNS-1035 label',
    );
  });

  test("needs no metadata, and has none that no object could have", () => {
    expect(errors({ template: pod, list: [{ ...pod, metadata: { labels: { a: "b" } } }] })).toEqual([]);
    expect(errors({ template: { ...pod, metadata: { name: "a/b" } } })).toEqual([
      "spec.template.metadata.name: Invalid value: \"a/b\": may not contain '/'",
    ]);
    expect(errors({ template: { ...pod, metadata: { namespace: "No!" } } })[0]).toContain(
      "spec.template.metadata.namespace",
    );
  });

  test("is found in lists and maps", () => {
    const bad = { ...pod, metadata: { labels: { a: "not a label!" } } };
    expect(errors({ list: [pod, bad], map: { one: bad } }).map((text) => text.split(": ")[0])).toEqual([
      "spec.list[1].metadata.labels",
      "spec.map[one].metadata.labels",
    ]);
  });
});
