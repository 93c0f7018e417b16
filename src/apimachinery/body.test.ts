import { describe, expect, test } from "vitest";
import { bodyFormat, checkBodySize, parseYamlOrJson, readBody } from "./body.ts";
import { requestBytesMax } from "./limits.ts";
import type { StatusError } from "./status-error.ts";

function refused(read: () => unknown): StatusError {
  try {
    read();
  } catch (error) {
    return error as StatusError;
  }
  throw new Error("accepted");
}

test("formats", () => {
  expect(bodyFormat("")).toBe("json");
  expect(bodyFormat("application/json; charset=utf-8")).toBe("json");
  expect(bodyFormat("application/yaml")).toBe("yaml");
  expect(bodyFormat("application/vnd.kubernetes.protobuf")).toBe("protobuf");
  expect(refused(() => bodyFormat("text/plain"))).toMatchObject({
    code: 415,
    message:
      "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  });
  expect(refused(() => bodyFormat("constructor")).code).toBe(415);
});

test("sizes", () => {
  checkBodySize(requestBytesMax);
  expect(refused(() => checkBodySize(requestBytesMax + 1))).toMatchObject({
    code: 413,
    reason: "RequestEntityTooLarge",
    message: "Request entity too large: limit is 3145728",
  });
});

describe("values", () => {
  test("of either format", () => {
    expect(readBody('{"a":1}', "json", "Pod")).toEqual({ type: "value", value: { a: 1 } });
    expect(readBody("a: 1", "yaml", "Pod")).toEqual({ type: "value", value: { a: 1 } });
    expect(parseYamlOrJson(' {"a":yes}')).toEqual({ type: "value", value: { a: true } });
    expect(parseYamlOrJson('{"a":1}')).toEqual({ type: "value", value: { a: 1 } });
  });

  test.each([
    ["", "unexpected end of JSON input (<empty>)"],
    ['{"a":', 'unexpected end of JSON input ({"a":)'],
    [`{"a": ${"x".repeat(50)}`, `invalid character 'x' looking for beginning of value ({"a": ${"x".repeat(24)} ...)`],
    ["hello", "invalid character 'h' looking for beginning of value (68656c6c6f)"],
  ])("%j is refused", (text, problem) => {
    expect(refused(() => readBody(text, "json", "Pod"))).toMatchObject({
      code: 400,
      reason: "BadRequest",
      message: `the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: ${problem}`,
    });
  });

  test("YAML's problems are told too", () => {
    expect(refused(() => readBody("a: b: c", "yaml", "Pod")).message).toMatch(
      /^the object provided is unrecognized \(must be of type Pod\): error converting YAML to JSON: yaml: line 1: /,
    );
  });
});
