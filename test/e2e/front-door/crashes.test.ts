// kill -9 of this and that.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { isRunning, skerry, startInstance } from "../harness/instance.ts";

const noAgent = { parameters: ["--no-agent"] };

test("a control plane that is killed is started again, with every write that was acknowledged", async () => {
  const instance = await startInstance(noAgent);
  await instance.tools.kubectl("create", "configmap", "before", "--from-literal=a=b");
  const killed = instance.controlPlanePid();
  process.kill(killed, "SIGKILL");
  await eventually(() => {
    expect(instance.controlPlanePid()).not.toBe(killed);
  });
  const found = await eventually(() =>
    instance.tools.kubectl("get", "configmap", "before", "-o", "jsonpath={.data.a}"),
  );
  expect(found).toBe("b");
  expect(instance.stderr()).toContain("The control plane ended (SIGKILL); starting it again");
  expect(instance.stdout().match(/Skerry is ready/g)).toHaveLength(1);
});

test("after npm start itself was killed, the next start takes over", async () => {
  const instance = await startInstance(noAgent);
  await instance.tools.kubectl("create", "configmap", "before", "--from-literal=a=b");
  const orphan = instance.controlPlanePid();
  await instance.kill();
  expect(existsSync(join(instance.dataDir, "lock"))).toBe(true);
  expect(isRunning(orphan)).toBe(true);
  const again = await startInstance({ ...noAgent, dataDir: instance.dataDir, port: instance.port });
  expect(again.stderr()).toContain(`(pid ${orphan})`);
  expect(isRunning(orphan)).toBe(false);
  expect(await again.tools.kubectl("get", "configmap", "before", "-o", "jsonpath={.data.a}")).toBe("b");
});

test("after npm start itself was killed, down ends what it left", async () => {
  const instance = await startInstance(noAgent);
  const orphan = instance.controlPlanePid();
  await instance.kill();
  expect(await skerry(["down", "--data-dir", instance.dataDir])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Stopped"),
  });
  expect(isRunning(orphan)).toBe(false);
});
