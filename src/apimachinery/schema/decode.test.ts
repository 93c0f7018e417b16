import { describe, expect, test } from "vitest";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Json } from "../json.ts";
import { decode } from "./decode.ts";
import type { Schema } from "./schema.ts";

const deployment = schemaOfKind("apps", "v1", "Deployment");
const pod = schemaOfKind("", "v1", "Pod");
const secret = schemaOfKind("", "v1", "Secret");

function decoded(schema: Schema, value: Json): { value: Json; unknownFields: readonly string[] } {
  const result = decode(schema, value, { collectUnknown: true });
  if (result.type !== "decoded") throw new Error(result.message);
  return result;
}

function message(schema: Schema, value: Json): string {
  const result = decode(schema, value, { collectUnknown: true });
  return result.type === "mismatch" ? result.message : "no mismatch";
}

describe("types", () => {
  test.each<[Json, string]>([
    [
      { spec: { replicas: "3" } },
      "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      { spec: { replicas: 1.5 } },
      "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      { spec: { replicas: 3_000_000_000 } },
      "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      { spec: { paused: "true" } },
      "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool",
    ],
    [
      { spec: { strategy: { type: 1 } } },
      "json: cannot unmarshal number into Go struct field DeploymentStrategy.spec.strategy.type of type v1.DeploymentStrategyType",
    ],
    [{ spec: [] }, "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec"],
    [
      { spec: { template: { spec: { containers: {} } } } },
      "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
    ],
    [
      { spec: { template: { spec: { containers: [{ env: [{ name: "A", value: 5 }] }] } } } },
      "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string",
    ],
    [
      { metadata: { labels: { a: true } } },
      "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string",
    ],
    [
      { metadata: { labels: "a" } },
      "json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string",
    ],
    ["text", "json: cannot unmarshal string into Go value of type v1.Deployment"],
    [[], "json: cannot unmarshal array into Go value of type v1.Deployment"],
  ])("%j is told as Go does", (value, expected) => {
    expect(message(deployment, value)).toBe(expected);
  });

  test("what fits is the same value, not a copy", () => {
    const value = {
      metadata: { name: "a" },
      spec: { replicas: 0, selector: {}, template: { spec: { containers: [] } } },
    };
    expect(decoded(deployment, value).value).toBe(value);
  });
});

