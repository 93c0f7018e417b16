import { describe, expect, test } from "vitest";
import { apiScope, configMap } from "../../../test/fixtures/api-scope.ts";
import { logAgeMs } from "../../storage/limits.ts";

const base = "/api/v1/namespaces/default/configmaps";

test("nobody on the way may keep an answer, be it an object or an error", async () => {
  const api = apiScope();
  await api.call("POST", base, configMap("a"));
  for (const path of [`${base}/a`, `${base}/b`, base]) {
    expect((await api.call("GET", path)).headers.get("cache-control")).toBe("no-cache, private");
  }
});

describe("create", () => {
  test("answers the object with what the system adds", async () => {
    const api = apiScope();
    const { code, body } = await api.call("POST", base, configMap("a"));
    expect(code).toBe(201);
    expect(body).toMatchObject({ kind: "ConfigMap", apiVersion: "v1", data: { key: "value" } });
    expect(body.metadata).toMatchObject({ name: "a", namespace: "default", creationTimestamp: "2026-01-02T03:04:05Z" });
    expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(body.metadata.resourceVersion)).toBe(api.store.revision);
    expect(await api.call("GET", `${base}/a`)).toMatchObject({ code: 200, body });
  });

  test("refuses a name that is taken, and keeps what was there", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a", { first: "1" }));
    const { code, body } = await api.call("POST", base, configMap("a", { second: "2" }));
    expect(code).toBe(409);
    expect(body).toMatchObject({ reason: "AlreadyExists", message: 'configmaps "a" already exists' });
    expect((await api.call("GET", `${base}/a`)).body.data).toEqual({ first: "1" });
  });

  test("draws a name from generateName, another one when it is taken", async () => {
    const api = apiScope();
    const names = new Set<string>();
    for (let index = 0; index < 20; index += 1) {
      const { body } = await api.call("POST", base, { metadata: { generateName: "gen-" } });
      names.add(body.metadata.name);
    }
    expect(names.size).toBe(20);
    for (const name of names) expect(name).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test.each([
    ["malformed JSON", '{"metadata":', 400, "BadRequest"],
    ["a list instead of an object", "[]", 400, "BadRequest"],
    ["another kind", { kind: "Secret", apiVersion: "v1", metadata: { name: "a" } }, 400, "BadRequest"],
    ["another version", { kind: "ConfigMap", apiVersion: "v2", metadata: { name: "a" } }, 400, "BadRequest"],
    ["a wrong type", { metadata: { name: "a" }, data: { key: 1 } }, 400, "BadRequest"],
    ["another namespace", { metadata: { name: "a", namespace: "other" } }, 400, "BadRequest"],
    ["a resourceVersion", { metadata: { name: "a", resourceVersion: "1" } }, 400, "BadRequest"],
    ["no name", { metadata: {} }, 422, "Invalid"],
    ["a name that is none", { metadata: { name: "No_Name" } }, 422, "Invalid"],
    ["a name that escapes", { metadata: { name: "../../etc" } }, 422, "Invalid"],
    ["two megabytes", { metadata: { name: "a" }, data: { key: "x".repeat(2_000_000) } }, 422, "Invalid"],
    ["four megabytes", { metadata: { name: "a" }, data: { key: "x".repeat(4_000_000) } }, 413, "RequestEntityTooLarge"],
  ])("refuses %s and stores nothing", async (_what, sent, code, reason) => {
    const api = apiScope();
    const answer = await api.call("POST", base, sent);
    expect(answer).toMatchObject({ code, body: { kind: "Status", status: "Failure", reason, code } });
    expect(answer.body.message).not.toBe("");
    expect(api.store.counts().size).toBe(0);
    expect(api.failures).toEqual([]);
  });

  test("refuses an object over the stored limit with 413", async () => {
    const api = apiScope();
    const pod = {
      metadata: { name: "a", annotations: { big: "x".repeat(200_000) } },
      involvedObject: { namespace: "default" },
    };
    const event = { ...pod, message: "m".repeat(1_600_000), reason: "r", type: "Normal" };
    const { code, body } = await api.call("POST", "/api/v1/namespaces/default/events", event);
    expect([code, body.reason]).toEqual([413, "RequestEntityTooLarge"]);
    expect(api.store.counts().size).toBe(0);
  });

  test("takes YAML", async () => {
    const api = apiScope();
    const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: |\n    one\n    two\n";
    const { code, body } = await api.call("POST", base, yaml, { "content-type": "application/yaml" });
    expect([code, body.data.x]).toEqual([201, "one\ntwo\n"]);
  });

  test("answers 415 for what it does not read", async () => {
    const { code, body } = await apiScope().call("POST", base, "x", { "content-type": "text/plain" });
    expect([code, body.reason]).toEqual([415, "UnsupportedMediaType"]);
  });

  test.each([
    ["Strict", 400, undefined],
    ["Warn", 201, '299 - "unknown field \\"spec\\""'],
    ["Ignore", 201, undefined],
  ])("fieldValidation=%s", async (policy, code, warning) => {
    const api = apiScope();
    const answer = await api.call("POST", `${base}?fieldValidation=${policy}`, { ...configMap("a"), spec: {} });
    expect(answer.code).toBe(code);
    expect(answer.headers.get("warning") ?? undefined).toBe(warning);
    if (code === 400) expect(answer.body.message).toContain('strict decoding error: unknown field "spec"');
    else expect(answer.body.spec).toBeUndefined();
  });

  test("a doubled field is refused under Strict", async () => {
    const text = '{"metadata":{"name":"a"},"data":{"k":"1","k":"2"}}';
    const { code, body } = await apiScope().call("POST", `${base}?fieldValidation=Strict`, text);
    expect([code, body.message]).toEqual([400, 'strict decoding error: duplicate field "data.k"']);
  });

  test("problems are told in the order of the text", async () => {
    const text = '{"metadata":{"name":"a"},"odd":1,"data":{"k":"1","k":"2"}}';
    const { body } = await apiScope().call("POST", `${base}?fieldValidation=Strict`, text);
    expect(body.message).toBe('strict decoding error: unknown field "odd", duplicate field "data.k"');
  });

  test.each([
    [
      "Strict",
      400,
      'strict decoding error: error converting YAML to JSON: yaml: unmarshal errors:\n  line 4: key "k" already set in map',
      null,
    ],
    ["Warn", 201, undefined, '299 - "line 4: key \\"k\\" already set in map"'],
    ["Ignore", 201, undefined, null],
  ])("YAML that has a key twice, under %s", async (policy, code, message, warning) => {
    const text = "metadata: {name: a}\ndata:\n  k: '1'\n  k: '2'\n";
    const headers = { "content-type": "application/yaml" };
    const answer = await apiScope().call("POST", `${base}?fieldValidation=${policy}`, text, headers);
    expect([answer.code, answer.body.message]).toEqual([code, message]);
    expect(answer.headers.get("warning")).toBe(warning);
  });

  test("dryRun=All answers the object and stores nothing", async () => {
    const api = apiScope();
    const { code, body } = await api.call("POST", `${base}?dryRun=All`, configMap("a"));
    expect([code, body.metadata.name]).toEqual([201, "a"]);
    expect(body.metadata.resourceVersion).toBeUndefined();
    expect(api.store.counts().size).toBe(0);
  });
});

