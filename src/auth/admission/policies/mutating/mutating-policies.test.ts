import { describe, expect, test } from "vitest";
import { type FakeHostOptions, fakeHost, patch, reviewed } from "../../../../../test/fixtures/admission-host.ts";
import { apiScope, configMap } from "../../../../../test/fixtures/api-scope.ts";
import type { JsonObject, KubeObject } from "../../../../apimachinery/json.ts";
import { mutatingWebhooks } from "../../webhooks/mutating.ts";
import { mutatingPolicies } from "./mutating-policies.ts";

const maps = "/api/v1/namespaces/default/configmaps";
const deployments = "/apis/apps/v1/namespaces/default/deployments";
const space = { kind: "Namespace", metadata: { name: "default", labels: { team: "a" } } };
const everything = { apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] };

function deployment(): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "x", labels: { app: "x" } },
    spec: {
      selector: { matchLabels: { app: "x" } },
      template: { metadata: { labels: { app: "x" } }, spec: { containers: [{ name: "a", image: "i" }] } },
    },
  };
}

function applies(expression: string, more: object = {}) {
  return policy({ mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }], ...more });
}
function patches(expression: string, more: object = {}) {
  return policy({ mutations: [{ patchType: "JSONPatch", jsonPatch: { expression } }], ...more });
}
function policy(spec: object, name = "p"): KubeObject {
  const whole = { reinvocationPolicy: "Never", matchConstraints: { resourceRules: [everything] }, ...spec };
  return { kind: "MutatingAdmissionPolicy", metadata: { name }, spec: whole };
}
function named(name: string, given: KubeObject): KubeObject {
  return { ...given, metadata: { ...given.metadata, name } };
}
function binding(spec: object = {}, name = "b"): KubeObject {
  return { kind: "MutatingAdmissionPolicyBinding", metadata: { name }, spec: { policyName: "p", ...spec } };
}

function world(policies: readonly KubeObject[], bindings = [binding()], options: FakeHostOptions = {}) {
  const host = fakeHost({ namespace: space, ...options });
  host.configure({ mutatingPolicies: policies, mutatingBindings: bindings });
  return { host, api: apiScope({ admission: [mutatingPolicies(host), mutatingWebhooks(host)] }) };
}

/** What is answered to the creation of a Deployment `x`. */
async function created(given: KubeObject, bindings?: KubeObject[], options?: FakeHostOptions) {
  return world([given], bindings, options).api.call("POST", deployments, deployment());
}

describe("a configuration", () => {
  test("is merged as an apply would be: fields, labels, items by their keys", async () => {
    const { code, body } = await created(
      applies(`Object{
        metadata: Object.metadata{labels: {"team": namespaceObject.metadata.labels.team}},
        spec: Object.spec{
          replicas: 3,
          template: Object.spec.template{
            spec: Object.spec.template.spec{
              containers: [
                Object.spec.template.spec.containers{name: "a", imagePullPolicy: "Never"},
                Object.spec.template.spec.containers{name: "proxy", image: "p"}
              ]
            }
          }
        }
      }`),
    );
    expect(code).toBe(201);
    expect(body.metadata.labels).toEqual({ app: "x", team: "a" });
    expect(body.spec.replicas).toBe(3);
    expect(body.spec.template.spec.containers).toMatchObject([
      { name: "a", image: "i", imagePullPolicy: "Never" },
      // Defaults are filled in for what has been added.
      { name: "proxy", image: "p", imagePullPolicy: "Always", terminationMessagePath: "/dev/termination-log" },
    ]);
  });

  test.each([
    [
      "a field that isn't there",
      "Object{spec: Object.spec{copies: 3}}",
      "failed to convert patch object to typed object: .spec.copies: field not declared in schema",
    ],
    [
      "a value of another type",
      "Object{spec: Object.spec{replicas: 'three'}}",
      "failed to convert patch object to typed object: .spec.replicas: expected numeric (int or float), got &{three}",
    ],
    [
      "a part of what is replaced as a whole",
      "Object{spec: Object.spec{selector: Object.spec.selector{matchLabels: {'a': 'b'}}}}",
      "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.selector",
    ],
  ])("is refused for %s", async (_what, expression, problem) => {
    const { code, body } = await created(applies(expression));
    const message = `policy 'p' with binding 'b' denied request: error applying patch: ${problem}`;
    expect([code, body.reason, body.message]).toEqual([403, "Invalid", message]);
    expect(body.details).toEqual({ name: "x", group: "apps", kind: "deployments", causes: [{ message }] });
  });

  test("whose parts have other names than their fields is refused", async () => {
    const { body } = await created(applies("Object{spec: Object.wrong{replicas: 1}}"));
    expect(body.message).toContain('unexpected type name "Object.wrong", expected "Object.spec"');
  });
});

