import { describe, expect, test } from "vitest";
import { type FakeHostOptions, fakeHost } from "../../../../../test/fixtures/admission-host.ts";
import { apiScope, configMap } from "../../../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../../../apimachinery/json.ts";
import type { Kind } from "../../../../kinds/kind.ts";
import { builtinRegistry } from "../../../../kinds/kind-registry.ts";
import type { AdmissionRequest } from "../../step.ts";
import { validatingPolicies } from "./validating-policies.ts";

const base = "/api/v1/namespaces/default/configmaps";
const space = { kind: "Namespace", metadata: { name: "default", labels: { team: "a" } } };
const maps = { apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["configmaps"] };
const start = 'configmaps "x" is forbidden: ';

function policy(spec: object, name = "p"): KubeObject {
  const whole = { matchConstraints: { resourceRules: [maps] }, ...spec };
  return { kind: "ValidatingAdmissionPolicy", metadata: { name }, spec: whole };
}

function binding(spec: object = {}, name = "b"): KubeObject {
  const whole = { policyName: "p", validationActions: ["Deny"], ...spec };
  return { kind: "ValidatingAdmissionPolicyBinding", metadata: { name }, spec: whole };
}

interface World {
  readonly policies?: readonly KubeObject[];
  readonly bindings?: readonly KubeObject[];
  readonly host?: FakeHostOptions;
}

function world({ policies = [], bindings = [binding()], host: options = {} }: World) {
  const host = fakeHost({ namespace: space, ...options });
  host.configure({ validatingPolicies: policies, validatingBindings: bindings });
  const step = validatingPolicies(host);
  const notes: Record<string, string> = {};
  const noting = {
    ...step,
    validate: (request: AdmissionRequest) =>
      step.validate?.({ ...request, annotate: (key, value) => Object.assign(notes, { [key]: value }) }),
  };
  return { api: apiScope({ admission: [noting] }), notes };
}

/** What is answered to the creation of a ConfigMap `x` where one policy of this spec is bound. */
async function created(spec: object, more: Omit<World, "policies"> = {}) {
  const { api, notes } = world({ policies: [policy(spec)], ...more });
  const { code, body, headers } = await api.call("POST", base, configMap("x"));
  return { code, body, notes, warning: headers.get("warning") };
}

const no = [{ expression: "false" }];

