import { describe, expect, test } from "vitest";
import { fakeHost, patch, reviewed } from "../../../test/fixtures/admission-host.ts";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { validatingPolicies } from "../../auth/admission/policies/validating/validating-policies.ts";
import { mutatingWebhooks } from "../../auth/admission/webhooks/mutating.ts";
import { connectedHeader, connectHeader } from "../internal-headers.ts";
import { type Connection, connectionText } from "./connection.ts";

const pod = {
  metadata: { name: "x" },
  spec: { containers: [{ name: "a", image: "i" }] },
};
const rules = [
  { apiGroups: [""], apiVersions: ["v1"], operations: ["CONNECT"], resources: ["pods/*", "services/*"] },
  { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["services"] },
];

async function world(validation?: { expression: string }, answer: object = {}) {
  const host = fakeHost({
    namespace: { metadata: { name: "default" } },
    answer: (call) => reviewed(call, { ...answer }),
  });
  const policy = { kind: "ValidatingAdmissionPolicy", metadata: { name: "p" } };
  const binding = { kind: "ValidatingAdmissionPolicyBinding", metadata: { name: "b" } };
  const hook = { name: "h.example.com", admissionReviewVersions: ["v1"], sideEffects: "None", rules };
  const hooks = { metadata: { name: "h" }, webhooks: [{ ...hook, clientConfig: { url: "https://h/" } }] };
  const spec = { matchConstraints: { resourceRules: rules }, validations: [validation] };
  host.configure({
    ...(validation === undefined ? {} : { validatingPolicies: [{ ...policy, spec } as KubeObject] }),
    validatingBindings: [{ ...binding, spec: { policyName: "p", validationActions: ["Deny"] } } as KubeObject],
    mutatingWebhooks: [{ kind: "MutatingWebhookConfiguration", ...hooks } as KubeObject],
  });
  const api = apiScope({ admission: [mutatingWebhooks(host), validatingPolicies(host)] });
  await api.call("POST", "/api/v1/namespaces/default/pods", pod);
  await api.call("POST", "/api/v1/namespaces/default/services", {
    metadata: { name: "web" },
    spec: { ports: [{ port: 1 }] },
  });
  const connect = (path: string, connection: Partial<Connection>) => {
    const whole = { subresource: "exec", name: "x", query: "", path: "", ...connection };
    return api.call("GET", `/api/v1/namespaces/default/${path}`, undefined, { [connectHeader]: connectionText(whole) });
  };
  // biome-ignore lint/suspicious/noExplicitAny: reviews are looked into
  const asked = () => (host.calls.at(-1)?.body as any)?.request;
  return { connect, asked };
}

describe("a connection", () => {
  test("is told to webhooks with its options as the object", async () => {
    const { connect, asked } = await world();
    const query = "command=ls&command=-l&container=a&stdin=1&tty=false";
    const { code, body, headers } = await connect("pods/x", { query });
    expect([code, body.metadata.name, headers.get(connectedHeader)]).toEqual([200, "x", null]);
    expect(asked()).toMatchObject({
      operation: "CONNECT",
      kind: { group: "", version: "v1", kind: "PodExecOptions" },
      resource: { group: "", version: "v1", resource: "pods" },
      subResource: "exec",
      name: "x",
      namespace: "default",
      object: { kind: "PodExecOptions", command: ["ls", "-l"], container: "a", stdin: true, tty: false },
      oldObject: null,
      options: null,
    });
  });

  test("of a proxy has a path, and its name as the client wrote it", async () => {
    const { connect, asked } = await world();
    await connect("services/web", { subresource: "proxy", name: "http:web:80", path: "/a/b", query: "path=other" });
    const object = { kind: "ServiceProxyOptions", apiVersion: "v1", path: "/a/b" };
    expect(asked()).toMatchObject({ subResource: "proxy", name: "http:web:80", object });
  });

  test("to ports has their numbers", async () => {
    const { connect, asked } = await world();
    await connect("pods/x", { subresource: "portforward", query: "ports=80&ports=443" });
    expect(asked().object).toEqual({ kind: "PodPortForwardOptions", apiVersion: "v1", ports: [80, 443] });
  });

  test("is forbidden by a policy", async () => {
    const { connect } = await world({ expression: "request.subResource != 'exec' || object.container == 'a'" });
    expect((await connect("pods/x", { query: "container=a" })).code).toBe(200);
    expect((await connect("pods/x", { subresource: "attach" })).code).toBe(200);
    const { code, body } = await connect("pods/x", { query: "container=b" });
    expect([code, body.message]).toEqual([
      422,
      `pods "x" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed expression: request.subResource != 'exec' || object.container == 'a'`,
    ]);
  });

  test("goes on with the options that a webhook has made of it", async () => {
    const { connect } = await world(undefined, patch({ op: "replace", path: "/command", value: ["id"] }));
    const { headers } = await connect("pods/x", { query: "command=ls&command=-l&stdin=true" });
    expect(headers.get(connectedHeader)).toBe("command=id&stdin=true");
  });

  test("is to what is there", async () => {
    const { connect, asked } = await world();
    expect((await connect("pods/gone", { name: "gone" })).body.message).toBe('pods "gone" not found');
    expect(asked().operation).toBe("CREATE");
    expect((await connect("pods/x", { subresource: "log" })).code).toBe(404);
  });
});