describe("update", () => {
  test("replaces the object and raises its revision", async () => {
    const api = apiScope();
    const { body: created } = await api.call("POST", base, configMap("a"));
    const { code, body } = await api.call("PUT", `${base}/a`, { ...created, data: { key: "other" } });
    expect(code).toBe(200);
    expect(body.data).toEqual({ key: "other" });
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(Number(created.metadata.resourceVersion));
    expect(body.metadata.uid).toBe(created.metadata.uid);
  });

  test("a stale resourceVersion is a conflict", async () => {
    const api = apiScope();
    const { body: created } = await api.call("POST", base, configMap("a"));
    await api.call("PUT", `${base}/a`, { ...created, data: { key: "second" } });
    const { code, body } = await api.call("PUT", `${base}/a`, { ...created, data: { key: "third" } });
    expect([code, body.reason]).toEqual([409, "Conflict"]);
    expect((await api.call("GET", `${base}/a`)).body.data).toEqual({ key: "second" });
  });

  test("of a kind that wants one, lacking a resourceVersion: refused, unless there is nothing to update", async () => {
    const api = apiScope({ namespace: "" });
    const path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    const hooks = { metadata: { name: "hooks" } };
    expect(await api.call("PUT", `${path}/hooks`, hooks)).toMatchObject({ code: 404, body: { reason: "NotFound" } });
    await api.call("POST", path, hooks);
    const { code, body } = await api.call("PUT", `${path}/hooks`, hooks);
    expect(code).toBe(422);
    expect(body.message).toMatch(/metadata.resourceVersion: Invalid value: 0x0: must be specified for an update$/);
  });

  test("another uid is a conflict", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    const sent = { ...configMap("a"), metadata: { name: "a", uid: "other" } };
    expect(await api.call("PUT", `${base}/a`, sent)).toMatchObject({ code: 409, body: { reason: "Conflict" } });
  });

  test("what changes nothing is not written", async () => {
    const api = apiScope();
    const { body: created } = await api.call("POST", base, configMap("a"));
    const before = api.store.revision;
    const { body } = await api.call("PUT", `${base}/a`, { ...configMap("a"), metadata: { name: "a" } });
    expect(body).toEqual(created);
    expect(api.store.revision).toBe(before);
  });

  test("a name in the body that is not the path's is refused", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    expect(await api.call("PUT", `${base}/a`, configMap("b"))).toMatchObject({ code: 400 });
  });

  test("of what is not there is NotFound", async () => {
    expect(await apiScope().call("PUT", `${base}/a`, configMap("a"))).toMatchObject({
      code: 404,
      body: { reason: "NotFound", details: { name: "a", kind: "configmaps" } },
    });
  });
});

