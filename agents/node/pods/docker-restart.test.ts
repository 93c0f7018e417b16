// Pods outlive Docker: a daemon that is restarted or killed takes its containers along, and the agent brings them back.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { PodHarness, script } from "../../../test/agent/pod-harness.ts";
import { PrivateDocker, whyNoPrivateDocker } from "../../../test/agent/private-docker.ts";
import { whyNoDocker } from "../../../test/agent/test-docker.ts";
import { listContainers } from "../docker/list-containers.ts";

const missing = whyNoPrivateDocker() ?? (await whyNoDocker());
const patience = { timeout: 40_000, interval: 100 };
const sleeper = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

describe.skipIf(missing !== undefined)(
  `Docker's restart${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let daemon: PrivateDocker;
    let server: FakeApiServer;
    let node: PodHarness;

    beforeEach(async () => {
      daemon = new PrivateDocker();
      await daemon.start();
      server = new FakeApiServer();
      await server.start();
      node = new PodHarness(server, { socketPath: daemon.socketPath });
      await node.start();
    }, 60_000);

    afterEach(async () => {
      await node.stop();
      await server.stop();
      await daemon.remove();
    }, 60_000);

    const app = (name: string) => node.container(name, "app");

    test.each(["SIGTERM", "SIGKILL"] as const)(
      "after %s of the daemon pods run again, in new sandboxes",
      async (signal) => {
        node.create("always", { terminationGracePeriodSeconds: 1, containers: [script("app", sleeper)] });
        node.create("never", {
          terminationGracePeriodSeconds: 1,
          restartPolicy: "Never",
          containers: [script("app", sleeper)],
        });
        await expect.poll(() => app("always")?.ready && app("never")?.ready, patience).toBe(true);
        await daemon.stop(signal);
        await daemon.start();
        await expect.poll(() => app("always")?.restartCount, patience).toBe(1);
        await expect.poll(() => app("always")?.ready, patience).toBe(true);
        // One that is never restarted has ended with its host.
        await expect.poll(() => node.get("never")?.status?.phase, patience).toMatch(/Failed|Succeeded/);
        const labels = [`io.skerry.agent=${node.agentId}`, "io.kubernetes.pod.name=always"];
        const running = await listContainers(node.docker, { labels, withStopped: false });
        expect(running).toHaveLength(2);
      },
    );

    test("a pod that is deleted while Docker is away is gone when it is back", async () => {
      node.create("web", { terminationGracePeriodSeconds: 1, containers: [script("app", sleeper)] });
      await expect.poll(() => app("web")?.ready, patience).toBe(true);
      await daemon.stop("SIGKILL");
      node.delete("web");
      await daemon.start();
      await expect.poll(() => node.get("web"), patience).toBeUndefined();
      expect(await listContainers(node.docker, { labels: [`io.skerry.agent=${node.agentId}`] })).toEqual([]);
    });
  },
);
