import { describe, expect, test } from "vitest";
import { isDeeperThan, jsonProblem, parseJson } from "./json-text.ts";

describe("what is wrong, in Go's words", () => {
  test.each([
    ["", "unexpected end of JSON input"],
    ["   ", "unexpected end of JSON input"],
    ["{", "unexpected end of JSON input"],
    ['{"a"', "unexpected end of JSON input"],
    ['{"a":1', "unexpected end of JSON input"],
    ['"abc', "unexpected end of JSON input"],
    ["tru", "unexpected end of JSON input"],
    ["-", "unexpected end of JSON input"],
    ["x", "invalid character 'x' looking for beginning of value"],
    ["{a:1}", "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ["[1 2]", "invalid character '2' after array element"],
    ["[1,]", "invalid character ']' looking for beginning of value"],
    ["{} {}", "invalid character '{' after top-level value"],
    ["01", "invalid character '1' after top-level value"],
    ["-a", "invalid character 'a' in numeric literal"],
    ["1.x", "invalid character 'x' after decimal point in numeric literal"],
    ["1ex", "invalid character 'x' in exponent of numeric literal"],
    ["trux", "invalid character 'x' in literal true (expecting 'e')"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ["é", "invalid character 'Ã' looking for beginning of value"],
  ])("%j", (text, message) => {
    expect(parseJson(text)).toEqual({ type: "malformed", message });
    expect(jsonProblem(text)).toBe(message);
  });

  test("nothing is wrong with JSON", () => {
    const text = '{"a":[1,-2.5e+3,"\\u00e9\\n",true,false,null,{}],"b":{"c":[]}} ';
    expect(jsonProblem(text)).toBeUndefined();
    expect(parseJson(text)).toEqual({ type: "value", value: JSON.parse(text) });
  });
});

test("depth is bounded, brackets in strings don't count", () => {
  expect(parseJson("[".repeat(1e6))).toEqual({ type: "malformed", message: "exceeded max depth" });
  expect(parseJson(`${'{"a":'.repeat(600)}1${"}".repeat(600)}`)).toMatchObject({ type: "malformed" });
  expect(parseJson(`${"[".repeat(400)}${"]".repeat(400)}`)).toMatchObject({ type: "value" });
  expect(parseJson(JSON.stringify({ a: '[{"\\'.repeat(1000) }))).toMatchObject({ type: "value" });
  expect(isDeeperThan("[][][][][][][][]", 1)).toBe(false);
  expect(isDeeperThan("[][[]]", 1)).toBe(true);
});

test("__proto__ is a name like any other", () => {
  const parsed = parseJson('{"__proto__":{"polluted":true}}');
  expect(parsed.type === "value" && Object.hasOwn(parsed.value as object, "__proto__")).toBe(true);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("every cut of a text is judged", () => {
  const text = '{"a":[1,-2.5e+3,"\\u00e9\\n",true,null],"b":{}}';
  for (let length = 0; length < text.length; length++) {
    expect(jsonProblem(text.slice(0, length))).toBe("unexpected end of JSON input");
  }
});
