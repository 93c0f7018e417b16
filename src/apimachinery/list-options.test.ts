import { describe, expect, test } from "vitest";
import { parseResourceVersion, readListOptions } from "./list-options.ts";
import { isPretty, requestTimeoutMs } from "./query.ts";
import type { StatusError } from "./status-error.ts";

const read = (query: string) => readListOptions(new URLSearchParams(query));

function refused(query: string): StatusError {
  try {
    read(query);
  } catch (error) {
    return error as StatusError;
  }
  throw new Error(`${query} was accepted`);
}

describe("reading", () => {
  test("a list without options", () => {
    expect(read("")).toEqual({
      labelSelector: "",
      fieldSelector: "",
      watch: false,
      allowWatchBookmarks: false,
      resourceVersion: "",
      resourceVersionMatch: "",
      timeoutSeconds: undefined,
      limit: undefined,
      continue: "",
      sendInitialEvents: undefined,
    });
  });

  test("every option", () => {
    expect(
      read(
        "labelSelector=a%3Db&fieldSelector=metadata.name%3Dx&watch=1&allowWatchBookmarks=true&resourceVersion=5&timeoutSeconds=30&unknown=1&watch=false",
      ),
    ).toMatchObject({
      labelSelector: "a=b",
      fieldSelector: "metadata.name=x",
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: "5",
      timeoutSeconds: 30,
    });
    expect(read("limit=500&continue=abc")).toMatchObject({ limit: 500, continue: "abc" });
    expect(read("limit=0").limit).toBeUndefined();
    expect(read("limit=9223372036854775807").limit).toBeUndefined();
  });

  test.each([
    ["watch", true],
    ["watch=yes", true],
    ["watch=False", false],
    ["watch=0", false],
  ])("%s", (query, watch) => expect(read(query).watch).toBe(watch));

  test("a watch from nowhere begins with what there is", () => {
    const begins = { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" };
    expect(read("watch=true")).toMatchObject(begins);
    expect(read("watch=true&resourceVersion=0")).toMatchObject(begins);
    expect(read("watch=true&resourceVersion=7")).toMatchObject({ sendInitialEvents: undefined });
    expect(readListOptions(new URLSearchParams(), { watch: true })).toMatchObject(begins);
  });
});

describe("refusing", () => {
  test.each([
    ["limit=abc", 'strconv.ParseInt: parsing "abc": invalid syntax'],
    ["limit=", 'strconv.ParseInt: parsing "": invalid syntax'],
    ["limit=1.5", 'strconv.ParseInt: parsing "1.5": invalid syntax'],
    ["timeoutSeconds=99999999999999999999", 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
  ])("%s is a bad request", (query, message) => {
    expect(refused(query)).toMatchObject({ code: 400, reason: "BadRequest", message });
  });

  test.each([
    ["resourceVersionMatch=Exact", "resourceVersionMatch is forbidden unless resourceVersion is provided"],
    [
      "resourceVersionMatch=Exact&resourceVersion=1&continue=x",
      "resourceVersionMatch is forbidden when continue is provided",
    ],
    [
      "resourceVersionMatch=Exact&resourceVersion=0",
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      "watch=1&resourceVersion=1&resourceVersionMatch=NotOlderThan",
      "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    ],
    ["watch=1&sendInitialEvents=true", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"],
    [
      "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x",
      "resourceVersionMatch is forbidden when continue is provided",
    ],
  ])("%s", (query, detail) => {
    expect(refused(query)).toMatchObject({
      code: 422,
      reason: "Invalid",
      message: `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: ${detail}`,
    });
  });

  test("unknown ways to match", () => {
    expect(refused("resourceVersionMatch=Near&resourceVersion=1").message).toBe(
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Near": supported values: "Exact", "NotOlderThan", ""',
    );
    expect(refused("watch=1&sendInitialEvents=1&resourceVersionMatch=Exact").message).toContain(
      'resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]',
    );
    expect(refused("sendInitialEvents=true").message).toContain("sendInitialEvents is forbidden for list");
  });
});

test("resource versions", () => {
  expect(parseResourceVersion("")).toBe(0);
  expect(parseResourceVersion("3600000000000001")).toBe(3600000000000001);
  expect(() => parseResourceVersion("abc")).toThrow(
    'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  );
  expect(() => parseResourceVersion("-1")).toThrow("invalid syntax");
});

test("who reads indented answers", () => {
  expect(isPretty(new URLSearchParams(), "curl/8")).toBe(true);
  expect(isPretty(new URLSearchParams(), "kubectl/v1.36")).toBe(false);
  expect(isPretty(new URLSearchParams("pretty=true"), "kubectl/v1.36")).toBe(true);
  expect(isPretty(new URLSearchParams("pretty=false"), "curl/8")).toBe(false);
});

test("a request's time", () => {
  expect(requestTimeoutMs(new URLSearchParams("timeout=32s"))).toBe(32_000);
  expect(requestTimeoutMs(new URLSearchParams("timeout=0s"))).toBeUndefined();
  expect(requestTimeoutMs(new URLSearchParams())).toBeUndefined();
  expect(() => requestTimeoutMs(new URLSearchParams("timeout=soon"))).toThrow(
    'invalid timeout specified in the request URL - time: invalid duration "soon"',
  );
});
