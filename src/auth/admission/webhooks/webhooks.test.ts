import { describe, expect, test } from "vitest";
import {
  type FakeHost,
  type FakeHostOptions,
  fakeHost,
  patch,
  reviewed,
} from "../../../../test/fixtures/admission-host.ts";
import { type ApiScope, apiScope, configMap } from "../../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../../apimachinery/json.ts";
import { mutatingWebhooks } from "./mutating.ts";
import { validatingWebhooks } from "./validating.ts";

const base = "/api/v1/namespaces/default/configmaps";
const space = { kind: "Namespace", metadata: { name: "default", labels: { team: "a" } } };
const allMaps = { operations: ["*"], apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] };

function hook(name: string, more: Record<string, unknown> = {}) {
  return {
    name,
    admissionReviewVersions: ["v1"],
    sideEffects: "None",
    clientConfig: { url: `https://${name}/` },
    rules: [allMaps],
    ...more,
  };
}

function configuration(kind: "Mutating" | "Validating", name: string, ...webhooks: object[]): KubeObject {
  return { kind: `${kind}WebhookConfiguration`, metadata: { name }, webhooks };
}

function world(options: FakeHostOptions): { host: FakeHost; api: ApiScope } {
  const host = fakeHost({ namespace: space, ...options });
  return { host, api: apiScope({ admission: [mutatingWebhooks(host), validatingWebhooks(host)] }) };
}

// biome-ignore lint/suspicious/noExplicitAny: reviews are looked into
const requestsOf = (host: FakeHost): any[] => host.calls.map(({ body }) => (body as { request: object }).request);