describe("unknown fields", () => {
  test("are dropped and named with their path", () => {
    const value = {
      spec: {
        containers: [
          { name: "a", imagee: "x" },
          { name: "b", ports: [{ Protocol: "TCP" }] },
        ],
        foo: {},
      },
    };
    expect(decoded(pod, value)).toEqual({
      type: "decoded",
      value: { spec: { containers: [{ name: "a" }, { name: "b", ports: [{}] }] } },
      unknownFields: ["spec.containers[0].imagee", "spec.containers[1].ports[0].Protocol", "spec.foo"],
    });
  });

  test("are not named when nobody asks", () => {
    expect(decode(pod, { foo: 1 }, { collectUnknown: false })).toEqual({
      type: "decoded",
      value: {},
      unknownFields: [],
    });
  });

  test("that are called like an object's own members are unknown like others", () => {
    const value = JSON.parse('{"constructor":1,"__proto__":{"a":1},"metadata":{"labels":{"__proto__":"x","a":null}}}');
    const result = decoded(pod, value);
    expect(result.unknownFields).toEqual(["constructor", "__proto__"]);
    expect(JSON.stringify(result.value)).toBe('{"metadata":{"labels":{"__proto__":"x","a":""}}}');
  });

  test("beyond a hundred are dropped without a name", () => {
    const value = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x${i}`, i]));
    const result = decoded(pod, value);
    expect(result.value).toEqual({});
    expect(result.unknownFields).toHaveLength(100);
  });
});

describe("nulls", () => {
  test("of fields are dropped; in lists and maps they are zero values", () => {
    const value = {
      metadata: { creationTimestamp: null, labels: { a: null, b: "c" } },
      spec: {
        nodeName: null,
        containers: [null, { name: "a", args: [null, "x"], resources: { limits: { cpu: null } } }],
      },
    };
    expect(decoded(pod, value).value).toEqual({
      metadata: { labels: { a: "", b: "c" } },
      spec: { containers: [{}, { name: "a", args: ["", "x"], resources: { limits: { cpu: "0" } } }] },
    });
  });
});

describe("zero values", () => {
  test("are dropped where Go does not write them, kept where absent means something else", () => {
    const spec = { replicas: 0, paused: false, minReadySeconds: 0, strategy: {}, progressDeadlineSeconds: 0 };
    expect(decoded(deployment, { metadata: { labels: {}, finalizers: [], generateName: "" }, spec }).value).toEqual({
      metadata: {},
      spec: { replicas: 0, strategy: {}, progressDeadlineSeconds: 0 },
    });
  });

  test("of required fields are kept", () => {
    const value = { spec: { containers: [{ name: "" }] } };
    expect(decoded(pod, value).value).toBe(value);
    const empty = { spec: { containers: [] } };
    expect(decoded(pod, empty).value).toBe(empty);
  });

  test("of objects are kept: an empty one chooses", () => {
    const value = { spec: { containers: [], volumes: [{ name: "a", emptyDir: {} }], securityContext: {} } };
    expect(decoded(pod, value).value).toBe(value);
  });
});

describe("values with a form of their own", () => {
  test("times are written in UTC with whole seconds", () => {
    const value = { metadata: { creationTimestamp: "2026-01-31T01:02:03.9+02:00" } };
    expect(decoded(pod, value).value).toEqual({ metadata: { creationTimestamp: "2026-01-30T23:02:03Z" } });
    expect(message(pod, { metadata: { creationTimestamp: "2026-02-30T01:02:03Z" } })).toBe(
      'parsing time "2026-02-30T01:02:03Z": day out of range',
    );
    expect(message(pod, { metadata: { creationTimestamp: 5 } })).toBe(
      "json: cannot unmarshal number into Go value of type string",
    );
  });

  test("micro times keep six decimals", () => {
    const lease = schemaOfKind("coordination.k8s.io", "v1", "Lease");
    const value = { spec: { renewTime: "2026-01-31T01:02:03.4+00:00" } };
    expect(decoded(lease, { spec: { renewTime: "2026-01-31T01:02:03.400000Z" } }).unknownFields).toEqual([]);
    expect(message(lease, value)).toContain("parsing time");
  });

  test("base64 is checked, its line breaks dropped", () => {
    expect(decoded(secret, { data: { a: "YWJj\nZGVm" } }).value).toEqual({ data: { a: "YWJjZGVm" } });
    expect(message(secret, { data: { a: "YW=j" } })).toMatch(/^illegal base64 data at input byte \d+$/);
    expect(message(secret, { data: { a: 5 } })).toBe(
      "json: cannot unmarshal number into Go struct field Secret.data of type []uint8",
    );
  });

  test("quantities may come as numbers", () => {
    const value = (cpu: Json) => ({ spec: { containers: [{ resources: { limits: { cpu } } }] } });
    expect(decoded(pod, value(2)).value).toEqual(value("2"));
    expect(decoded(pod, value("0.5")).value).toEqual(value("500m"));
    expect(decoded(pod, value("1024Mi")).value).toEqual(value("1Gi"));
    expect(message(pod, value("1 cpu"))).toContain("quantities must match the regular expression");
  });

  test("int-or-string takes both", () => {
    const value = (targetPort: Json) => ({ spec: { ports: [{ targetPort }] } });
    const service = schemaOfKind("", "v1", "Service");
    expect(decoded(service, value("http")).value).toEqual(value("http"));
    expect(decoded(service, value(80)).value).toEqual(value(80));
    expect(message(service, value(true))).toBe("json: cannot unmarshal bool into Go value of type int32");
    expect(message(service, value(1.5))).toBe("json: cannot unmarshal number 1.5 into Go value of type int32");
  });

  test("a schema's items may be one or many, its additionalProperties a schema or a truth", () => {
    const crd = schemaOfKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    const value = (openAPIV3Schema: Json) => ({ spec: { versions: [{ name: "v1", schema: { openAPIV3Schema } }] } });
    const fine = value({ items: [{ type: "string" }], additionalProperties: false, default: { any: [null] } });
    expect(decoded(crd, fine).value).toBe(fine);
    expect(decoded(crd, value({ additionalProperties: { typo: 1, type: "string" } })).value).toEqual(
      value({ additionalProperties: { type: "string" } }),
    );
    expect(message(crd, value({ items: "x" }))).toContain("cannot unmarshal string");
  });

  test("a schema that nests without end is refused, not crashed on", () => {
    const crd = schemaOfKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    let schema: Json = { type: "string" };
    for (let i = 0; i < 5000; i++) schema = { not: schema };
    expect(message(crd, { spec: { versions: [{ schema: { openAPIV3Schema: schema } }] } })).toBe("exceeded max depth");
  });
});

describe("custom resources", () => {
  const widget: Schema = {
    type: "object",
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: schemaOfKind("", "v1", "ConfigMap").properties?.["metadata"] as Schema,
      spec: { type: "object", properties: { size: { type: "integer" } } },
    },
  };

  test("are pruned, while a wrong type is left for validation", () => {
    const value = {
      kind: "Widget",
      metadata: { name: "a", creationTimestamp: null, foo: 1 },
      spec: { size: "x", no: 1 },
    };
    expect(decoded(widget, value)).toEqual({
      type: "decoded",
      value: { kind: "Widget", metadata: { name: "a" }, spec: { size: "x" } },
      unknownFields: ["metadata.foo", "spec.no"],
    });
  });

  test("have typed metadata", () => {
    expect(message(widget, { metadata: { name: 5 } })).toBe(
      "json: cannot unmarshal number into Go struct field ObjectMeta.name of type string",
    );
  });
});
