// A cluster's own policies in CEL, as kubectl's user meets them.
import { expect, test } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { startInstance } from "../harness/instance.ts";

const policies = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: careful }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps] }]
  paramKind: { apiVersion: v1, kind: ConfigMap }
  validations:
    - expression: object.metadata.name.startsWith(params.data.prefix)
      messageExpression: "'names begin with ' + string(params.data.prefix)"
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: careful }
spec:
  policyName: careful
  validationActions: [Warn]
  paramRef: { name: names, namespace: default, parameterNotFoundAction: Allow }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: no-shells }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CONNECT], resources: [pods/exec, services/proxy] }]
  validations:
    - expression: request.subResource != 'exec' || object.command != ['sh']
      message: no shells here
      reason: Forbidden
    - expression: request.subResource != 'proxy' || !object.path.startsWith('/secret')
      message: not for you
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: no-shells }
spec: { policyName: no-shells, validationActions: [Deny] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: labelled }
spec:
  reinvocationPolicy: IfNeeded
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps] }]
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration: { expression: "Object{metadata: Object.metadata{labels: {'by': request.userInfo.username}}}" }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: { name: labelled }
spec: { policyName: labelled }
`;

const things = `
apiVersion: v1
kind: ConfigMap
metadata: { name: names, namespace: default }
data: { prefix: fine- }
---
apiVersion: v1
kind: Pod
metadata: { name: idle, namespace: default }
spec: { containers: [{ name: main, image: none }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec: { ports: [{ port: 80 }] }
`;

test("policies warn, change what is written, and forbid connections", async () => {
  const { tools } = await startInstance({ parameters: ["--no-agent"] });
  await tools.apply(things);
  await tools.apply(policies);
  let made = 0;
  // A namespace hears of new policies within a second.
  await eventually(async () => {
    const name = `other-${made++}`;
    const { code, stderr } = await tools.tryKubectl("create", "configmap", name);
    expect([code, stderr]).toEqual([
      0,
      "Warning: Validation failed for ValidatingAdmissionPolicy 'careful' with binding 'careful': names begin with fine-\n",
    ]);
    const label = ["get", "configmap", name, "-o", "jsonpath={.metadata.labels.by}"];
    expect(await tools.kubectl(...label)).not.toBe("");
  });
  const quiet = await tools.tryKubectl("create", "configmap", "fine-one");
  expect([quiet.code, quiet.stderr]).toEqual([0, ""]);

  const shell = await tools.tryKubectl("exec", "idle", "--", "sh");
  expect(shell.stderr).toContain(
    `pods "idle" is forbidden: ValidatingAdmissionPolicy 'no-shells' with binding 'no-shells' denied request: no shells here`,
  );
  // What is allowed goes as far as it can without a node.
  const date = await tools.tryKubectl("exec", "idle", "--", "date");
  expect(date.stderr).toContain("pod idle does not have a host assigned");
  const proxied = (path: string) =>
    tools.tryKubectl("get", "--raw", `/api/v1/namespaces/default/services/http:web:80/proxy${path}`);
  expect((await proxied("/secret/x")).stderr).toContain("not for you");
  expect((await proxied("/open")).stderr).toContain('no endpoints available for service "web"');
});