describe("a validating webhook", () => {
  test("says no in its own words", async () => {
    const { host, api } = world({
      answer: (call) =>
        reviewed(call, { allowed: false, status: { code: 403, reason: "Forbidden", message: "not here" } }),
    });
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com"))] });
    const { code, body } = await api.call("POST", base, configMap("x"));
    expect([code, body.reason, body.message]).toEqual([
      403,
      "Forbidden",
      'admission webhook "a.example.com" denied the request: not here',
    ]);
    expect(api.store.get("configmaps", "x")).toBeUndefined();
  });

  test.each([
    [{}, 400, "", 'admission webhook "a.example.com" denied the request without explanation'],
    [{ status: { code: 1e300 } }, 400, "", 'admission webhook "a.example.com" denied the request without explanation'],
    [{ status: { code: 404.5 } }, 400, "", 'admission webhook "a.example.com" denied the request without explanation'],
    [{ status: { code: 200, reason: "Why" } }, 400, "Why", 'admission webhook "a.example.com" denied the request: Why'],
  ])("says no without explanation: %j", async (response, code, reason, message) => {
    const { host, api } = world({ answer: (call) => reviewed(call, { allowed: false, ...response }) });
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com"))] });
    const { body } = await api.call("POST", base, configMap("x"));
    expect([body.code, body.reason ?? "", body.message]).toEqual([code, reason, message]);
  });

  test("is told who does what to which object", async () => {
    const { host, api } = world({ answer: (call) => reviewed(call, {}) });
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com"))] });
    await api.call("POST", `${base}?fieldManager=me`, configMap("x"));
    await api.call(
      "PATCH",
      `${base}/x`,
      { data: { key: "other" } },
      { "content-type": "application/merge-patch+json" },
    );
    await api.call("DELETE", `${base}/x`, { propagationPolicy: "Orphan", gracePeriodSeconds: 3 });
    const requests = requestsOf(host);
    expect(requests.map((one) => [one.operation, one.object?.data.key, one.oldObject?.data.key])).toEqual([
      ["CREATE", "value", undefined],
      ["UPDATE", "other", "value"],
      ["DELETE", undefined, "other"],
    ]);
    expect(requests[0]).toMatchObject({
      kind: { group: "", version: "v1", kind: "ConfigMap" },
      resource: { group: "", version: "v1", resource: "configmaps" },
      requestKind: { group: "", version: "v1", kind: "ConfigMap" },
      name: "x",
      namespace: "default",
      userInfo: { username: "tester", groups: ["system:masters", "system:authenticated"] },
      oldObject: null,
      dryRun: false,
      options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1", fieldManager: "me" },
    });
    expect(requests[2].options).toMatchObject({
      kind: "DeleteOptions",
      propagationPolicy: "Orphan",
      gracePeriodSeconds: 3,
    });
  });

  test("warns, and notes for the audit log", async () => {
    const { host, api } = world({ answer: (call) => reviewed(call, { warnings: ["careful"] }) });
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com"))] });
    const { headers, code } = await api.call("POST", base, configMap("x"));
    expect([code, headers.get("warning")]).toEqual([201, '299 - "careful"']);
  });

  test("fails closed, or open when its policy says so", async () => {
    const { host, api } = world({});
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com"))] });
    const { code, body } = await api.call("POST", base, configMap("x"));
    expect([code, body.reason, body.message]).toEqual([
      500,
      "InternalError",
      'Internal error occurred: failed calling webhook "a.example.com": failed to call webhook: connection refused',
    ]);
    host.configure({
      validatingWebhooks: [configuration("Validating", "v", hook("a.example.com", { failurePolicy: "Ignore" }))],
    });
    expect((await api.call("POST", base, configMap("x"))).code).toBe(201);
  });

  test.each([
    ["webhook response was absent", () => ({})],
    ['expected response.uid="uid-1", got "other"', () => ({ response: { uid: "other", allowed: true } })],
    [
      "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got v1, Kind=Pod",
      () => ({ kind: "Pod", apiVersion: "v1", response: { uid: "uid-1" } }),
    ],
    [
      "validating webhook may not return response.patch",
      () => ({ ...review, response: { uid: "uid-1", allowed: true, ...patch({ op: "remove", path: "/data" }) } }),
    ],
  ])("an answer is refused: %s", async (message, answer) => {
    const { host, api } = world({ answer: () => ({ type: "answered", body: answer() as never }) });
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com"))] });
    const { body } = await api.call("POST", base, configMap("x"));
    expect(body.message).toBe(
      `Internal error occurred: failed calling webhook "a.example.com": received invalid webhook response: ${message}`,
    );
  });

  test("those of one request are asked at the same time, and the first in order is heard", async () => {
    let waiting = 0;
    let most = 0;
    const { host, api } = world({
      async answer(call) {
        most = Math.max(most, ++waiting);
        await new Promise((resolve) => setTimeout(resolve, call.server.url?.includes("a.") ? 20 : 1));
        waiting -= 1;
        return reviewed(call, { allowed: false, status: { message: call.server.url ?? "" } });
      },
    });
    host.configure({
      validatingWebhooks: [
        configuration("Validating", "w", hook("c.example.com")),
        configuration("Validating", "v", hook("a.example.com"), hook("b.example.com")),
      ],
    });
    const { body } = await api.call("POST", base, configMap("x"));
    expect(most).toBe(3);
    expect(body.message).toContain("https://a.example.com/");
  });
});

const review = { kind: "AdmissionReview", apiVersion: "admission.k8s.io/v1" };