describe("a version that is not the stored one", () => {
  const autoscalers = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
  const scaleTargetRef = { kind: "Deployment", name: "web" };
  const autoscaler = (maxReplicas: number, finalizers: string[] = []) => ({
    metadata: { name: "a", finalizers },
    spec: { scaleTargetRef, maxReplicas },
  });

  test("is answered with the revision of its write", async () => {
    const api = apiScope();
    const created = await api.call("POST", autoscalers, autoscaler(5));
    expect(created.code).toBe(201);
    expect(created.body.metadata.resourceVersion).toBe(String(api.store.revision));
    expect((await api.call("GET", `${autoscalers}/a`)).body).toEqual(created.body);
    const { metadata } = created.body;
    const updated = await api.call("PUT", `${autoscalers}/a`, { ...autoscaler(6), metadata });
    expect([updated.code, updated.body.metadata.resourceVersion]).toEqual([200, String(api.store.revision)]);
    expect((await api.call("GET", `${autoscalers}/a`)).body).toEqual(updated.body);
  });

  test("is what a second delete answers with", async () => {
    const api = apiScope();
    await api.call("POST", autoscalers, autoscaler(5, ["example.com/wait"]));
    await api.call("DELETE", `${autoscalers}/a`);
    const { code, body } = await api.call("DELETE", `${autoscalers}/a`);
    expect([code, body.apiVersion]).toEqual([200, "autoscaling/v1"]);
  });
});