describe("a validating policy", () => {
  test("refuses in upstream's words", async () => {
    const { code, body } = await created({ validations: [{ expression: "object.data.key == 'other'" }] });
    const message =
      "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed expression: object.data.key == 'other'";
    expect([code, body.reason, body.message]).toEqual([422, "Invalid", start + message]);
    expect(body.details).toEqual({ name: "x", kind: "configmaps", causes: [{ message }] });
  });

  test("lets pass what it has nothing against", async () => {
    expect((await created({ validations: [{ expression: "object.data.key == 'value'" }] })).code).toBe(201);
  });

  test.each([
    ["its message", { message: " too bad " }, "too bad"],
    ["an expression's text", { message: "m", messageExpression: "'no ' + object.metadata.name" }, "no x"],
    ["its message where the expression fails", { message: "m", messageExpression: "object.nope" }, "m"],
    ["its message where the expression's text has lines", { message: "m", messageExpression: "'a\\nb'" }, "m"],
  ])("tells %s", async (_what, more, told) => {
    const { body } = await created({ validations: [{ expression: "false", ...more }] });
    expect(body.details.causes[0].message).toBe(
      `ValidatingAdmissionPolicy 'p' with binding 'b' denied request: ${told}`,
    );
  });

  test.each([
    ["Forbidden", 403],
    ["Invalid", 422],
    ["RequestEntityTooLarge", 413],
  ])("gives the reason %s", async (reason, code) => {
    const answer = await created({ validations: [{ expression: "false", reason }] });
    expect([answer.code, answer.body.reason]).toEqual([code, reason]);
  });

  test("sees both objects, the request, the namespace and what its user may do", async () => {
    const expression = [
      "object == null && oldObject.data.key == 'value'",
      "request.operation == 'DELETE' && request.userInfo.username == 'tester' && request.name == 'x'",
      "namespaceObject.metadata.labels.team == 'a'",
      "authorizer.requestResource.check('delete').allowed()",
      "authorizer.serviceAccount('default', 'robot').group('').resource('pods').check('get').allowed()",
    ].join(" && ");
    const { api } = world({
      policies: [policy({ validations: [{ expression: `request.operation == 'CREATE' || !(${expression})` }] })],
    });
    await api.call("POST", base, configMap("x"));
    const { code, body } = await api.call("DELETE", `${base}/x`);
    expect([code, body.reason]).toEqual([422, "Invalid"]);
  });

  test("has variables, each made of those before", async () => {
    const variables = [
      { name: "n", expression: "size(object.data)" },
      { name: "doubled", expression: "variables.n * 2" },
      { name: "unasked", expression: "1 / 0" },
    ];
    const validations = [{ expression: "variables.doubled == 3", messageExpression: "string(variables.doubled)" }];
    const { body } = await created({ variables, validations });
    expect(body.message).toMatch(/denied request: 2$/);
  });

  test("says which variable has failed", async () => {
    const { body } = await created({
      variables: [{ name: "bad", expression: "1 / (size(object.data) - 1)" }],
      validations: [{ expression: "variables.bad == 0" }],
    });
    expect(body.message).toContain(
      `expression 'variables.bad == 0' resulted in error: composited variable "bad" fails to evaluate: division by zero`,
    );
  });

  test("is asked about what it asks for alone", async () => {
    const spec = { matchConstraints: { resourceRules: [{ ...maps, resources: ["pods"] }] }, validations: no };
    expect((await created(spec)).code).toBe(201);
  });

  test.each([
    ["an object by name", { resourceRules: [{ ...maps, resourceNames: ["x"] }] }, 422],
    ["another object by name", { resourceRules: [{ ...maps, resourceNames: ["y"] }] }, 201],
    ["all but this one", { resourceRules: [maps], excludeResourceRules: [{ ...maps, resourceNames: ["x"] }] }, 201],
    ["its namespace's labels", { resourceRules: [maps], namespaceSelector: { matchLabels: { team: "b" } } }, 201],
    ["its labels", { resourceRules: [maps], objectSelector: { matchLabels: { app: "none" } } }, 201],
  ])("goes by %s", async (_what, match, code) => {
    expect((await created({ matchConstraints: match, validations: no })).code).toBe(code);
    const narrowed = { bindings: [binding({ matchResources: match })] };
    expect((await created({ validations: no }, narrowed)).code).toBe(code);
  });

  test("sees an object in the version that it asks for", async () => {
    const scalers = { apiGroups: ["autoscaling"], apiVersions: ["v1"], operations: ["*"], resources: ["*"] };
    const validations = [
      {
        expression: "object.apiVersion != 'autoscaling/v1' || request.requestKind.version != 'v2'",
        messageExpression: "request.kind.version + ' ' + string(object.spec.targetCPUUtilizationPercentage)",
      },
    ];
    const asked = async (matchPolicy: string) => {
      const matchConstraints = { resourceRules: [scalers], matchPolicy };
      const { api } = world({ policies: [policy({ matchConstraints, validations })] });
      const metric = {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
      };
      const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "d" };
      return api.call("POST", "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", {
        metadata: { name: "x" },
        spec: { scaleTargetRef, maxReplicas: 3, metrics: [metric] },
      });
    };
    expect((await asked("Equivalent")).body.message).toMatch(/denied request: v1 70$/);
    expect((await asked("Exact")).code).toBe(201);
  });

  test("does nothing unbound", async () => {
    expect((await created({ validations: no }, { bindings: [] })).code).toBe(201);
    expect((await created({ validations: no }, { bindings: [binding({ policyName: "q" })] })).code).toBe(201);
  });

  test("is not asked where its conditions are not met", async () => {
    const conditions = (expression: string) => ({ matchConditions: [{ name: "c", expression }], validations: no });
    expect((await created(conditions("object.metadata.name != 'x'"))).code).toBe(201);
    expect((await created(conditions("object.metadata.name == 'x'"))).code).toBe(422);
  });

  test("fails closed, or open when it says so", async () => {
    const broken = { validations: [{ expression: "object.spec.replicas < 3" }] };
    const { code, body } = await created(broken);
    expect(code).toBe(422);
    expect(body.message).toContain(
      "denied request: expression 'object.spec.replicas < 3' resulted in error: no such key: spec",
    );
    expect((await created({ ...broken, failurePolicy: "Ignore" })).code).toBe(201);
    const badCondition = { matchConditions: [{ name: "c", expression: "object.spec.a" + " == 1" }], validations: no };
    expect((await created(badCondition)).code).toBe(422);
    expect((await created({ ...badCondition, failurePolicy: "Ignore" })).code).toBe(201);
  });

  test("that costs too much fails as any other", async () => {
    const dear = "[0,1,2,3,4,5,6,7,8,9]";
    const expression = `${dear}.all(a, ${dear}.all(b, ${dear}.all(c, ${dear}.all(d, ${dear}.all(e, a+b+c+d+e < 99)))))`;
    const { body } = await created({ validations: [{ expression }] });
    expect(body.message).toContain("operation cancelled: actual cost limit exceeded");
    const many = Array.from({ length: 12 }, () => ({ expression }));
    expect((await created({ validations: many })).body.message).toContain(
      "validation failed due to running out of cost budget, no further validation rules will be run",
    );
  });
});

