// The routes against a directory in memory.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { DirectoryCalls } from "./cluster-directory.ts";
import type { ClusterRecord } from "./clusters.ts";
import { type HostingEnvironment, hostingApi } from "./hosting-api.ts";

const credentials = { adminToken: "admin", joinToken: "join" };

function fakeDirectory(): DirectoryCalls & { deleting: Set<string>; broken: boolean } {
  const known = new Map<string, ClusterRecord>();
  const deleting = new Set<string>();
  return {
    deleting,
    broken: false,
    async create(id) {
      if (this.broken) throw new Error("secret detail");
      if (id.includes("/")) return { type: "invalid", problem: "must be a name" };
      if (deleting.has(id)) return { type: "deleting" };
      const existed = known.has(id);
      const cluster: ClusterRecord = known.get(id) ?? { id, state: "ready", createdMs: 0 };
      known.set(id, cluster);
      return { type: "ready", existed, cluster, credentials };
    },
    get: async (id) => known.get(id),
    list: async (after) => ({ clusters: [...known.values()].filter((one) => one.id > after), next: undefined }),
    async credentials(id) {
      const cluster = known.get(id);
      return cluster === undefined ? { type: "absent" } : { type: "ready", cluster, credentials };
    },
    async delete(id) {
      if (deleting.has(id)) return { type: "deleting" };
      return known.delete(id) ? { type: "deleted" } : { type: "absent" };
    },
  };
}

const key = "operator-key";

