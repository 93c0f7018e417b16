import { describe, expect, test } from "vitest";
import type { StatusError } from "./status-error.ts";
import { readCreateOptions, readDeleteOptions, readPatchOptions, readUpdateOptions } from "./write-options.ts";

const query = (text: string) => new URLSearchParams(text);

function refused(read: () => unknown): StatusError {
  try {
    read();
  } catch (error) {
    return error as StatusError;
  }
  throw new Error("accepted");
}

describe("create, update and patch", () => {
  test("options", () => {
    expect(readCreateOptions(query(""))).toEqual({ dryRun: false, fieldManager: "", fieldValidation: "Warn" });
    expect(readUpdateOptions(query("dryRun=All&dryRun=All&fieldManager=ci&fieldValidation=Strict"))).toEqual({
      dryRun: true,
      fieldManager: "ci",
      fieldValidation: "Strict",
    });
    expect(readPatchOptions(query("force=false&fieldManager=kubectl"), { apply: true }).force).toBe(false);
    expect(readPatchOptions(query("force&fieldManager=kubectl"), { apply: true }).force).toBe(true);
  });

  test.each([
    ["dryRun=yes", 'dryRun: Unsupported value: []string{"yes"}: supported values: "All"'],
    ["fieldValidation=x", 'fieldValidation: Unsupported value: "x": supported values: "", "Ignore", "Strict", "Warn"'],
    ["fieldManager=a%0Ab", 'fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)'],
    [`fieldManager=${"x".repeat(129)}`, "fieldManager: Too long: may not be more than 128 bytes"],
  ])("%s is invalid", (text, detail) => {
    expect(refused(() => readCreateOptions(query(text)))).toMatchObject({
      code: 422,
      message: `CreateOptions.meta.k8s.io "" is invalid: ${detail}`,
    });
  });

  test("only an apply may force, and it names its manager", () => {
    expect(refused(() => readPatchOptions(query("force=true"), { apply: false })).message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
    expect(refused(() => readPatchOptions(query(""), { apply: true })).message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  });
});

describe("delete", () => {
  test("by query", () => {
    expect(readDeleteOptions(query(""))).toEqual({ dryRun: false, preconditions: {} });
    expect(
      readDeleteOptions(query("gracePeriodSeconds=5&propagationPolicy=Foreground&dryRun=All&uid=u&resourceVersion=3")),
    ).toEqual({
      dryRun: true,
      gracePeriodSeconds: 5,
      propagationPolicy: "Foreground",
      preconditions: { uid: "u", resourceVersion: "3" },
    });
    expect(readDeleteOptions(query("gracePeriodSeconds=-7")).gracePeriodSeconds).toBe(1);
    expect(readDeleteOptions(query("orphanDependents=true")).orphanDependents).toBe(true);
  });

  test("by body, which makes the query moot", () => {
    expect(
      readDeleteOptions(query("propagationPolicy=Orphan"), {
        kind: "DeleteOptions",
        apiVersion: "v1",
        gracePeriodSeconds: 0,
        preconditions: { uid: "u" },
        orphanDependents: null,
        other: 1,
      }),
    ).toEqual({ dryRun: false, gracePeriodSeconds: 0, preconditions: { uid: "u" } });
  });

  test.each([
    [[], "json: cannot unmarshal array into Go value of type v1.DeleteOptions"],
    [
      { gracePeriodSeconds: "5" },
      "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64",
    ],
    [{ dryRun: "All" }, "json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type []string"],
    [{ kind: "Pod" }, "decoded object cannot be converted to DeleteOptions"],
  ])("%j is a bad request", (body, message) => {
    expect(refused(() => readDeleteOptions(query(""), body))).toMatchObject({ code: 400, message });
  });

  test("policies", () => {
    expect(refused(() => readDeleteOptions(query("propagationPolicy=Never"))).message).toBe(
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Never": supported values: "Foreground", "Background", "Orphan", "nil"',
    );
    expect(refused(() => readDeleteOptions(query("propagationPolicy=Orphan&orphanDependents=true"))).message).toBe(
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    );
  });
});
