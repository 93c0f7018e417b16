import { describe, expect, test } from "vitest";
import type { Json } from "../../apimachinery/json.ts";
import { parseJsonPath } from "./json-path.ts";

const object: Json = {
  spec: { replicas: 3, "a.b": "dotted", list: ["x", "y", "z"] },
  status: {
    conditions: [
      { type: "Ready", status: "True", level: 2 },
      { type: "Stalled", status: "False", level: 7 },
    ],
  },
};

describe("parseJsonPath", () => {
  test.each([
    [".spec.replicas", [3]],
    ["{.spec.replicas}", [3]],
    [".spec.a\\.b", ["dotted"]],
    [".spec['a.b']", ["dotted"]],
    [".spec.list[0]", ["x"]],
    [".spec.list[-1]", ["z"]],
    [".spec.list[7]", []],
    [".spec.list[1:]", ["y", "z"]],
    [".spec.list[0,2]", ["x", "z"]],
    [".spec.list[*]", ["x", "y", "z"]],
    [".spec.missing.deeper", []],
    ['.status.conditions[?(@.type=="Ready")].status', ["True"]],
    [".status.conditions[?(@.type=='Stalled')].status", ["False"]],
    [".status.conditions[?(@.level>5)].type", ["Stalled"]],
    [".status.conditions[?(@.nothing)].type", []],
    ["..status", [object["status" as keyof Json] as unknown as Json, "True", "False"]],
  ])("%s", (path, found) => {
    expect(parseJsonPath(path)?.(object)).toEqual(found);
  });

  test.each([".spec[", ".spec.list[a]", ".status.conditions[?(@.type==)]"])("%s is no path", (path) => {
    expect(parseJsonPath(path)).toBeUndefined();
  });
});