describe("which requests a webhook is asked about", () => {
  test.each([
    ["its namespace's labels fit", { namespaceSelector: { matchLabels: { team: "a" } } }, 1],
    ["its namespace's labels don't fit", { namespaceSelector: { matchLabels: { team: "b" } } }, 0],
    ["the object's labels fit", { objectSelector: { matchLabels: { app: "web" } } }, 1],
    ["the object's labels don't fit", { objectSelector: { matchLabels: { app: "db" } } }, 0],
    ["another resource", { rules: [{ ...allMaps, resources: ["secrets"] }] }, 0],
  ])("%s", async (_what, more, calls) => {
    const { host, api } = world({ answer: (call) => reviewed(call, {}) });
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com", more))] });
    const object = configMap("x");
    object.metadata = { ...object.metadata, labels: { app: "web" } };
    expect((await api.call("POST", base, object)).code).toBe(201);
    expect(host.calls.length).toBe(calls);
  });

  test("an object that had the labels counts as well", async () => {
    const { host, api } = world({ answer: (call) => reviewed(call, {}) });
    const object = configMap("x");
    object.metadata = { ...object.metadata, labels: { app: "web" } };
    await api.call("POST", base, object);
    const more = { objectSelector: { matchLabels: { app: "web" } } };
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com", more))] });
    await api.call("PUT", `${base}/x`, configMap("x"));
    await api.call("PUT", `${base}/x`, configMap("x", { other: "value" }));
    expect(host.calls.length).toBe(1);
  });

  test("an equivalent version, converted; not with Exact", async () => {
    const { host, api } = world({ answer: (call) => reviewed(call, {}) });
    const rules = [
      { ...allMaps, apiGroups: ["autoscaling"], apiVersions: ["v1"], resources: ["horizontalpodautoscalers"] },
    ];
    const scaler = {
      metadata: { name: "x" },
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: "Deployment", name: "web", apiVersion: "apps/v1" },
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        ],
      },
    };
    const path = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    host.configure({ validatingWebhooks: [configuration("Validating", "v", hook("a.example.com", { rules }))] });
    expect((await api.call("POST", path, scaler)).code).toBe(201);
    expect(requestsOf(host)[0]).toMatchObject({
      kind: { group: "autoscaling", version: "v1" },
      requestKind: { group: "autoscaling", version: "v2" },
      object: { apiVersion: "autoscaling/v1", spec: { targetCPUUtilizationPercentage: 70 } },
    });
    host.configure({
      validatingWebhooks: [configuration("Validating", "v", hook("a.example.com", { rules, matchPolicy: "Exact" }))],
    });
    await api.call("DELETE", `${path}/x`);
    expect(host.calls.length).toBe(1);
  });

  test("the scale of a deployment is a Scale, and may be changed", async () => {
    const replicas = { op: "replace", path: "/spec/replicas", value: 7 };
    const { host, api } = world({ answer: (call) => reviewed(call, patch(replicas)) });
    const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "web" }] } };
    const deployment = { metadata: { name: "x" }, spec: { selector: { matchLabels: { app: "web" } }, template } };
    const path = "/apis/apps/v1/namespaces/default/deployments";
    await api.call("POST", path, deployment);
    const rules = [{ ...allMaps, apiGroups: ["apps"], resources: ["deployments/scale"] }];
    host.configure({ mutatingWebhooks: [configuration("Mutating", "m", hook("a.example.com", { rules }))] });
    const type = { "content-type": "application/merge-patch+json" };
    const { body } = await api.call("PATCH", `${path}/x/scale`, { spec: { replicas: 2 } }, type);
    expect(body.spec.replicas).toBe(7);
    expect(requestsOf(host)[0]).toMatchObject({
      kind: { group: "autoscaling", version: "v1", kind: "Scale" },
      resource: { group: "apps", version: "v1", resource: "deployments" },
      subResource: "scale",
      object: { kind: "Scale", spec: { replicas: 2 } },
      oldObject: { kind: "Scale", spec: { replicas: 1 } },
    });
  });
});

