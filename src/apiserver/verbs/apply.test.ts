import { describe, expect, test } from "vitest";
import { apiScope, configMap } from "../../../test/fixtures/api-scope.ts";

const base = "/api/v1/namespaces/default/configmaps";
const applyType = { "content-type": "application/apply-patch+yaml" };
const applied = (data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a" },
  data,
});

function managers(body: { metadata: { managedFields?: { manager: string; operation: string; fieldsV1: object }[] } }) {
  return (body.metadata.managedFields ?? []).map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]);
}

describe("apply", () => {
  test("creates what is not there, owned by its manager", async () => {
    const api = apiScope();
    const { code, body } = await api.call("PATCH", `${base}/a?fieldManager=me`, applied({ x: "1" }), applyType);
    expect([code, body.data]).toEqual([201, { x: "1" }]);
    expect(managers(body)).toEqual([["me", "Apply", { "f:data": { "f:x": {} } }]]);
  });

  test.each([null, 1, ""])("of an apiVersion that is none (%j) is refused", async (apiVersion) => {
    const api = apiScope();
    const { code, body } = await api.call(
      "PATCH",
      `${base}/a?fieldManager=me`,
      { ...applied({}), apiVersion },
      applyType,
    );
    expect([code, body.reason]).toEqual([400, "BadRequest"]);
    expect(api.failures).toEqual([]);
  });

  test.each([0, "a", [], true])("with metadata that is none (%j) is refused", async (metadata) => {
    const api = apiScope();
    const { code, body } = await api.call(
      "PATCH",
      `${base}/a?fieldManager=me`,
      { ...applied({}), metadata },
      applyType,
    );
    expect([code, body.reason]).toEqual([400, "BadRequest"]);
    expect(api.failures).toEqual([]);
  });

  test("again changes nothing", async () => {
    const api = apiScope();
    const { body: first } = await api.call("PATCH", `${base}/a?fieldManager=me`, applied({ x: "1" }), applyType);
    api.clock.nowMs += 5_000;
    const { code, body } = await api.call("PATCH", `${base}/a?fieldManager=me`, applied({ x: "1" }), applyType);
    expect(code).toBe(200);
    expect(body).toEqual(first);
  });

  test.each([
    ["apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  k: '1'\n  k: '2'\n", 6],
    ['{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"1","k":"2"}}', 1],
  ])("a key that stands twice is refused under Strict, with its line: %j", async (text, line) => {
    const api = apiScope();
    const path = `${base}/a?fieldManager=me&fieldValidation=`;
    const { code, body } = await api.call("PATCH", `${path}Strict`, text, applyType);
    const where = `line ${line}: key "k" already set in map`;
    expect([code, body.message]).toEqual([
      400,
      `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  ${where}`,
    ]);
    const warned = await api.call("PATCH", `${path}Warn`, text, applyType);
    expect([warned.code, warned.headers.get("warning")]).toEqual([201, `299 - ${JSON.stringify(where)}`]);
  });

  test("what is no longer applied goes, what others own stays", async () => {
    const api = apiScope();
    await api.call("PATCH", `${base}/a?fieldManager=me`, applied({ x: "1", y: "2" }), applyType);
    await api.call("PATCH", `${base}/a?fieldManager=other`, applied({ z: "3" }), applyType);
    const { body } = await api.call("PATCH", `${base}/a?fieldManager=me`, applied({ y: "2" }), applyType);
    expect(body.data).toEqual({ y: "2", z: "3" });
  });

  test("another's field is a conflict that names him; force takes it", async () => {
    const api = apiScope();
    await api.call("POST", `${base}?fieldManager=first`, configMap("a", { x: "1" }));
    const refused = await api.call("PATCH", `${base}/a?fieldManager=me`, applied({ x: "2" }), applyType);
    expect(refused).toMatchObject({ code: 409, body: { reason: "Conflict" } });
    expect(refused.body.message).toBe('Apply failed with 1 conflict: conflict with "first" using v1: .data.x');
    expect(refused.body.details.causes).toEqual([
      { reason: "FieldManagerConflict", message: 'conflict with "first" using v1', field: ".data.x" },
    ]);
    const { body } = await api.call("PATCH", `${base}/a?fieldManager=me&force=true`, applied({ x: "2" }), applyType);
    expect(body.data).toEqual({ x: "2" });
    // The map itself is still the one's who made it.
    expect(managers(body)).toEqual([
      ["me", "Apply", { "f:data": { "f:x": {} } }],
      ["first", "Update", { "f:data": {} }],
    ]);
  });

  test.each([
    ["no manager", "", applied({}), 422, "fieldManager: Required value: is required for apply patch"],
    [
      "another name",
      "?fieldManager=me",
      { ...applied({}), metadata: { name: "b" } },
      400,
      "does not match the name on the URL",
    ],
    [
      "managedFields",
      "?fieldManager=me",
      { ...applied({}), metadata: { managedFields: [] } },
      400,
      "metadata.managedFields must be nil",
    ],
    ["an unknown field", "?fieldManager=me", { ...applied({}), nope: 1 }, 400, ".nope: field not declared in schema"],
    ["a list", "?fieldManager=me", [], 400, "must be an object"],
  ])("refuses %s", async (_what, query, sent, code, message) => {
    const api = apiScope();
    const answer = await api.call("PATCH", `${base}/a${query}`, sent, applyType);
    expect(answer.code).toBe(code);
    expect(answer.body.message).toContain(message);
    expect(api.store.counts().size).toBe(0);
    expect(api.failures).toEqual([]);
  });

  test("dryRun=All stores nothing", async () => {
    const api = apiScope();
    const { code } = await api.call("PATCH", `${base}/a?fieldManager=me&dryRun=All`, applied({ x: "1" }), applyType);
    expect(code).toBe(201);
    expect(api.store.counts().size).toBe(0);
  });
});

describe("owners of fields", () => {
  test("creates, updates and patches note their manager, a status write its subresource", async () => {
    const api = apiScope();
    const path = "/api/v1/namespaces/default/replicationcontrollers";
    const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } };
    const rc = { metadata: { name: "rc" }, spec: { replicas: 1, selector: { a: "b" }, template } };
    const { body: created } = await api.call("POST", path, rc, { "user-agent": "kubectl/v1.36" });
    expect(created.metadata.managedFields).toMatchObject([
      { manager: "kubectl", operation: "Update", apiVersion: "v1" },
    ]);
    expect(created.metadata.managedFields[0].fieldsV1["f:status"]).toBeUndefined();
    const merge = { "content-type": "application/merge-patch+json", "user-agent": "controller/1" };
    const { body } = await api.call("PATCH", `${path}/rc/status`, { status: { replicas: 1 } }, merge);
    expect(body.metadata.managedFields).toContainEqual({
      manager: "controller",
      apiVersion: "v1",
      time: "2026-01-02T03:04:05Z",
      fieldsType: "FieldsV1",
      operation: "Update",
      subresource: "status",
      fieldsV1: { "f:status": { "f:replicas": {} } },
    });
  });

  test("managedFields: [] takes all owners away", async () => {
    const api = apiScope();
    const { body: created } = await api.call("POST", base, configMap("a"));
    expect(created.metadata.managedFields).toHaveLength(1);
    const { body } = await api.call("PUT", `${base}/a`, {
      ...created,
      metadata: { ...created.metadata, managedFields: [] },
    });
    expect(body.metadata.managedFields).toBeUndefined();
  });
});