describe("a patch", () => {
  test("is applied, its values being CEL's or objects", async () => {
    const { code, body } = await created(
      patches(`[
        JSONPatch{op: "test", path: "/metadata/name", value: "x"},
        JSONPatch{op: "add", path: "/metadata/annotations", value: {}},
        JSONPatch{op: "add", path: "/metadata/annotations/" + jsonpatch.escapeKey("example.com/a"), value: string(1 + 1)},
        JSONPatch{op: "replace", path: "/spec/replicas", value: 4},
        JSONPatch{op: "copy", from: "/metadata/labels/app", path: "/metadata/annotations/copied"},
        JSONPatch{op: "add", path: "/spec/template/spec/securityContext", value: Object.spec.template.spec.securityContext{runAsUser: 7}}
      ]`),
    );
    expect(code).toBe(201);
    expect(body.metadata.annotations).toEqual({ "example.com/a": "2", copied: "x" });
    expect([body.spec.replicas, body.spec.template.spec.securityContext.runAsUser]).toEqual([4, 7]);
  });

  test("whose test does not hold changes nothing", async () => {
    const { code, body } = await created(
      patches(
        '[JSONPatch{op: "replace", path: "/spec/replicas", value: 4}, JSONPatch{op: "test", path: "/metadata/name", value: "y"}]',
      ),
    );
    expect([code, body.spec.replicas]).toEqual([201, 1]);
  });

  test("that does not apply refuses the request, or is ignored", async () => {
    const wrong = '[JSONPatch{op: "remove", path: "/metadata/annotations/gone"}]';
    const { code, body } = await created(patches(wrong));
    expect([code, body.message]).toEqual([
      403,
      `policy 'p' with binding 'b' denied request: JSONPath: remove operation does not apply: doc is missing path: "/metadata/annotations/gone": missing value`,
    ]);
    expect((await created(patches(wrong, { failurePolicy: "Ignore" }))).code).toBe(201);
  });

  test("that adds a field which isn't there is an error", async () => {
    const { code, body } = await created(patches('[JSONPatch{op: "add", path: "/spec/copies", value: 4}]'));
    expect([code, body.message]).toEqual([
      500,
      'Internal error occurred: strict decoding error: unknown field "spec.copies"',
    ]);
  });
});

describe("a patch of what makes an object", () => {
  const namespaces = "the namespace of the provided object does not match the namespace sent on the request";
  test.each([
    ["its namespace", '[JSONPatch{op: "add", path: "/metadata/namespace", value: "other"}]', 400, namespaces],
    ["all its metadata", '[JSONPatch{op: "remove", path: "/metadata"}]', 422, "name or generateName is required"],
  ])("is refused: %s", async (_what, expression, code, message) => {
    const { api } = world([patches(expression)]);
    const answer = await api.call("POST", maps, configMap("x"));
    expect([answer.code, answer.body.message, api.failures]).toEqual([code, expect.stringContaining(message), []]);
  });

  test("that removes its namespace changes nothing", async () => {
    const { api } = world([patches('[JSONPatch{op: "remove", path: "/metadata/namespace"}]')]);
    const { code, body } = await api.call("POST", maps, configMap("x"));
    expect([code, body.metadata.namespace]).toEqual([201, "default"]);
  });

  test("that makes it another kind changes nothing", async () => {
    const { api } = world([patches('[JSONPatch{op: "replace", path: "/kind", value: "Secret"}]')]);
    expect((await api.call("POST", maps, configMap("x"))).body.kind).toBe("ConfigMap");
  });
});