describe("the conditions of a webhook", () => {
  const conditions = (...expressions: string[]) => ({
    matchConditions: expressions.map((expression, index) => ({ name: `c${index}`, expression })),
  });
  const asked = async (kind: "Mutating" | "Validating", more: Record<string, unknown>) => {
    const { host, api } = world({ answer: (call) => reviewed(call, {}) });
    const webhooks = [configuration(kind, "c", hook("a.example.com", more))];
    host.configure(kind === "Mutating" ? { mutatingWebhooks: webhooks } : { validatingWebhooks: webhooks });
    const { code, body } = await api.call("POST", base, configMap("x"));
    return { code, message: body.message, calls: host.calls.length };
  };
  const broken = "object.spec.replicas > 1";
  const failure = `expression '${broken}' resulted in error: no such key: spec`;

  test.each(["Mutating", "Validating"] as const)("%s: it is asked when all are met", async (kind) => {
    expect(await asked(kind, conditions("object.metadata.name == 'x'", "request.dryRun == false"))).toMatchObject({
      code: 201,
      calls: 1,
    });
    expect(await asked(kind, conditions("true", "object.metadata.name == 'y'"))).toMatchObject({ code: 201, calls: 0 });
  });

  test.each(["Mutating", "Validating"] as const)("%s: one that fails refuses the request", async (kind) => {
    const message = `configmaps "x" is forbidden: ${failure}`;
    expect(await asked(kind, conditions("true", broken))).toEqual({ code: 403, message, calls: 0 });
  });

  test("one that fails is nothing beside one that says no", async () => {
    expect(await asked("Validating", conditions(broken, "false"))).toMatchObject({ code: 201, calls: 0 });
  });

  test("one that fails has the webhook not asked where failures are ignored", async () => {
    const more = { ...conditions(broken), failurePolicy: "Ignore" };
    expect(await asked("Validating", more)).toMatchObject({ code: 201, calls: 0 });
  });
});

