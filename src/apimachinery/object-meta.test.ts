import { describe, expect, test } from "vitest";
import { fieldErrorText } from "./field-error.ts";
import { managerOf } from "./field-manager.ts";
import type { ObjectMeta } from "./json.ts";
import { carryOverObjectMeta, validateObjectMeta, validateObjectMetaUpdate } from "./object-meta.ts";

const namespaced = { namespaced: true, nameRule: "dns-subdomain" } as const;

function create(meta: ObjectMeta, options: Parameters<typeof validateObjectMeta>[1] = namespaced): string[] {
  return validateObjectMeta({ name: "web", namespace: "default", ...meta }, options).map(fieldErrorText);
}

function update(meta: ObjectMeta, old: ObjectMeta): string[] {
  const base = { name: "web", namespace: "default", uid: "u", resourceVersion: "1" };
  return validateObjectMetaUpdate({ ...base, ...meta }, { ...base, ...old }).map(fieldErrorText);
}

describe("creating", () => {
  test("a plain object is fine", () => {
    expect(create({ labels: { app: "web" }, annotations: { "Example.com/Note": "x y" }, finalizers: ["a/b"] })).toEqual(
      [],
    );
  });

  test("names and namespaces", () => {
    expect(create({ name: "" })).toEqual(["metadata.name: Required value: name or generateName is required"]);
    expect(create({ name: "Web" })[0]).toMatch(/^metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain/);
    expect(create({ namespace: "" })).toEqual(["metadata.namespace: Required value"]);
    expect(create({ namespace: "a.b" })).toEqual(['metadata.namespace: Invalid value: "a.b": must not contain dots']);
    expect(create({}, { namespaced: false, nameRule: "path-segment" })).toEqual([
      "metadata.namespace: Forbidden: not allowed on this type",
    ]);
    expect(create({ name: "system:x" }, { namespaced: true, nameRule: "path-segment" })).toEqual([]);
  });

  test("a generateName may end in a dash", () => {
    expect(create({ generateName: "web-" })).toEqual([]);
    expect(create({ generateName: "web-" }, { namespaced: true, nameRule: "dns-1035-label" })).toEqual([]);
    expect(create({ generateName: "Web-" })).toHaveLength(1);
    expect(create({ generateName: "web-" }, { namespaced: true, nameRule: (name) => [`no ${name}`] })).toEqual([
      'metadata.generateName: Invalid value: "web-": no web-',
      'metadata.name: Invalid value: "web": no web',
    ]);
  });

  test("labels and annotations", () => {
    expect(create({ labels: { "-a": "b c" } })).toEqual([
      expect.stringMatching(/^metadata.labels: Invalid value: "-a": name part must consist of/),
      expect.stringMatching(/^metadata.labels: Invalid value: "b c": a valid label must be an empty string/),
    ]);
    expect(create({ annotations: { "a b": "" } })[0]).toMatch(/^metadata.annotations: Invalid value: "a b": name part/);
  });

  test("annotations together may have 256 KiB, counted in bytes", () => {
    const half = 128 * 1024;
    expect(create({ annotations: { a: "x".repeat(half - 1), b: "y".repeat(half - 1) } })).toEqual([]);
    expect(create({ annotations: { a: "x".repeat(half), b: "y".repeat(half - 1) } })).toEqual([
      "metadata.annotations: Too long: may not be more than 262144 bytes",
    ]);
    expect(create({ annotations: { a: "é".repeat(half) } })).toHaveLength(1);
  });

  test("owners", () => {
    const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "u" };
    expect(create({ ownerReferences: [owner, { ...owner, uid: "v", controller: true }] })).toEqual([]);
    expect(create({ ownerReferences: [{ ...owner, apiVersion: "", kind: "", name: "", uid: "" }] })).toEqual([
      'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
      'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
      'metadata.ownerReferences.name: Invalid value: "": must not be empty',
      'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
    ]);
    expect(create({ ownerReferences: [{ ...owner, apiVersion: "v1", kind: "Event" }] })[0]).toMatch(
      "/v1, Kind=Event is disallowed from being an owner",
    );
    const two = { ...owner, controller: true };
    expect(create({ ownerReferences: [two, { ...two, name: "b" }] })[0]).toMatch(
      'Only one reference can have Controller set to true. Found "true" in references for ReplicaSet/web and ReplicaSet/b',
    );
  });

  test("finalizers", () => {
    expect(create({ finalizers: ["orphan", "foregroundDeletion"] })[0]).toMatch(
      "finalizer orphan and foregroundDeletion cannot be both set",
    );
    expect(create({ finalizers: ["a b"] })).toHaveLength(1);
  });

  test("managed fields", () => {
    expect(create({ managedFields: [{ operation: "Apply", fieldsType: "FieldsV1", manager: "kubectl" }] })).toEqual([]);
    expect(
      create({
        managedFields: [{ operation: "Do", fieldsType: "FieldsV2", manager: "a\u0007", subresource: "x".repeat(257) }],
      }),
    ).toEqual([
      'metadata.managedFields[0].operation: Invalid value: "Do": must be `Apply` or `Update`',
      'metadata.managedFields[0].fieldsType: Invalid value: "FieldsV2": must be `FieldsV1`',
      'metadata.managedFields[0].manager: Invalid value: "a\\u0007": invalid character U+0007 (at position 1)',
      "metadata.managedFields[0].subresource: Too long: may not be more than 256 bytes",
    ]);
  });
});

describe("updating", () => {
  test("what must not change", () => {
    expect(update({}, {})).toEqual([]);
    expect(update({ name: "b", uid: "v" }, {})).toEqual([
      'metadata.name: Invalid value: "b": field is immutable',
      'metadata.uid: Invalid value: "v": field is immutable',
    ]);
    expect(update({ resourceVersion: "" }, {})).toEqual([
      'metadata.resourceVersion: Invalid value: "": must be specified for an update',
    ]);
    expect(update({ generation: 1 }, { generation: 2 })).toEqual([
      "metadata.generation: Invalid value: 1: must not be decremented",
    ]);
  });

  test("a terminating object gets no new finalizers", () => {
    const deletionTimestamp = "2026-01-01T00:00:00Z";
    expect(update({ deletionTimestamp, finalizers: [] }, { deletionTimestamp, finalizers: ["a/b"] })).toEqual([]);
    expect(
      update({ deletionTimestamp, finalizers: ["a/b", "z", "c"] }, { deletionTimestamp, finalizers: ["a/b"] }),
    ).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c", "z"}',
    ]);
  });

  test("what an update leaves out is carried over", () => {
    const meta: ObjectMeta = { name: "a", selfLink: "/x", creationTimestamp: "2030-01-01T00:00:00Z" };
    carryOverObjectMeta(meta, {
      uid: "u",
      creationTimestamp: "2026-01-01T00:00:00Z",
      deletionTimestamp: "2026-01-02T00:00:00Z",
      deletionGracePeriodSeconds: 30,
    });
    expect(meta).toEqual({
      name: "a",
      uid: "u",
      creationTimestamp: "2026-01-01T00:00:00Z",
      deletionTimestamp: "2026-01-02T00:00:00Z",
      deletionGracePeriodSeconds: 30,
    });
  });
});

describe("field managers", () => {
  test("are named by the request, else by the client", () => {
    expect(managerOf("ci", "kubectl/v1.36")).toBe("ci");
    expect(managerOf("", "kubectl/v1.36 (linux)")).toBe("kubectl");
    expect(managerOf(undefined, "a\u0001b")).toBe("ab");
    expect(managerOf(undefined, "x".repeat(500))).toBe("x".repeat(128));
  });
});