describe("a mutating policy", () => {
  const one = "Object{metadata: Object.metadata{labels: {'n': string(size(object.metadata.labels))}}}";

  test("each mutation sees what the ones before it have made", async () => {
    const again = "Object{metadata: Object.metadata{labels: {'m': string(size(object.metadata.labels))}}}";
    const mutations = [one, again].map((expression) => ({
      patchType: "ApplyConfiguration",
      applyConfiguration: { expression },
    }));
    const { body } = await created(policy({ mutations }));
    expect(body.metadata.labels).toEqual({ app: "x", n: "1", m: "2" });
  });

  test("has variables and parameters, and runs once for each of these", async () => {
    const label = "Object{metadata: Object.metadata{labels: {variables.key: 'yes'}}}";
    const given = applies(label, {
      paramKind: { apiVersion: "v1", kind: "ConfigMap" },
      variables: [{ name: "key", expression: "string(params.data.key)" }],
    });
    const objects = ["left", "right"].map((key) => ({
      kind: "ConfigMap",
      metadata: { name: key, namespace: "default" },
      data: { key },
    }));
    const bound = [binding({ paramRef: { selector: {}, parameterNotFoundAction: "Deny" } })];
    const { body } = await created(given, bound, { objects });
    expect(body.metadata.labels).toEqual({ app: "x", left: "yes", right: "yes" });
    expect((await created(given, bound)).body.message).toBe(
      "policy 'p' with binding 'b' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
    );
  });

  test("is not invoked where its conditions are not met", async () => {
    const unmet = applies(one, { matchConditions: [{ name: "c", expression: "object.metadata.name == 'y'" }] });
    expect((await created(unmet)).body.metadata.labels).toEqual({ app: "x" });
  });

  test("is not asked about what is deleted", async () => {
    const label = "Object{metadata: Object.metadata{labels: {'n': 'x'}}}";
    // On null this would fail.
    const conditions = { matchConditions: [{ name: "c", expression: "object.metadata.name == 'x'" }] };
    const { api } = world([applies(label, conditions)]);
    expect((await api.call("POST", maps, configMap("x"))).body.metadata.labels).toEqual({ n: "x" });
    expect((await api.call("DELETE", `${maps}/x`)).code).toBe(200);
  });

  test("changes a scale, which is then the object's", async () => {
    const rules = [{ ...everything, resources: ["deployments/scale"] }];
    const given = applies("Object{spec: Object.spec{replicas: 2}}", { matchConstraints: { resourceRules: rules } });
    const { api } = world([given]);
    await api.call("POST", deployments, deployment());
    const scale = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "x", namespace: "default" } };
    const { code } = await api.call("PUT", `${deployments}/x/scale`, { ...scale, spec: { replicas: 9 } });
    const { body } = await api.call("GET", `${deployments}/x`);
    expect([code, body.spec.replicas]).toEqual([200, 2]);
  });
});

describe("reinvocation", () => {
  const count = (name: string, reinvocationPolicy: string) =>
    named(
      name,
      patches(`[JSONPatch{op: "add", path: "/metadata/labels/${name}", value: string(size(object.metadata.labels))}]`, {
        reinvocationPolicy,
      }),
    );
  const bound = ["a", "b"].map((name) => binding({ policyName: name }, name));

  test("is for policies that want it, when a later one has changed the object", async () => {
    const asked = async (reinvocationPolicy: string) => {
      const { api } = world([count("a", reinvocationPolicy), count("b", "Never")], bound);
      return (await api.call("POST", deployments, deployment())).body.metadata.labels as JsonObject;
    };
    expect(await asked("Never")).toEqual({ app: "x", a: "1", b: "2" });
    expect(await asked("IfNeeded")).toEqual({ app: "x", a: "3", b: "2" });
  });

  test("comes also of a webhook's change", async () => {
    const { host, api } = world([count("a", "IfNeeded")], bound, {
      answer: (call) => reviewed(call, patch({ op: "add", path: "/metadata/labels/hook", value: "h" })),
    });
    const hook = {
      name: "h.example.com",
      admissionReviewVersions: ["v1"],
      sideEffects: "None",
      clientConfig: { url: "https://h/" },
      rules: [everything],
    };
    host.configure({
      mutatingWebhooks: [{ kind: "MutatingWebhookConfiguration", metadata: { name: "h" }, webhooks: [hook] }],
    });
    const { body } = await api.call("POST", deployments, deployment());
    expect(body.metadata.labels).toEqual({ app: "x", a: "3", hook: "h" });
  });
});