describe("a mutating webhook", () => {
  test("changes the object, which is read anew with its defaults", async () => {
    const { host } = world({});
    const added = { name: "added", image: "x" };
    const mutating = fakeHost({
      namespace: space,
      answer: (call) => reviewed(call, patch({ op: "add", path: "/spec/initContainers", value: [added] })),
    });
    const rules = [{ ...allMaps, resources: ["pods"] }];
    mutating.configure({ mutatingWebhooks: [configuration("Mutating", "m", hook("a.example.com", { rules }))] });
    expect(host.calls).toEqual([]);
    const api = apiScope({ admission: [mutatingWebhooks(mutating)] });
    const pod = { metadata: { name: "x" }, spec: { containers: [{ name: "web", image: "web" }] } };
    const { body } = await api.call("POST", "/api/v1/namespaces/default/pods", pod);
    expect(body.spec.initContainers[0]).toMatchObject({
      ...added,
      imagePullPolicy: "Always",
      terminationMessagePolicy: "File",
      terminationMessagePath: "/dev/termination-log",
    });
  });

  test("what it makes unreadable is its fault", async () => {
    const answers = [patch({ op: "remove", path: "/nowhere" }), patch({ op: "replace", path: "/data", value: 3 })];
    const { host, api } = world({ answer: (call) => reviewed(call, answers.shift() ?? {}) });
    host.configure({ mutatingWebhooks: [configuration("Mutating", "m", hook("a.example.com"))] });
    for (const _ of answers.slice()) {
      const { code, body } = await api.call("POST", base, configMap("x"));
      expect([code, body.reason]).toEqual([500, "InternalError"]);
    }
    expect(answers).toEqual([]);
  });

  test("is asked in the order of configurations, each seeing what those before have done", async () => {
    const { host, api } = world({
      answer(call) {
        const { data } = (call.body as { request: { object: { data: object } } }).request.object;
        const name = (call.server.url ?? "").slice(8, 9);
        return reviewed(call, patch({ op: "add", path: `/data/${name}`, value: Object.keys(data).join("") }));
      },
    });
    host.configure({
      mutatingWebhooks: [
        configuration("Mutating", "n", hook("c.example.com")),
        configuration("Mutating", "m", hook("a.example.com"), hook("b.example.com")),
      ],
    });
    const { body } = await api.call("POST", base, configMap("x"));
    expect(body.data).toEqual({ key: "value", a: "key", b: "keya", c: "keyab" });
  });

  test("that wants to is asked again when another has changed the object later", async () => {
    const asked: string[] = [];
    const { host, api } = world({
      answer(call) {
        const name = (call.server.url ?? "").slice(8, 9);
        asked.push(name);
        return reviewed(call, patch({ op: "add", path: `/data/${name}`, value: "1" }));
      },
    });
    const reinvocationPolicy = "IfNeeded";
    host.configure({
      mutatingWebhooks: [
        configuration(
          "Mutating",
          "m",
          hook("a.example.com", { reinvocationPolicy }),
          hook("b.example.com"),
          hook("c.example.com", { reinvocationPolicy }),
        ),
      ],
    });
    await api.call("POST", base, configMap("x"));
    expect(asked).toEqual(["a", "b", "c", "a"]);
  });

  test("can't change what is deleted", async () => {
    const { host, api } = world({ answer: (call) => reviewed(call, patch({ op: "remove", path: "/data" })) });
    await api.call("POST", base, configMap("x"));
    host.configure({ mutatingWebhooks: [configuration("Mutating", "m", hook("a.example.com"))] });
    const { body } = await api.call("DELETE", `${base}/x`);
    expect(body.message).toContain('admission webhook "a.example.com" attempted to modify the object');
  });

  test("a write that came between is seen by the webhook that is asked again", async () => {
    let between = 1;
    const { host, api } = world({
      async answer(call) {
        if (between-- > 0) await api.call("PUT", `${base}/x?fieldManager=quick`, configMap("x", { quick: "yes" }));
        return reviewed(call, {});
      },
    });
    await api.call("POST", base, configMap("x"));
    host.configure({
      validatingWebhooks: [
        configuration("Validating", "v", hook("a.example.com", { objectSelector: { matchLabels: { slow: "yes" } } })),
      ],
    });
    const type = { "content-type": "application/merge-patch+json" };
    const slow = { metadata: { labels: { slow: "yes" } } };
    const { code, body } = await api.call("PATCH", `${base}/x`, slow, type);
    expect([code, body.data, body.metadata.labels]).toEqual([200, { quick: "yes" }, { slow: "yes" }]);
    expect(requestsOf(host).map((one) => one.oldObject.data)).toEqual([{ key: "value" }, { quick: "yes" }]);
  });

  test("a dry run reaches only those without side effects", async () => {
    const { host, api } = world({ answer: (call) => reviewed(call, {}) });
    host.configure({
      mutatingWebhooks: [configuration("Mutating", "m", hook("a.example.com", { sideEffects: "NoneOnDryRun" }))],
      validatingWebhooks: [configuration("Validating", "v", hook("b.example.com", { sideEffects: "Some" }))],
    });
    const { code, body } = await api.call("POST", `${base}?dryRun=All`, configMap("x"));
    expect([code, body.message]).toEqual([400, 'admission webhook "b.example.com" does not support dry run']);
    expect(requestsOf(host)[0]).toMatchObject({ dryRun: true, options: { dryRun: ["All"] } });
  });
});

test("configurations themselves are not asked about", async () => {
  const host = fakeHost({});
  const rules = [{ operations: ["*"], apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"] }];
  host.configure({
    mutatingWebhooks: [configuration("Mutating", "m", hook("a.example.com", { rules }))],
    validatingWebhooks: [configuration("Validating", "v", hook("b.example.com", { rules }))],
  });
  const api = apiScope({ namespace: "", admission: [mutatingWebhooks(host), validatingWebhooks(host)] });
  const group = "/apis/admissionregistration.k8s.io/v1";
  const created = await api.call("POST", `${group}/validatingwebhookconfigurations`, {
    metadata: { name: "x" },
    webhooks: [],
  });
  expect([created.code, host.calls.length]).toEqual([201, 0]);
  expect((await api.call("POST", "/api/v1/nodes", { metadata: { name: "x" } })).code).toBe(500);
});