describe("patch", () => {
  test.each([
    ["application/merge-patch+json", { data: { key: null, other: "2" } }],
    ["application/strategic-merge-patch+json", { data: { key: null, other: "2" } }],
    [
      "application/json-patch+json",
      [
        { op: "remove", path: "/data/key" },
        { op: "add", path: "/data/other", value: "2" },
      ],
    ],
  ])("%s", async (type, patch) => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    const { code, body } = await api.call("PATCH", `${base}/a`, patch, { "content-type": type });
    expect([code, body.data]).toEqual([200, { other: "2" }]);
  });

  test("a resourceVersion in a patch is a precondition", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    const patch = { metadata: { resourceVersion: "1" }, data: { other: "2" } };
    const answer = await api.call("PATCH", `${base}/a`, patch, { "content-type": "application/merge-patch+json" });
    expect(answer).toMatchObject({ code: 409, body: { reason: "Conflict" } });
  });

  test("an unknown kind of patch is 415", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    expect(await api.call("PATCH", `${base}/a`, {})).toMatchObject({ code: 415 });
  });

  test("unknown fields are refused under Strict", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    const headers = { "content-type": "application/merge-patch+json" };
    const answer = await api.call("PATCH", `${base}/a?fieldValidation=Strict`, { nope: 1 }, headers);
    expect(answer).toMatchObject({ code: 400, body: { message: 'strict decoding error: unknown field "nope"' } });
  });
});

describe("delete", () => {
  test("answers a Status with the object's uid", async () => {
    const api = apiScope();
    const { body: created } = await api.call("POST", base, configMap("a"));
    const { code, body } = await api.call("DELETE", `${base}/a`);
    expect(code).toBe(200);
    const details = { name: "a", kind: "configmaps", uid: created.metadata.uid };
    expect(body).toMatchObject({ kind: "Status", status: "Success", details });
    expect(await api.call("GET", `${base}/a`)).toMatchObject({ code: 404 });
  });

  test("a finalizer holds the object; taking it off lets it go", async () => {
    const api = apiScope();
    await api.call("POST", base, { ...configMap("a"), metadata: { name: "a", finalizers: ["example.com/hold"] } });
    const { body } = await api.call("DELETE", `${base}/a`);
    expect(body.metadata).toMatchObject({ deletionTimestamp: "2026-01-02T03:04:05Z", deletionGracePeriodSeconds: 0 });
    const headers = { "content-type": "application/merge-patch+json" };
    await api.call("PATCH", `${base}/a`, { metadata: { finalizers: null } }, headers);
    expect(await api.call("GET", `${base}/a`)).toMatchObject({ code: 404 });
  });

  test.each([[{ preconditions: { uid: "other" } }], [{ preconditions: { resourceVersion: "1" } }]])(
    "a precondition that does not hold is a conflict: %j",
    async (options) => {
      const api = apiScope();
      await api.call("POST", base, configMap("a"));
      const answer = await api.call("DELETE", `${base}/a`, { kind: "DeleteOptions", apiVersion: "v1", ...options });
      expect(answer).toMatchObject({ code: 409, body: { reason: "Conflict" } });
      expect((await api.call("GET", `${base}/a`)).code).toBe(200);
    },
  );

  test.each([
    ["Foreground", ["foregroundDeletion"]],
    ["Orphan", ["orphan"]],
  ])("propagationPolicy=%s leaves it to the garbage collector", async (policy, finalizers) => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    const { body } = await api.call("DELETE", `${base}/a?propagationPolicy=${policy}`);
    expect(body.metadata.finalizers).toEqual(finalizers);
    expect(body.metadata.deletionTimestamp).toBeDefined();
  });

  test("of a collection takes what the selector means", async () => {
    const api = apiScope();
    for (const name of ["a", "b", "c"]) {
      const labels = { keep: String(name === "b") };
      await api.call("POST", base, { ...configMap(name), metadata: { name, labels } });
    }
    const { code, body } = await api.call("DELETE", `${base}?labelSelector=keep%3Dfalse`);
    expect([code, body.items.length]).toEqual([200, 2]);
    expect(
      (await api.call("GET", base)).body.items.map((one: { metadata: { name: string } }) => one.metadata.name),
    ).toEqual(["b"]);
  });

  test("dryRun=All deletes nothing", async () => {
    const api = apiScope();
    await api.call("POST", base, configMap("a"));
    expect((await api.call("DELETE", `${base}/a?dryRun=All`)).code).toBe(200);
    expect((await api.call("GET", `${base}/a`)).code).toBe(200);
  });
});

