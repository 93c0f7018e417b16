import { describe, expect, test } from "vitest";
import type { Json } from "./json.ts";
import { parseYaml } from "./yaml-text.ts";

function value(text: string): Json {
  const parsed = parseYaml(text);
  if (parsed.type === "malformed") throw new Error(parsed.message);
  return parsed.value;
}

function problem(text: string): string {
  const parsed = parseYaml(text);
  if (parsed.type === "value") throw new Error(`accepted: ${JSON.stringify(parsed.value)?.slice(0, 200)}`);
  return parsed.message;
}

describe("scalars are read as Go reads them", () => {
  test.each([
    ["yes", true],
    ["On", true],
    ["y", true],
    ["NO", false],
    ["off", false],
    ["~", null],
    ["", null],
    ["Null", null],
    ["nULL", "nULL"],
    ["1", 1],
    ["-12", -12],
    ["+3", 3],
    ["1_000", 1000],
    ["0777", 511],
    ["0o17", 15],
    ["0x1F", 31],
    ["-0b11", -3],
    ["08", 8],
    ["1.5", 1.5],
    ["1.", 1],
    [".5", 0.5],
    ["1e3", 1000],
    ["1:30", "1:30"],
    ["2026-01-02", "2026-01-02"],
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"],
    ["10.0.0.1", "10.0.0.1"],
    ["100m", "100m"],
    ["0x", "0x"],
    ["1e400", "1e400"],
    ["=", "="],
    ['"yes"', "yes"],
    ["'1'", "1"],
    ["!!str 1", "1"],
    ["!!int '5'", 5],
    ["!!binary aGk=", "hi"],
    ["|\n  a\n  b\n", "a\nb\n"],
    [">-\n  a\n  b\n", "a b"],
  ])("%j", (text, expected) => expect(value(`a: ${text}`)).toEqual({ a: expected }));

  test("what JSON can't hold is refused", () => {
    expect(problem("a: .nan")).toContain("json: unsupported value: .nan");
    expect(problem("a: -.inf")).toContain("json: unsupported value: -.inf");
  });
});

describe("structure", () => {
  test("a manifest", () => {
    const text = `
# a comment
apiVersion: v1
kind: ConfigMap
metadata: {name: web, labels: {"app": web}}
data:
  on: "yes"
  1: one
  list: |
    - a
items:
- a
- b: 2
  c: [1, "2"]
`;
    expect(value(text)).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "web", labels: { app: "web" } },
      data: { true: "yes", 1: "one", list: "- a\n" },
      items: ["a", { b: 2, c: [1, "2"] }],
    });
  });

  test("JSON is YAML", () => {
    expect(value('{"a":[1,true,null,"x"],"b":{"c":"d"}}')).toEqual({ a: [1, true, null, "x"], b: { c: "d" } });
  });

  test("of several documents the first counts, of doubled keys the last", () => {
    expect(value("a: 1\n---\na: 2\n")).toEqual({ a: 1 });
    expect(value("a: 1\na: 2\n")).toEqual({ a: 2 });
    expect(value("")).toBeNull();
  });

  test("aliases and merge keys", () => {
    expect(value("base: &b {x: 1, z: 2}\none:\n  <<: *b\n  z: 3\ntwo: *b\n")).toEqual({
      base: { x: 1, z: 2 },
      one: { x: 1, z: 3 },
      two: { x: 1, z: 2 },
    });
    expect(value("a: &a {x: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b]}\n")).toMatchObject({ c: { x: 1, z: 2 } });
    const copied = value("a: &a {x: 1}\nb: *a\n") as { a: object; b: object };
    expect(copied.a).not.toBe(copied.b);
    expect(value("a: &s yes\nb: *s\n")).toEqual({ a: true, b: true });
  });

  test("__proto__ is a name like any other", () => {
    const parsed = value("__proto__: {polluted: true}\nb: {<<: {__proto__: {x: 1}}}\n") as Record<string, Json>;
    expect(Object.keys(parsed)).toEqual(["__proto__", "b"]);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("what is wrong", () => {
  test.each([
    ["a: b: c", "error converting YAML to JSON: yaml: line 1: "],
    ["a: 1\nb: [1, 2\n", "error converting YAML to JSON: yaml: line "],
    ["a: *nowhere", "unknown anchor 'nowhere' referenced"],
    ["a: &a [*a]", "anchor 'a' value contains itself"],
    ["? [a]\n: b", "unsupported map key of type: []interface {}"],
    ["~: b", "unsupported map key of type: <nil>"],
    ["<<: 5", "map merge requires map or sequence of maps as the value"],
  ])("%j", (text, message) => expect(problem(text)).toContain(message));
});

describe("hostile texts are judged at once", () => {
  const bomb = [
    "a0: &a0 [x,x,x,x,x,x,x,x,x,x]",
    ...Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}*a${index}]`),
  ].join("\n");

  test.each([
    ["aliases that multiply", bomb],
    ["open brackets", "[".repeat(200_000)],
    ["dashes", "- ".repeat(100_000)],
    ["nested keys", Array.from({ length: 3000 }, (_, index) => `${" ".repeat(index)}a:`).join("\n")],
  ])("%s", (_, text) => {
    const begun = performance.now();
    expect(problem(text)).toContain("error converting YAML to JSON");
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test("a megabyte of plain text or of keys is no trouble", () => {
    const begun = performance.now();
    parseYaml(`a: ${"x ".repeat(500_000)}`);
    parseYaml("key: value\n".repeat(20_000));
    parseYaml("? ".repeat(2000));
    parseYaml("!!".repeat(100_000));
    parseYaml("&a ".repeat(2000));
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

test.each([
  ["a list", "- a\n".repeat(750_000)],
  ["keys", "? a\n".repeat(750_000)],
  ["comments", "# a\n".repeat(750_000)],
  ["a key over and over", "a: 1\n".repeat(600_000)],
  ["items in brackets", `[${"1,".repeat(1_500_000)}]`],
])("three megabytes of %s are too many parts", (_, text) => {
  const begun = performance.now();
  expect(parseYaml(text)).toMatchObject({ type: "malformed", message: expect.stringContaining("too many parts") });
  expect(performance.now() - begun).toBeLessThan(5000);
});

test("what follows the first document is not looked at", () => {
  const begun = performance.now();
  expect(parseYaml(`a: b\n${"---\n".repeat(700_000)}`)).toEqual({ type: "value", value: { a: "b" } });
  expect(performance.now() - begun).toBeLessThan(1000);
});

describe("keys that stand twice", () => {
  test.each([
    ["a: 1\nb: 2\na: 3", ['line 3: key "a" already set in map']],
    ["\nspec:\n  foo: x\n  foo:\n    bar: y", ['line 5: key "foo" already set in map']],
    ['{"a":[{"b":1,"b":2}]}', ['line 1: key "b" already set in map']],
    ["a: &x {b: 1}\nc:\n  <<: *x\n  b: 2", undefined],
  ])("%j", (text, doubled) => {
    const parsed = parseYaml(text);
    expect(parsed.type === "value" && parsed.doubled).toEqual(doubled);
  });
});
