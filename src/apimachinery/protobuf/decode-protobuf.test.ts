import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { findSchemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Json } from "../json.ts";
import { decode } from "../schema/decode.ts";
import type { Schema } from "../schema/schema.ts";
import { decodeProtobuf, type FindSchema } from "./decode-protobuf.ts";

const reference = resolve(import.meta.dirname, "../../../", process.env["SKERRY_REFERENCE"] ?? "../shared/reference");
const wire = join(reference, "wire");
const hasWire = existsSync(wire);

const findSchema: FindSchema = (apiVersion, kind) => {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return findSchemaOfKind(group, version, kind);
};

describe.skipIf(!hasWire)("upstream's twins (skipped without the reference folder)", () => {
  const names = hasWire ? readdirSync(wire).filter((name) => name.endsWith(".pb")) : [];
  test.each(names)("%s decodes to its JSON twin", (name) => {
    const kind = name.split(".").at(-2) as string;
    const decoded = decodeProtobuf(readFileSync(join(wire, name)), findSchema, { apiVersion: "v1", kind });
    if (decoded.type !== "decoded") throw new Error(JSON.stringify(decoded));
    const twin = JSON.parse(readFileSync(join(wire, name.replace(/pb$/, "json")), "utf8")) as Json;
    expect(decoded.value).toEqual(twin);
  });

  test.each(names)("%s: the twin is what decoding JSON makes of it, too", (name) => {
    const decoded = decodeProtobuf(readFileSync(join(wire, name)), findSchema);
    if (decoded.type !== "decoded") return expect(name).toContain("WatchEvent");
    const schema = findSchema(decoded.apiVersion, decoded.kind);
    const json = decode(schema as Schema, decoded.value, { collectUnknown: true });
    if (json.type !== "decoded") throw new Error(json.message);
    expect(json.unknownFields).toEqual([]);
    expect(json.value).toEqual(decoded.value);
  });
});

