// kubectl apply of an application's file.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startInstance } from "../harness/instance.ts";

const file = join(import.meta.dirname, "../fixtures/shop.yaml");

test("apply is idempotent, diff afterwards is empty, and a change is what diff says it is", async () => {
  const { tools } = await startInstance({ parameters: ["--no-agent"] });
  const first = await tools.kubectl("apply", "-f", file);
  expect(first.trim().split("\n")).toEqual([
    "namespace/shop created",
    "configmap/settings created",
    "secret/password created",
    "deployment.apps/web created",
    "service/web created",
  ]);
  const second = await tools.kubectl("apply", "-f", file);
  expect(
    second
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[1]),
  ).toEqual(Array(5).fill("unchanged"));
  expect(await tools.tryKubectl("diff", "-f", file)).toMatchObject({ code: 0, stdout: "" });

  await tools.kubectl("-n", "shop", "scale", "deployment/web", "--replicas=4");
  const drift = await tools.tryKubectl("diff", "-f", file);
  expect(drift.code).toBe(1);
  expect(drift.stdout).toMatch(/^-\s+replicas: 4$/m);
  expect(drift.stdout).toMatch(/^\+\s+replicas: 2$/m);
  expect(await tools.kubectl("apply", "-f", file)).toContain("deployment.apps/web configured");
  expect(await tools.kubectl("-n", "shop", "get", "deployment", "web", "-o", "jsonpath={.spec.replicas}")).toBe("2");
});

test("what get lists can be compared and applied", async () => {
  const { tools, dataDir } = await startInstance({ parameters: ["--no-agent"] });
  await tools.kubectl("create", "configmap", "first", "--from-literal=x=1");
  await tools.kubectl("create", "configmap", "second", "--from-literal=x=2");
  const list = join(dataDir, "list.json");
  writeFileSync(list, await tools.kubectl("get", "configmap", "first", "second", "-o", "json"));
  expect(await tools.tryKubectl("diff", "-f", list)).toMatchObject({ code: 0 });
  expect(await tools.kubectl("apply", "-f", list)).toMatch(/configmap\/first configured\nconfigmap\/second configured/);
  // Lists name the versions they were read at: one that is behind conflicts.
  const read = await tools.kubectl("get", "configmap", "first", "second", "-o", "json");
  writeFileSync(list, read.replace('"x": "2"', '"x": "3"'));
  const drift = await tools.tryKubectl("diff", "-f", list);
  expect(drift.code).toBe(1);
  expect(drift.stdout).toMatch(/^\+\s+x: "3"$/m);
  expect(await tools.kubectl("apply", "-f", list)).toMatch(/configmap\/first configured\nconfigmap\/second configured/);
});

test("explain tells about fields, with words", async () => {
  const { tools } = await startInstance({ parameters: ["--no-agent"] });
  const text = await tools.kubectl("explain", "deployment.spec.strategy.rollingUpdate");
  expect(text).toContain("maxUnavailable");
  expect(text).toMatch(/maximum number of pods/i);
  expect(await tools.kubectl("explain", "pod", "--recursive")).toContain("terminationGracePeriodSeconds");
});

test("api-resources lists the stable groups", async () => {
  const { tools } = await startInstance({ parameters: ["--no-agent"] });
  const names = (await tools.kubectl("api-resources", "-o", "name")).trim().split("\n");
  for (const name of [
    "pods",
    "deployments.apps",
    "jobs.batch",
    "networkpolicies.networking.k8s.io",
    "leases.coordination.k8s.io",
  ]) {
    expect(names).toContain(name);
  }
});