function fixture(overrides: Partial<HostingEnvironment> = {}) {
  const directory = fakeDirectory();
  const errors: unknown[] = [];
  const environment: HostingEnvironment = {
    directory,
    operatorKey: key,
    publicUrl: undefined,
    audit: () => fakeAudit,
    caCertificate: "-----BEGIN CERTIFICATE-----\n",
    log: { info() {}, warn() {}, error: (message, fields) => void errors.push({ message, ...fields }) },
    ...overrides,
  };
  async function call(method: string, path: string, body?: unknown, authorization = `Bearer ${key}`) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const headers = { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const request = new Request(`https://127.0.0.1:6443${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: text }),
    });
    const response = await hostingApi.fetch(request, environment);
    const answer = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { code: response.status, text: answer, body: isJson ? JSON.parse(answer) : undefined };
  }
  return { call, directory, errors };
}

let configured: unknown;
const fakeAudit = {
  auditConfiguration: async () => configured,
  configureAudit: async (given: unknown) => {
    if (given !== undefined && !("policy" in (given as object))) return "policy: is missing";
    configured = given;
    return undefined;
  },
};

test("what is audited is set, told without secrets, and turned off", async () => {
  const { call } = fixture();
  expect((await call("PUT", "/v1/clusters/one/audit", { policy: {} })).code).toBe(404);
  await call("POST", "/v1/clusters", { id: "one" });
  expect((await call("GET", "/v1/clusters/one/audit")).code).toBe(404);
  expect((await call("PUT", "/v1/clusters/one/audit", {})).body).toMatchObject({ reason: "BadRequest" });
  const webhook = { url: "https://sink.example", authorization: "Bearer secret" };
  const told = { policy: { rules: [] }, webhook: { url: webhook.url } };
  expect((await call("PUT", "/v1/clusters/one/audit", { policy: { rules: [] }, webhook })).body).toEqual(told);
  expect((await call("GET", "/v1/clusters/one/audit")).body).toEqual(told);
  expect((await call("DELETE", "/v1/clusters/one/audit")).code).toBe(200);
  expect((await call("GET", "/v1/clusters/one/audit")).code).toBe(404);
});

test("a cluster's life", async () => {
  const { call } = fixture();
  const created = await call("POST", "/v1/clusters", { id: "blue" });
  expect(created.code).toBe(201);
  expect(created.body).toMatchObject({
    id: "blue",
    state: "ready",
    createdAt: "1970-01-01T00:00:00.000Z",
    server: "https://127.0.0.1:6443/clusters/blue",
    joinToken: "join",
  });
  expect(parse(created.body.kubeconfig)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "blue",
        cluster: {
          server: "https://127.0.0.1:6443/clusters/blue",
          "certificate-authority-data": btoa("-----BEGIN CERTIFICATE-----\n"),
        },
      },
    ],
    users: [{ name: "blue", user: { token: "admin" } }],
    contexts: [{ name: "blue", context: { cluster: "blue", user: "blue" } }],
    "current-context": "blue",
  });
  expect(await call("POST", "/v1/clusters", { id: "blue" })).toMatchObject({ code: 200, body: { id: "blue" } });
  expect((await call("GET", "/v1/clusters")).body.items).toMatchObject([{ id: "blue", state: "ready" }]);
  expect(await call("GET", "/v1/clusters/blue")).toMatchObject({ code: 200, body: { id: "blue" } });
  expect((await call("GET", "/v1/clusters/blue")).text).not.toContain("admin");
  const file = await call("GET", "/v1/clusters/blue/kubeconfig");
  expect(file).toMatchObject({ code: 200, text: created.body.kubeconfig });
  expect(await call("DELETE", "/v1/clusters/blue")).toMatchObject({ code: 200, body: { state: "deleted" } });
  expect(await call("GET", "/v1/clusters/blue")).toMatchObject({ code: 404, body: { reason: "NotFound" } });
});

test("the public URL wins over the request's, and a trusted server needs no CA", async () => {
  const { call } = fixture({ publicUrl: "https://kube.example.com/", caCertificate: "" });
  const created = await call("POST", "/v1/clusters", { id: "blue" });
  expect(created.body.server).toBe("https://kube.example.com/clusters/blue");
  expect(parse(created.body.kubeconfig).clusters[0].cluster).toEqual({
    server: "https://kube.example.com/clusters/blue",
  });
});

describe("[T5] without the operator's key", () => {
  test.each(["", "Bearer", "Bearer wrong", "Bearer operator-ke", "Bearer operator-key2", "Basic operator-key"])(
    "%j is a 401 on every path",
    async (authorization) => {
      const { call } = fixture();
      for (const path of ["/v1/clusters", "/v1/clusters/blue", "/v1/clusters/blue/kubeconfig", "/v1/nothing"]) {
        const answer = await call("GET", path, undefined, authorization);
        expect(answer).toMatchObject({ code: 401, body: { kind: "Status", reason: "Unauthorized" } });
      }
    },
  );

  test("an empty key lets nobody in", async () => {
    const { call } = fixture({ operatorKey: "" });
    expect((await call("GET", "/v1/clusters", undefined, "Bearer ")).code).toBe(401);
    expect((await call("GET", "/v1/clusters", undefined, "")).code).toBe(401);
  });
});

describe("bad requests are a Status that says what is wrong", () => {
  test.each([
    ["not JSON", "{", 400, "BadRequest", "not valid JSON"],
    ["no ID", {}, 400, "BadRequest", "id"],
    ["an unknown field", { id: "blue", size: 3 }, 400, "BadRequest", "size"],
    ["a wrong type", { id: 3 }, 400, "BadRequest", "id"],
    ["an ID that can't be one", { id: "a/b" }, 400, "BadRequest", "must be a name"],
    ["too much", { id: "a".repeat(20_000) }, 413, "RequestEntityTooLarge", "16384"],
  ])("%s", async (_name, body, code, reason, message) => {
    const { call, directory } = fixture();
    const answer = await call("POST", "/v1/clusters", body);
    expect(answer).toMatchObject({ code, body: { kind: "Status", status: "Failure", reason, code } });
    expect(answer.body.message).toContain(message);
    expect((await directory.list("")).clusters).toEqual([]);
  });

  test("a cluster that is being deleted", async () => {
    const { call, directory } = fixture();
    directory.deleting.add("blue");
    expect(await call("POST", "/v1/clusters", { id: "blue" })).toMatchObject({
      code: 409,
      body: { reason: "Conflict" },
    });
    expect(await call("DELETE", "/v1/clusters/blue")).toMatchObject({ code: 202, body: { state: "deleting" } });
  });

  test("a path or a method that isn't there", async () => {
    const { call } = fixture();
    expect(await call("GET", "/v1/nothing")).toMatchObject({ code: 404, body: { reason: "NotFound" } });
    expect(await call("PUT", "/v1/clusters", {})).toMatchObject({ code: 405, body: { reason: "MethodNotAllowed" } });
    expect(await call("DELETE", "/v1/clusters/none")).toMatchObject({ code: 404, body: { reason: "NotFound" } });
    expect(await call("GET", "/v1/clusters/none/kubeconfig")).toMatchObject({ code: 404 });
  });

  test("a failure inside keeps its detail", async () => {
    const { call, directory, errors } = fixture();
    directory.broken = true;
    const answer = await call("POST", "/v1/clusters", { id: "blue" });
    expect(answer).toMatchObject({ code: 500, body: { reason: "InternalError" } });
    expect(answer.text).not.toContain("secret detail");
    expect(errors).toEqual([{ message: "hosting api", error: "Error: secret detail" }]);
  });
});
