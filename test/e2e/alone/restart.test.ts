// The control plane and the agent come and go; pods stay.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { echoImage, ensureImages } from "../harness/images.ts";
import { isRunning, skerry, startInstance } from "../harness/instance.ts";
import { allContainers, pods, runningContainers } from "../harness/pods.ts";

async function startWithPods() {
  await ensureImages();
  const instance = await startInstance();
  await instance.tools.kubectl("create", "namespace", "kept");
  await instance.tools.kubectl("-n", "kept", "create", "deployment", "web", `--image=${echoImage}`, "--replicas=2");
  await instance.tools.kubectl("-n", "kept", "rollout", "status", "deployment/web", "--timeout=60s");
  return instance;
}

/** Ready again, none restarted. */
async function untilAdopted(instance: Awaited<ReturnType<typeof startWithPods>>): Promise<void> {
  await eventually(async () => {
    const found = await pods(instance.tools, "-n", "kept");
    const states = found.flatMap((pod) => pod.status.containerStatuses);
    expect(states.map(({ ready, restartCount }) => [ready, restartCount])).toEqual([
      [true, 0],
      [true, 0],
    ]);
    await instance.tools.kubectl("wait", "node", "--all", "--for=condition=Ready", "--timeout=5s");
  }, 60_000);
}

test("pods outlive Ctrl-C and are adopted by the next start; down --purge leaves nothing of them", async () => {
  const instance = await startWithPods();
  const before = await runningContainers("kept");
  expect(before).toHaveLength(2);
  expect(await instance.interrupt()).toBe(0);
  expect(await runningContainers("kept")).toEqual(before);
  const again = await startInstance({ dataDir: instance.dataDir, port: instance.port });
  await untilAdopted(again);
  expect(await runningContainers("kept")).toEqual(before);

  expect((await skerry(["down", "--purge", "--data-dir", again.dataDir])).code).toBe(0);
  expect(await allContainers("kept")).toEqual([]);
  expect(existsSync(again.dataDir)).toBe(false);
  const left = ["ip -o link", "nft list tables", "iptables-save", "ip -o addr show dev lo"].map((command) => {
    const [program = "", ...parameters] = command.split(" ");
    return spawnSync(program, parameters, { encoding: "utf8" }).stdout ?? "";
  });
  expect(left.join("").match(/.*(skerry|\bsk[0-9a-f]{4}).*/g)).toBeNull();
});

test("pods outlive kill -9 of npm start, of the agent and of the control plane", async () => {
  const instance = await startWithPods();
  const before = await runningContainers("kept");
  const killed = [instance.agentPid(), instance.controlPlanePid()];
  for (const pid of killed) process.kill(pid, "SIGKILL");
  await eventually(() => {
    expect(isRunning(instance.agentPid())).toBe(true);
    expect(killed).not.toContain(instance.agentPid());
  });
  await untilAdopted(instance);
  await instance.kill();
  const again = await startInstance({ dataDir: instance.dataDir, port: instance.port });
  await untilAdopted(again);
  expect(await runningContainers("kept")).toEqual(before);
});