test("a pod may be given more time to end than time can be told", async () => {
  const api = apiScope();
  const pods = "/api/v1/namespaces/default/pods";
  const spec = { nodeName: "n", containers: [{ name: "a", image: "b" }] };
  await api.call("POST", pods, { metadata: { name: "a" }, spec });
  const { code, body } = await api.call("DELETE", `${pods}/a?gracePeriodSeconds=9223372036854775807`);
  expect([code, body.metadata.deletionGracePeriodSeconds]).toEqual([200, 2 ** 31 - 1]);
  expect((await api.call("DELETE", `${pods}/a?gracePeriodSeconds=30`)).body.metadata).toMatchObject({
    deletionGracePeriodSeconds: 30,
    deletionTimestamp: "2026-01-02T03:04:35Z",
  });
});

describe("list", () => {
  async function filled(): Promise<ReturnType<typeof apiScope>> {
    const api = apiScope();
    for (const name of ["a", "b", "c", "d", "e"]) {
      const labels = { parity: "ace".includes(name) ? "odd" : "even" };
      await api.call("POST", base, { ...configMap(name), metadata: { name, labels } });
    }
    return api;
  }
  const names = (body: { items: { metadata: { name: string } }[] }) => body.items.map((one) => one.metadata.name);

  test("answers all in name order, at the newest revision", async () => {
    const api = await filled();
    const { body } = await api.call("GET", base);
    expect(names(body)).toEqual(["a", "b", "c", "d", "e"]);
    expect(body).toMatchObject({ kind: "ConfigMapList", apiVersion: "v1" });
    expect(Number(body.metadata.resourceVersion)).toBe(api.store.revision);
  });

  test.each([
    ["labelSelector=parity%3Dodd", ["a", "c", "e"]],
    ["labelSelector=parity%20in%20(even)", ["b", "d"]],
    ["fieldSelector=metadata.name%3Dc", ["c"]],
    ["fieldSelector=metadata.name!%3Dc&labelSelector=parity%3Dodd", ["a", "e"]],
  ])("%s", async (query, expected) => {
    const api = await filled();
    expect(names((await api.call("GET", `${base}?${query}`)).body)).toEqual(expected);
  });

  test("pages show one state, whatever is written meanwhile", async () => {
    const api = await filled();
    const first = (await api.call("GET", `${base}?limit=2`)).body;
    expect(names(first)).toEqual(["a", "b"]);
    expect(first.metadata.remainingItemCount).toBe(3);
    await api.call("DELETE", `${base}/c`);
    await api.call("POST", base, configMap("bb"));
    const second = (await api.call("GET", `${base}?limit=2&continue=${first.metadata.continue}`)).body;
    expect(names(second)).toEqual(["c", "d"]);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const third = (await api.call("GET", `${base}?limit=2&continue=${second.metadata.continue}`)).body;
    expect(names(third)).toEqual(["e"]);
    expect(third.metadata.continue).toBeUndefined();
  });

  test("each page says how many objects remain, as they were when the list began", async () => {
    const api = await filled();
    const first = (await api.call("GET", `${base}?limit=1`)).body;
    await api.call("DELETE", `${base}/c`);
    await api.call("POST", base, configMap("bb"));
    await api.call("PATCH", `${base}/d`, { data: { more: "1" } }, { "content-type": "application/merge-patch+json" });
    const second = (await api.call("GET", `${base}?limit=1&continue=${first.metadata.continue}`)).body;
    expect([first, second].map(({ metadata }) => metadata.remainingItemCount)).toEqual([4, 3]);
  });

  test("who comes too late for a list's other pages may take them as they are now", async () => {
    const api = await filled();
    const first = (await api.call("GET", `${base}?limit=2`)).body;
    api.clock.nowMs += logAgeMs + 1;
    const late = await api.call("GET", `${base}?limit=2&continue=${first.metadata.continue}`);
    expect(late).toMatchObject({ code: 410, body: { reason: "Expired" } });
    await api.call("DELETE", `${base}/c`);
    const second = (await api.call("GET", `${base}?limit=2&continue=${late.body.metadata.continue}`)).body;
    expect(names(second)).toEqual(["d", "e"]);
  });

  test("what was taken as it is now is another list: its pages are of one revision, and a new one", async () => {
    const api = await filled();
    const first = (await api.call("GET", `${base}?limit=2`)).body;
    api.clock.nowMs += logAgeMs + 1;
    const late = (await api.call("GET", `${base}?limit=2&continue=${first.metadata.continue}`)).body;
    const second = (await api.call("GET", `${base}?limit=2&continue=${late.metadata.continue}`)).body;
    const third = (await api.call("GET", `${base}?limit=2&continue=${second.metadata.continue}`)).body;
    expect(names(third)).toEqual(["e"]);
    expect(Number(second.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion));
    expect(third.metadata.resourceVersion).toBe(second.metadata.resourceVersion);
  });

  test("pages with a selector are full", async () => {
    const api = await filled();
    const first = (await api.call("GET", `${base}?limit=2&labelSelector=parity%3Dodd`)).body;
    expect(names(first)).toEqual(["a", "c"]);
    const rest = (
      await api.call("GET", `${base}?limit=2&labelSelector=parity%3Dodd&continue=${first.metadata.continue}`)
    ).body;
    expect(names(rest)).toEqual(["e"]);
  });

  test("resourceVersionMatch=Exact shows the past", async () => {
    const api = await filled();
    const then = api.store.revision;
    await api.call("DELETE", `${base}/a`);
    const { body } = await api.call("GET", `${base}?resourceVersion=${then}&resourceVersionMatch=Exact`);
    expect(names(body)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test.each([
    ["labelSelector=%3D%3D", 400, "BadRequest"],
    ["fieldSelector=data.key%3Da", 400, "BadRequest"],
    ["continue=nonsense", 400, "BadRequest"],
    ["limit=2&resourceVersionMatch=Exact", 422, "Invalid"],
    ["resourceVersion=abc", 400, "BadRequest"],
    ["resourceVersion=9007199254740991", 504, "Timeout"],
  ])("refuses %s", async (query, code, reason) => {
    const api = await filled();
    expect(await api.call("GET", `${base}?${query}`)).toMatchObject({ code, body: { reason } });
    expect(api.failures).toEqual([]);
  });

  test("as a table", async () => {
    const api = await filled();
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const { body } = await api.call("GET", `${base}?limit=1`, undefined, { accept });
    expect(body.kind).toBe("Table");
    expect(body.columnDefinitions.map((column: { name: string }) => column.name)).toEqual(["Name", "Data", "Age"]);
    expect(body.rows[0].cells).toEqual(["a", 1, "0s"]);
    expect(body.rows[0].object.kind).toBe("PartialObjectMetadata");
    expect(body.metadata.continue).toBeDefined();
  });

  test("as metadata only", async () => {
    const api = await filled();
    const accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    const { body } = await api.call("GET", base, undefined, { accept });
    expect(body.kind).toBe("PartialObjectMetadataList");
    expect(body.items[0].data).toBeUndefined();
  });

  test("answers 406 for what it can't write", async () => {
    const { code } = await apiScope().call("GET", base, undefined, { accept: "application/xml" });
    expect(code).toBe(406);
  });
});

describe("paths", () => {
  test.each([
    ["GET", "/api/v1/namespaces/default/nothings", 404, "NotFound"],
    ["GET", "/apis/nope/v1/namespaces/default/pods", 404, "NotFound"],
    ["GET", "/api/v1/nodes", 404, "NotFound"],
    ["POST", `${base}/a`, 405, "MethodNotAllowed"],
    ["GET", `${base}/a/status`, 404, "NotFound"],
  ])("%s %s", async (method, path, code, reason) => {
    const api = apiScope();
    const answer = await api.call(method, path, method === "POST" ? configMap("a") : undefined);
    expect(answer).toMatchObject({ code, body: { kind: "Status", reason } });
    expect(api.failures).toEqual([]);
  });
});
