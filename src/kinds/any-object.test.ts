// Whatever decodes by a kind's schema, its rules answer: they refuse, they never throw. Objects are drawn from the
// schemas: most fields absent, many empty, strings that some rule somewhere takes for something.
import { describe, expect, test } from "vitest";
import type { KubeObject } from "../apimachinery/json.ts";
import { decode } from "../apimachinery/schema/decode.ts";
import type { Schema } from "../apimachinery/schema/schema.ts";
import type { Kind, RuleContext } from "./kind.ts";
import { builtinRegistry } from "./kind-registry.ts";

const objectsOfEach = 150;
const depthMax = 9;
const context: RuleContext = { nowMs: 0, user: { name: "jane", groups: [] }, subresource: "" };
const words = [
  ..."|a|A_b|*|*/*|-|1|0|-1|50%|1-3|:|/|//|a/b|a.b.c|kubernetes.io/x|nvidia.com/gpu|cpu|memory|pods|hugepages-2Mi".split(
    "|",
  ),
  ..."10.0.0.1|::1|10.0.0.0/8|None|Always|Never|In|Exists|Gt|TCP|Resource|Pods|Limited|Queue|Exempt|Indexed".split("|"),
  ..."RollingUpdate|ExternalName|LoadBalancer|PreferDualStack|ClusterIP|Localhost|Unconfined|windows|True|{}|[]|null".split(
    "|",
  ),
  "__proto__",
  "constructor",
];
const formats: Readonly<Record<string, readonly unknown[]>> = {
  quantity: ["0", "1", "-1", "1500m", "1Gi", "1e3"],
  "date-time": ["2026-01-01T00:00:00Z", "1969-01-01T00:00:00Z"],
  "micro-time": ["2026-01-01T00:00:00.000000Z"],
  byte: ["", "e30=", "AAE="],
  "int-or-string": [0, -1, 80, "", "50%", "http", "200%"],
};
const numbers = [0, 1, -1, 2, 80, 100000, 2147483647];

/** A small generator of its own: the same objects on every run. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function anyValue(schema: Schema | true, draw: (below: number) => number, depth: number): unknown {
  const pick = <Item>(list: readonly Item[]): Item => list[draw(list.length)] as Item;
  if (schema === true || schema.type === undefined) {
    const chosen = schema === true ? undefined : formats[schema.format ?? (schema.intOrString ? "int-or-string" : "")];
    return chosen === undefined ? pick<unknown>([{}, [], "x", 1]) : pick(chosen);
  }
  switch (schema.type) {
    case "string":
      return pick(formats[schema.format ?? ""] ?? words);
    case "integer":
    case "number":
      return pick(numbers);
    case "boolean":
      return draw(2) === 1;
    case "array":
      return Array.from({ length: depth > depthMax ? 0 : draw(3) }, () =>
        anyValue(schema.items ?? true, draw, depth + 1),
      );
    default:
      return anyObject(schema, draw, depth);
  }
}

function anyObject(schema: Schema, draw: (below: number) => number, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const density = 1 + draw(4);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (depth <= depthMax && draw(6) < density) object[name] = anyValue(property, draw, depth + 1);
  }
  if (schema.additionalProperties !== undefined) {
    for (let count = draw(3); count > 0; count -= 1) {
      const name = words[draw(words.length)] as string;
      const value = anyValue(schema.additionalProperties, draw, depth + 1);
      Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
    }
  }
  return object;
}

function decodedObject(kind: Kind, draw: (below: number) => number): KubeObject {
  const { group, version } = kind;
  for (;;) {
    const object = anyObject(kind.schema, draw, 0);
    object["apiVersion"] = group === "" ? version : `${group}/${version}`;
    object["kind"] = kind.kind;
    const decoded = decode(kind.schema, object as never, { collectUnknown: false });
    if (decoded.type === "decoded") return structuredClone(decoded.value) as KubeObject;
  }
}

function exercise(kind: Kind, object: KubeObject, old: KubeObject): number {
  const { strategy } = kind;
  strategy.setDefaults?.(object);
  strategy.setDefaults?.(old);
  let errors = strategy.validateStatusUpdate?.(object, old, { ...context, subresource: "status" }) ?? [];
  strategy.prepareForStatusUpdate?.(structuredClone(object), old, { ...context, subresource: "status" });
  const updated = structuredClone(object);
  strategy.prepareForUpdate?.(updated, old, context);
  errors = [...errors, ...(strategy.validateUpdate?.(updated, old, context) ?? [])];
  strategy.prepareForCreate?.(object, context);
  errors = [...errors, ...(strategy.validateCreate?.(object, context) ?? [])];
  strategy.warnings?.(object, undefined);
  strategy.warnings?.(updated, old);
  for (const { cell } of kind.columns) cell(object, { nowMs: 0 });
  for (const field of Object.values(kind.selectableFields)) expect(typeof field(object)).toBe("string");
  kind.graceSeconds?.(object, undefined);
  for (const { field, body } of errors) expect(`${field}: ${body}`).not.toMatch(/(?<!true or )undefined/);
  return errors.length;
}

describe("no object that decodes makes a rule throw", () => {
  test.each(
    builtinRegistry.kinds.map((kind) => [`${kind.kind} of ${kind.group || "core"}/${kind.version}`, kind] as const),
  )("%s", (_, kind) => {
    const draw = draws(kind.plural.length * 31 + kind.group.length);
    for (let count = 0; count < objectsOfEach; count += 1) {
      const object = decodedObject(kind, draw);
      const old = decodedObject(kind, draw);
      const text = JSON.stringify({ object, old });
      try {
        exercise(kind, object, old);
      } catch (error) {
        throw new Error(`${(error as Error).message} for ${text}`, { cause: error });
      }
    }
  });
});
