// Pods from the object at the API server to processes on this machine's Docker, and back.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { PodHarness, script } from "../../../test/agent/pod-harness.ts";
import { whyNoDocker } from "../../../test/agent/test-docker.ts";
import { listContainers } from "../docker/list-containers.ts";

const missing = await whyNoDocker();
const server = new FakeApiServer();
let node: PodHarness;
const patience = { timeout: 15_000, interval: 50 };

describe.skipIf(missing !== undefined)(`pods on Docker${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  beforeAll(async () => {
    await server.start();
    node = new PodHarness(server);
    await node.start();
  });

  afterAll(async () => {
    await node.stop();
    await server.stop();
  });

  test("an object becomes a running container, and nothing is left when it is deleted", async () => {
    node.create("web", { containers: [script("app", "trap 'exit 0' TERM; while true; do sleep 0.1; done")] });
    await expect.poll(() => node.get("web")?.status?.phase, patience).toBe("Running");
    console.log(JSON.stringify(node.get("web")?.status, null, 1));
    console.log(node.events("web"));
    node.delete("web");
    await expect.poll(() => node.get("web"), patience).toBeUndefined();
    const left = await listContainers(node.docker, { labels: [`io.skerry.agent=${node.agentId}`] });
    expect(left).toEqual([]);
  });
});
