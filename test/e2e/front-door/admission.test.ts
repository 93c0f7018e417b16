// Built-in admission as kubectl's user meets it: Pod Security, nodes that keep to their own, storage that is used, and
// acting as somebody else.
import { expect, test } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { startInstance } from "../harness/instance.ts";

const asNode = ["--as", "system:node:mine", "--as-group", "system:nodes"];

function pod(name: string, more: object = {}): string {
  const spec = { containers: [{ name: "a", image: "a" }], ...more };
  return JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec });
}

test("admission", async () => {
  const { tools } = await startInstance({ parameters: ["--no-agent"] });
  const { apply, create, kubectl, tryKubectl } = tools;

  // Pod Security: what is there is told of, what is new is refused.
  await kubectl("create", "namespace", "careful");
  await apply(pod("free", { hostNetwork: true }), "-n", "careful");
  const labelled = await tryKubectl("label", "namespace", "careful", "pod-security.kubernetes.io/enforce=baseline");
  expect(labelled.stderr).toContain("Warning: free: host namespaces");
  // A namespace hears of its labels within a second.
  await eventually(async () => {
    const refused = await tryKubectl("run", "p", "-n", "careful", "--image=a", "--privileged", "--dry-run=server");
    expect(refused.stderr).toContain('violates PodSecurity "baseline:latest": privileged (container "p" must not set');
  });
  const strict = [
    "create",
    "deployment",
    "d",
    "-n",
    "careful",
    "--image=a",
    "--warnings-as-errors",
    "--dry-run=server",
  ];
  await kubectl("label", "namespace", "careful", "pod-security.kubernetes.io/warn=restricted");
  await eventually(async () => expect((await tryKubectl(...strict)).code).toBe(1));

  // Somebody else, and a node.
  const who = JSON.parse(await kubectl("auth", "whoami", "--as=jane", "--as-group=devs", "-o", "json"));
  expect(who.status.userInfo).toEqual({ username: "jane", groups: ["devs", "system:authenticated"] });
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "mine" } };
  await create(JSON.stringify(node), ...asNode);
  const master = await tryKubectl("label", "node", "mine", "node-role.kubernetes.io/master=", ...asNode);
  expect(master.stderr).toContain("is not allowed to modify labels: node-role.kubernetes.io/master");

  // A claim that a pod on a node uses stays until the pod has gone.
  const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  const meta = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data" } };
  await apply(JSON.stringify({ ...meta, spec: claim }));
  const volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
  await apply(pod("user", { nodeName: "mine", volumes }));
  await kubectl("delete", "pvc", "data", "--wait=false");
  expect(await kubectl("get", "pvc", "data")).toContain("Terminating");
  await kubectl("delete", "pod", "user", "--force", "--grace-period=0", ...asNode);
  await kubectl("wait", "--for=delete", "pvc/data", "--timeout=10s");
});
