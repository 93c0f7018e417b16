import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import type { StatusError } from "../status-error.ts";
import { applyJsonPatch, jsonPatchUnknownFields } from "./json-patch.ts";

function refused(document: JsonObject, patch: Json): StatusError {
  try {
    applyJsonPatch(document, patch);
  } catch (error) {
    return error as StatusError;
  }
  throw new Error("accepted");
}

describe("operations", () => {
  const document = { a: { b: [1, 2, 3] }, "c/d": 1, "e~f": 2, n: null };
  test.each<[string, Json, Json]>([
    ["add a field", [{ op: "add", path: "/x", value: { y: 1 } }], { ...document, x: { y: 1 } }],
    ["add at an index", [{ op: "add", path: "/a/b/1", value: 9 }], { ...document, a: { b: [1, 9, 2, 3] } }],
    ["add at the end", [{ op: "add", path: "/a/b/-", value: 9 }], { ...document, a: { b: [1, 2, 3, 9] } }],
    ["add at the length", [{ op: "add", path: "/a/b/3", value: 9 }], { ...document, a: { b: [1, 2, 3, 9] } }],
    ["remove from a list", [{ op: "remove", path: "/a/b/0" }], { ...document, a: { b: [2, 3] } }],
    ["remove the last", [{ op: "remove", path: "/a/b/-1" }], { ...document, a: { b: [1, 2] } }],
    ["remove a null", [{ op: "remove", path: "/n" }], { a: { b: [1, 2, 3] }, "c/d": 1, "e~f": 2 }],
    ["replace", [{ op: "replace", path: "/a/b", value: "x" }], { ...document, a: { b: "x" } }],
    ["replace all", [{ op: "replace", path: "", value: {} }], {}],
    ["escaped names", [{ op: "replace", path: "/c~1d", value: 5 }], { ...document, "c/d": 5 }],
    ["escaped tildes", [{ op: "replace", path: "/e~0f", value: 5 }], { ...document, "e~f": 5 }],
    ["move", [{ op: "move", from: "/a/b", path: "/b" }], { ...document, a: {}, b: [1, 2, 3] }],
    ["copy", [{ op: "copy", from: "/a/b", path: "/b" }], { ...document, b: [1, 2, 3] }],
    ["test", [{ op: "test", path: "/a", value: { b: [1, 2, 3] } }], document],
    ["test of what is not there", [{ op: "test", path: "/zz", value: null }], document],
    [
      "in order",
      [
        { op: "add", path: "/x", value: {} },
        { op: "add", path: "/x/y", value: 1 },
      ],
      { ...document, x: { y: 1 } },
    ],
  ])("%s", (_, patch, patched) => {
    const before = JSON.stringify(document);
    expect(applyJsonPatch(document, patch)).toEqual(patched);
    expect(JSON.stringify(document)).toBe(before);
  });

  test("a copy is a copy", () => {
    const patch = [
      { op: "copy", from: "/a", path: "/b" },
      { op: "add", path: "/b/c", value: 1 },
    ];
    expect(applyJsonPatch({ a: {} }, patch)).toEqual({ a: {}, b: { c: 1 } });
  });
});

describe("what does not apply is invalid, and the cause says why", () => {
  test.each<[Json, string]>([
    [{ op: "remove", path: "/x" }, "Unable to remove nonexistent key: x: missing value"],
    [
      { op: "replace", path: "/x", value: 1 },
      "replace operation does not apply: doc is missing key: /x: missing value",
    ],
    [{ op: "add", path: "/x/y", value: 1 }, 'add operation does not apply: doc is missing path: "/x/y": missing value'],
    [{ op: "add", path: "x", value: 1 }, 'add operation does not apply: doc is missing path: "x": missing value'],
    [
      { op: "add", path: "/l/5", value: 1 },
      "error in add for path: '/l/5': Unable to access invalid index: 5: invalid index referenced",
    ],
    [
      { op: "remove", path: "/l/x" },
      "error in remove for path: '/l/x': Unable to access invalid index: x: invalid index referenced",
    ],
    [{ op: "test", path: "/s", value: 2 }, "testing value /s failed: test failed"],
    [{ op: "move", from: "/l", path: "/l/0" }, "cannot move /l into itself"],
    [{ op: "copy", from: "/x", path: "/y" }, 'copy operation does not apply: doc is missing path: "/x": missing value'],
    [{ op: "merge", path: "/s" }, "Unexpected kind: merge"],
    [{ op: "add", value: 1 }, "operation does not have the field path"],
    [{ op: "add", path: "/s/t", value: 1 }, 'add operation does not apply: doc is missing path: "/s/t": missing value'],
  ])("%j", (operation, reason) => {
    expect(refused({ l: [1], s: 1 }, [operation])).toMatchObject({
      code: 422,
      reason: "Invalid",
      message: `the server rejected our request due to an error in our request: ${reason}`,
      details: undefined,
    });
  });

  test.each<[Json, string]>([
    [{}, "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"],
    [["x"], "error decoding patch: json: cannot unmarshal string into Go value of type handlers.jsonPatchOp"],
    [
      [{ op: "add", path: 1 }],
      "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.path of type string",
    ],
  ])("%j is no patch", (patch, message) => {
    expect(refused({}, patch)).toMatchObject({ code: 400, message });
  });

  test("unknown fields of operations are told", () => {
    expect(jsonPatchUnknownFields([{ op: "add", path: "/x", vlaue: 1 }])).toEqual([
      'json patch unknown field "[0].vlaue"',
    ]);
    expect(jsonPatchUnknownFields({})).toEqual([]);
  });
});

describe("hostile patches", () => {
  test("operations are counted", () => {
    const patch = new Array<Json>(10_001).fill({ op: "add", path: "/a", value: 1 });
    expect(refused({}, patch)).toMatchObject({
      code: 413,
      message: "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
    });
    expect(applyJsonPatch({}, patch.slice(1))).toEqual({ a: 1 });
  });

  test("copies that double end at a limit", () => {
    const patch = new Array<Json>(100).fill({ op: "copy", from: "", path: "/b" });
    expect(refused({ a: "x".repeat(1000), b: 0 }, patch).message).toContain("exceeding the limit");
  });

  test("moves cannot nest without end", () => {
    const step: Json = [
      { op: "add", path: "/n", value: {} },
      { op: "move", from: "/a", path: "/n/a" },
      { op: "move", from: "/n", path: "/a" },
    ];
    const patch = Array.from({ length: 3000 }, () => step).flat() as Json;
    expect(refused({ a: {} }, patch).message).toMatch(/: exceeded max depth$/);
  });

  test("copies cannot nest without end", () => {
    // Each copy puts the value into its own innermost part.
    const copies = Array.from({ length: 16 }, (_, round) => ({
      op: "copy",
      from: "/a",
      path: `${"/a".repeat(2 ** (round + 1))}/a`,
    }));
    const patch: Json = [{ op: "add", path: "/a", value: { a: {} } }, ...copies];
    expect(refused({}, patch).message).toMatch(/: exceeded max depth$/);
  });

  test("prototypes stay as they are", () => {
    const patched = applyJsonPatch({}, [{ op: "add", path: "/__proto__", value: { polluted: 1 } }]) as JsonObject;
    expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
    expect(Object.keys(patched)).toEqual(["__proto__"]);
    expect(refused({}, [{ op: "add", path: "/constructor/prototype/x", value: 1 }]).code).toBe(422);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