/** Writes fields by hand: what a hostile or an old client might send. */
function field(number: number, ...content: (number | number[] | string)[]): number[] {
  const bytes = content.flatMap((one) => (typeof one === "string" ? [...new TextEncoder().encode(one)] : one));
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

function number(fieldNumber: number, value: number | bigint): number[] {
  return [...varint(fieldNumber * 8), ...varint(value)];
}

function body(apiVersion: string, kind: string, message: number[]): Uint8Array {
  const typeMeta = field(1, field(1, apiVersion), field(2, kind));
  return new Uint8Array([0x6b, 0x38, 0x73, 0, ...typeMeta, ...field(2, message)]);
}

function decoded(apiVersion: string, kind: string, message: number[]): Json {
  const result = decodeProtobuf(body(apiVersion, kind, message), findSchema);
  if (result.type !== "decoded") throw new Error(JSON.stringify(result));
  const { apiVersion: _version, kind: _kind, ...rest } = result.value;
  return rest;
}

describe("zero values", () => {
  test("that Go always writes on the wire are left out where it does not write them in JSON", () => {
    // metadata {name, generateName "", creationTimestamp {}}, spec {replicas 0, paused false, strategy {}}, status {}
    const metadata = field(1, field(1, "web"), field(2, ""), field(8));
    const spec = field(2, number(1, 0), number(7, 0), number(5, 0), field(4, field(1, "")));
    expect(decoded("apps/v1", "Deployment", [...metadata, ...spec, ...field(3, number(1, 0))])).toEqual({
      metadata: { name: "web" },
      spec: { replicas: 0 },
    });
  });

  test("of pointers are kept", () => {
    expect(decoded("v1", "Pod", field(2, field(1, field(1, "a"), field(2, field(2)))))).toEqual({
      spec: { volumes: [{ name: "a", emptyDir: {} }] },
    });
  });
});

describe("the wire", () => {
  test("negative and large integers keep their value", () => {
    const generation = (value: bigint) => decoded("v1", "ConfigMap", field(1, number(7, value)));
    for (const value of [-1n, -(2n ** 31n), 2n ** 31n, 2n ** 53n - 1n, -(2n ** 53n) + 1n]) {
      expect(generation(value)).toEqual({ metadata: { generation: Number(value) } });
    }
    expect(decoded("apps/v1", "Deployment", field(2, number(1, -5n)))).toEqual({ spec: { replicas: -5 } });
  });

  test("repeated numbers come packed and one by one", () => {
    const groups = (bytes: number[]) => decoded("v1", "Pod", field(2, field(14, bytes)));
    expect(groups(field(4, varint(1), varint(300)))).toEqual({
      spec: { securityContext: { supplementalGroups: [1, 300] } },
    });
    expect(groups([...number(4, 1), ...number(4, 300)])).toEqual({
      spec: { securityContext: { supplementalGroups: [1, 300] } },
    });
  });

  test("a message that comes in two parts is one", () => {
    expect(decoded("v1", "ConfigMap", [...field(1, field(1, "a")), ...field(1, field(3, "b"))])).toEqual({
      metadata: { name: "a", namespace: "b" },
    });
  });

  test("unknown fields of every wire type are passed over", () => {
    const unknown = [...number(99, 7), ...field(98, "x"), 0xb9, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0xbd, 6, 0, 0, 0, 0];
    const group = [0xbb, 6, ...number(1, 5), 0xbc, 6];
    expect(decoded("v1", "ConfigMap", [...unknown, ...group, ...field(1, field(1, "a"))])).toEqual({
      metadata: { name: "a" },
    });
  });

  test("keys that mean something to JavaScript are keys", () => {
    const value = decoded("v1", "ConfigMap", field(2, field(1, "__proto__"), field(2, "x")));
    expect(JSON.stringify(value)).toBe('{"data":{"__proto__":"x"}}');
  });

  test("text outside ASCII is read as UTF-8", () => {
    const text = "åäö – 日本語 – and more than twenty-four bytes";
    const data = [...field(2, field(1, "é"), field(2, text))];
    expect(decoded("v1", "ConfigMap", data)).toEqual({ data: { é: text } });
  });

  test("a byte order mark stays where it is", () => {
    const data = field(2, field(1, "\ufeffkey"), field(2, `\ufeff${"long ".repeat(10)}`));
    expect(decoded("v1", "ConfigMap", data)).toEqual({ data: { "\ufeffkey": `\ufeff${"long ".repeat(10)}` } });
  });

  test("times are read from the first year to the last of four digits", () => {
    const created = (seconds: number) => decoded("v1", "ConfigMap", field(1, field(8, number(1, seconds))));
    expect(created(253_402_300_799)).toEqual({ metadata: { creationTimestamp: "9999-12-31T23:59:59Z" } });
    expect(created(-62_135_596_800)).toEqual({ metadata: { creationTimestamp: "0001-01-01T00:00:00Z" } });
    expect(() => created(253_402_300_800)).toThrow("out of range");
  });

  test("a secret's bytes are base64", () => {
    expect(decoded("v1", "Secret", field(2, field(1, "k"), field(2, [0, 255, 1])))).toEqual({ data: { k: "AP8B" } });
  });
});

describe("bodies that are no message", () => {
  const whole = body("apps/v1", "Deployment", [...field(1, field(1, "web")), ...field(2, number(1, 3))]);

  test.each<[string, Uint8Array, string]>([
    [
      "empty",
      new Uint8Array(),
      "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]",
    ],
    [
      "JSON",
      new TextEncoder().encode("{}"),
      "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]",
    ],
    [
      "a field of the wrong wire type",
      body("v1", "ConfigMap", number(1, 5)),
      "proto: wrong wireType = 0 for field metadata",
    ],
    ["a length beyond the end", body("v1", "ConfigMap", [10, 200, 1]), "unexpected EOF"],
    ["a varint without end", body("v1", "ConfigMap", Array(12).fill(255)), "proto: integer overflow"],
    ["field zero", body("v1", "ConfigMap", [2, 0]), "proto: illegal tag 0 (wire type 2)"],
    [
      "an object that is no JSON",
      body("apps/v1", "ControllerRevision", field(2, field(1, "{"))),
      "proto: an embedded value that is not JSON",
    ],
    [
      "an object that nests without end",
      body("apps/v1", "ControllerRevision", field(2, field(1, "[".repeat(10_000) + "]".repeat(10_000)))),
      "proto: an embedded value that is not JSON",
    ],
    [
      "a time beyond all calendars",
      body("v1", "ConfigMap", field(1, field(8, number(1, 10n ** 17n)))),
      "proto: a time out of range",
    ],
  ])("%s", (_name, bytes, message) => {
    expect(decodeProtobuf(bytes, findSchema)).toEqual({ type: "malformed", message });
  });

  test("a kind that nobody knows is named", () => {
    expect(decodeProtobuf(body("v9", "Widget", []), findSchema)).toEqual({
      type: "unknown-kind",
      apiVersion: "v9",
      kind: "Widget",
    });
  });

  test("messages that nest without end are refused", () => {
    let schema = field(5, "object");
    for (let i = 0; i < 5000 && schema.length < 60_000; i++) schema = field(28, schema);
    const crd = field(2, field(7, field(1, "v1"), field(4, field(1, schema))));
    const result = decodeProtobuf(body("apiextensions.k8s.io/v1", "CustomResourceDefinition", crd), findSchema);
    expect(result).toEqual({ type: "malformed", message: "proto: messages nest too deep" });
  });

  test("cut or changed anywhere they are refused or read, and nothing else", () => {
    const random = seededRandom(7);
    for (let round = 0; round < 20_000; round++) {
      const bytes = Uint8Array.from(
        whole.subarray(0, round % 2 === 0 ? whole.length : Math.floor(random() * whole.length)),
      );
      const changes = Math.floor(random() * 4);
      for (let i = 0; i < changes; i++)
        bytes[4 + Math.floor(random() * (bytes.length - 4))] = Math.floor(random() * 256);
      expect(["decoded", "unknown-kind", "malformed"]).toContain(decodeProtobuf(bytes, findSchema).type);
    }
  });

  test.skipIf(!hasWire)("upstream's bodies changed at random are refused or read, and nothing else", () => {
    const random = seededRandom(11);
    const bodies = readdirSync(wire)
      .filter((name) => name.endsWith(".pb"))
      .map((name) => readFileSync(join(wire, name)));
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from(bodies[round % bodies.length] as Uint8Array);
      for (let i = 0; i < 3; i++) bytes[4 + Math.floor(random() * (bytes.length - 4))] = Math.floor(random() * 256);
      expect(["decoded", "unknown-kind", "malformed"]).toContain(decodeProtobuf(bytes, findSchema).type);
    }
  });
});

/** A small linear congruential generator: the same numbers on every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
