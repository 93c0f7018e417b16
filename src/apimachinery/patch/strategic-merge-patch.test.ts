import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import { cloneJson } from "../clone-json.ts";
import type { Json, JsonObject } from "../json.ts";
import { applyStrategicMergePatch } from "./strategic-merge-patch.ts";

interface Case {
  readonly name: string;
  readonly kind: string;
  readonly document: JsonObject;
  readonly patch: Json;
  readonly patched?: JsonObject;
  readonly error?: string;
}

const folder = join(import.meta.dirname, "golden");

function schemaOfCase(kind: string) {
  const parts = kind.split("/");
  const [group = "", version = "", name = ""] = parts.length === 3 ? parts : ["", ...parts];
  return schemaOfKind(group, version, name);
}

describe.each(readdirSync(folder))("%s", (file) => {
  const cases = parse(readFileSync(join(folder, file), "utf8")) as Case[];
  test.each(cases)("$name", ({ kind, document, patch, patched, error }) => {
    const sources = JSON.stringify([document, patch]);
    const apply = () => applyStrategicMergePatch(document, patch, schemaOfCase(kind));
    if (error === undefined) expect(apply()).toEqual(patched);
    else expect(apply).toThrow(expect.objectContaining({ code: 400, message: error }));
    expect(JSON.stringify([document, patch])).toBe(sources);
  });
});

describe("properties", () => {
  const pod = schemaOfKind("", "v1", "Pod");
  const document: JsonObject = {
    metadata: { name: "a", labels: { x: "1" }, finalizers: ["f", "g"] },
    spec: {
      containers: [
        { name: "a", ports: [{ containerPort: 80 }] },
        { name: "b", args: ["x"] },
      ],
    },
  };

  test("an object patched with itself, or with nothing, is itself", () => {
    expect(applyStrategicMergePatch(document, document, pod)).toEqual(document);
    expect(applyStrategicMergePatch(document, {}, pod)).toEqual(document);
  });

  test("a patch applied twice is applied once", () => {
    const patch = { spec: { containers: [{ name: "c" }, { name: "a", image: "x" }] }, metadata: { finalizers: ["h"] } };
    const once = applyStrategicMergePatch(document, patch, pod);
    expect(applyStrategicMergePatch(once, patch, pod)).toEqual(once);
  });

  test("only an object is a patch", () => {
    expect(() => applyStrategicMergePatch(document, [], pod)).toThrow(
      "json: cannot unmarshal array into Go value of type map[string]interface {}",
    );
  });

  test("prototypes stay as they are", () => {
    const patch = JSON.parse('{"metadata":{"labels":{"__proto__":"x"}},"__proto__":{"y":{}}}') as Json;
    const patched = applyStrategicMergePatch(document, patch, pod);
    expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
    expect(Object.keys((patched["metadata"] as JsonObject)["labels"] as JsonObject)).toEqual(["x", "__proto__"]);
  });

  test("long lists are merged at once", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => ({ name: `c${index}` }));
    const order = cloneJson(names).reverse();
    const patch: Json = { spec: { "$setElementOrder/containers": order, containers: cloneJson(order) } };
    const patched = applyStrategicMergePatch({ spec: { containers: names } }, patch, pod);
    expect((patched["spec"] as JsonObject)["containers"]).toEqual(order);
  }, 2000);
});
