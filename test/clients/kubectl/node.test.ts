// taint, cordon and drain.
import { expect } from "vitest";
import type { Tools } from "../../e2e/harness/kubectl.ts";
import { clientStory } from "../harness/client-story.ts";

/** Its taint keeps other stories' pods away: no kubelet is behind it. */
const node = (name: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name },
    spec: { taints: [{ key: "story", value: name, effect: "NoSchedule" }] },
  });

const pod = (name: string, nodeName: string, more: object = {}) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...more },
    spec: { nodeName, terminationGracePeriodSeconds: 0, containers: [{ name: "main", image: "example.com/a:1" }] },
  });

async function setReady({ kubectl }: Tools, name: string): Promise<void> {
  const status = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
  await kubectl("patch", "pod", name, "--subresource=status", "--type=merge", "-p", JSON.stringify({ status }));
}

clientStory("taint, cordon, uncordon", async ({ tools, namespace: name }) => {
  await tools.apply(node(name));
  const taint = (...words: string[]) => tools.tryKubectl("taint", "node", name, ...words);
  expect((await taint("a=b:NoSchedule")).stdout).toBe(`node/${name} tainted\n`);
  expect((await taint("a=c:NoSchedule")).stderr).toContain("already has a taint(s) with same effect(s)");
  expect((await taint("a=c:NoSchedule", "--overwrite")).stdout).toBe(`node/${name} modified\n`);
  expect((await taint("a-")).stdout).toBe(`node/${name} untainted\n`);
  expect((await taint("a=b:Sometimes")).stderr).toContain("unsupported taint effect");
  expect(await tools.kubectl("cordon", name)).toBe(`node/${name} cordoned\n`);
  expect(await tools.kubectl("cordon", name)).toBe(`node/${name} already cordoned\n`);
  expect(await tools.kubectl("get", "node", name)).toMatch(/,SchedulingDisabled /);
  expect(await tools.kubectl("uncordon", name)).toBe(`node/${name} uncordoned\n`);
  expect(await tools.kubectl("describe", "node", name)).toMatch(/^Unschedulable: +false$/m);
  await tools.kubectl("delete", "node", name);
});

clientStory("drain says what it would do, refuses, and evicts", async ({ tools, namespace: name }) => {
  await tools.apply(node(name));
  await tools.apply(pod("alone", name));
  const dry = await tools.tryKubectl("drain", name, "--dry-run=server", "--force");
  expect(dry.stdout).toContain(`node/${name} cordoned (server dry run)\n`);
  expect(dry.stdout).toMatch(/^(evicting )?pod .*alone.*\(server dry run\)$/m);
  expect(await tools.kubectl("get", "pod", "alone", "-o", "jsonpath={.metadata.deletionTimestamp}")).toBe("");
  const refused = await tools.tryKubectl("drain", name);
  expect(refused.stderr).toContain(
    `cannot delete Pods that declare no controller (use --force to override): ${name}/alone`,
  );

  await tools.apply(pod("guarded", name, { labels: { app: "guarded" } }));
  await setReady(tools, "guarded");
  await tools.kubectl("create", "pdb", "guard", "--selector=app=guarded", "--min-available=1");
  await tools.kubectl("wait", "pdb/guard", "--for=jsonpath={.status.currentHealthy}=1", "--timeout=10s");
  const drain = () => tools.tryKubectl("drain", name, "--force", "--timeout=2s");
  expect((await drain()).stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  await tools.kubectl("delete", "pdb", "guard");
  const { stdout } = await drain();
  expect(stdout).toContain(`evicting pod ${name}/guarded\n`);
  expect(stdout).toContain(`pod/guarded evicted\nnode/${name} drained\n`);
  expect(await tools.kubectl("get", "pods", "-o", "name")).toBe("");
  await tools.kubectl("delete", "node", name);
});