describe("a binding", () => {
  test("warns instead of refusing", async () => {
    const { code, warning } = await created(
      { validations: [{ expression: "false", message: "careful" }] },
      { bindings: [binding({ validationActions: ["Warn"] })] },
    );
    const text = "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': careful";
    expect([code, warning]).toEqual([201, `299 - "${text}"`]);
  });

  test("notes failures for the audit log", async () => {
    const { code, notes } = await created(
      { validations: [{ expression: "true" }, { expression: "false", message: "m" }] },
      { bindings: [binding({ validationActions: ["Audit"] })] },
    );
    const failure = { message: "m", policy: "p", binding: "b", expressionIndex: 1, validationActions: ["Audit"] };
    expect(code).toBe(201);
    expect(notes).toEqual({ "validation.policy.admission.k8s.io/validation_failure": JSON.stringify([failure]) });
  });

  test("the first that refuses is told", async () => {
    const { body } = await created({ validations: no }, { bindings: [binding({}, "second"), binding({}, "first")] });
    expect(body.message).toContain("with binding 'first'");
  });
});

describe("audit annotations", () => {
  test("are noted under the policy's name, once for each value", async () => {
    const auditAnnotations = [
      { key: "k", valueExpression: "'v' + string(params.data.n)" },
      { key: "none", valueExpression: "null" },
      { key: "same", valueExpression: "string(object.metadata.name)" },
    ];
    const { notes } = await created(
      { paramKind: { apiVersion: "v1", kind: "ConfigMap" }, auditAnnotations },
      {
        bindings: ["1", "2"].map((n) => binding({ paramRef: { name: n, parameterNotFoundAction: "Deny" } }, n)),
        host: { objects: ["1", "2"].map((n) => params(n, "default", { n })) },
      },
    );
    expect(notes).toEqual({ "p/k": "v1, v2", "p/same": "x" });
  });

  test("that can't be made refuse the request", async () => {
    const spec = { auditAnnotations: [{ key: "k", valueExpression: "object.spec.a" + " + 'x'" }] };
    expect((await created(spec)).code).toBe(422);
    expect((await created({ ...spec, failurePolicy: "Ignore" })).code).toBe(201);
  });
});

function params(name: string, namespace: string, data: object, labels = {}): KubeObject {
  return { kind: "ConfigMap", apiVersion: "v1", metadata: { name, namespace, labels }, data };
}

describe("parameters", () => {
  const paramKind = { apiVersion: "v1", kind: "ConfigMap" };
  const spec = {
    paramKind,
    validations: [
      { expression: "object.data.key == params.data.key", messageExpression: "string(params.metadata.name)" },
    ],
  };
  const objects = [
    params("mine", "default", { key: "value" }, { of: "default" }),
    params("strict", "default", { key: "other" }, { of: "default" }),
    params("far", "elsewhere", { key: "other" }),
  ];
  const asked = (paramRef: object, more: object = {}) =>
    created(
      { ...spec, ...more },
      { bindings: [binding({ paramRef: { parameterNotFoundAction: "Deny", ...paramRef } })], host: { objects } },
    );

  test.each([
    ["by name, of the request's namespace", { name: "mine" }, 201, undefined],
    ["by name, of another namespace", { name: "far", namespace: "elsewhere" }, 422, "far"],
    ["by labels: all must agree", { selector: { matchLabels: { of: "default" } } }, 422, "strict"],
    ["by no label", { selector: {}, namespace: "elsewhere" }, 422, "far"],
    [
      "that aren't there",
      { name: "gone" },
      422,
      "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
    ],
    ["that needn't be there", { name: "gone", parameterNotFoundAction: "Allow" }, 201, undefined],
  ])("are taken %s", async (_what, paramRef, code, message) => {
    const answer = await asked(paramRef);
    expect([answer.code, answer.body.message?.split("denied request: ")[1]]).toEqual([code, message]);
  });

  test("are null where the binding gives none", async () => {
    const answer = await created({ paramKind, validations: [{ expression: "params == null" }] });
    expect(answer.code).toBe(201);
  });

  test("of a kind that isn't served make the policy unusable", async () => {
    const unknown = { paramKind: { apiVersion: "example.com/v1", kind: "Limit" } };
    expect((await asked({ name: "mine" }, unknown)).body.message).toBe(
      `${start}ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Limit'`,
    );
    expect((await asked({ name: "mine" }, { ...unknown, failurePolicy: "Ignore" })).code).toBe(201);
  });

  test("may be of a kind that the cluster has learned of since", async () => {
    const limit = { ...(builtinRegistry.byKind("", "v1", "ConfigMap") as Kind), group: "example.com", kind: "Limit" };
    const host = {
      objects: [{ kind: "Limit", metadata: { name: "mine", namespace: "default" }, data: { key: "value" } }],
      freshKinds: [limit],
    };
    const bound = [binding({ paramRef: { name: "mine", parameterNotFoundAction: "Deny" } })];
    const custom = { ...spec, paramKind: { apiVersion: "example.com/v1", kind: "Limit" } };
    expect((await created(custom, { bindings: bound, host })).code).toBe(201);
  });

  test("of cluster scope have no namespace", async () => {
    const cluster = { paramKind: { apiVersion: "v1", kind: "Node" } };
    expect((await asked({ name: "n", namespace: "default" }, cluster)).body.message).toContain(
      "failed to configure binding: paramRef.namespace must not be provided for a cluster-scoped `paramKind`",
    );
  });
});
