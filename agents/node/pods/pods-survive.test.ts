// Pods outlive the agent, the control plane and their own sandbox.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { PodHarness, podPath, script } from "../../../test/agent/pod-harness.ts";
import { whyNoDocker } from "../../../test/agent/test-docker.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { createContainer } from "../docker/create-container.ts";
import { inspectContainer } from "../docker/inspect-container.ts";
import { killContainer } from "../docker/kill-container.ts";
import { listContainers } from "../docker/list-containers.ts";
import { removeContainer } from "../docker/remove-container.ts";
import { startContainer } from "../docker/start-container.ts";
import { dockerName, label, nameLabels } from "./container/container-name.ts";
import { identityOf } from "./pod-parts.ts";

const missing = await whyNoDocker();
const patience = { timeout: 15_000, interval: 50 };
const sleeper = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

describe.skipIf(missing !== undefined)(
  `pods survive${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  { timeout: 60_000 },
  () => {
    let server: FakeApiServer;
    let node: PodHarness;

    beforeEach(async () => {
      server = new FakeApiServer();
      await server.start();
      node = new PodHarness(server);
      await node.start();
    });

    afterEach(async () => {
      await node.stop();
      await server.stop();
    });

    const phase = (name: string) => node.get(name)?.status?.phase;
    const idOf = (name: string) => node.container(name, "app")?.containerID?.slice("docker://".length) as string;
    const ours = () => listContainers(node.docker, { labels: [`io.skerry.agent=${node.agentId}`] });
    const sandboxOf = async (name: string) => {
      const { uid } = identityOf(node.get(name) ?? {});
      const labels = [`io.kubernetes.pod.uid=${uid}`, "io.kubernetes.docker.type=podsandbox"];
      return (await listContainers(node.docker, { labels, withStopped: false }))[0]?.Id as string;
    };

    test("the agent's restart: containers are adopted as they are, and reported as before", async () => {
      node.create("web", { containers: [script("app", sleeper)] });
      await expect.poll(() => phase("web"), patience).toBe("Running");
      const before = node.get("web");
      const started = await inspectContainer(node.docker, idOf("web"));
      node.kill();
      // Somebody spoils what was reported, as a controller does for a node that it believes dead.
      server.put(podPath("web"), { ...before, status: { ...before?.status, conditions: [] } });
      await node.start();
      await expect.poll(() => node.get("web")?.status?.conditions?.length, patience).toBe(5);
      expect(node.get("web")?.status?.containerStatuses).toEqual(before?.status?.containerStatuses);
      expect(node.get("web")?.status?.podIP).toBe(before?.status?.podIP);
      expect(node.get("web")?.status?.startTime).toBe(before?.status?.startTime);
      expect((await inspectContainer(node.docker, idOf("web")))?.State.StartedAt).toBe(started?.State.StartedAt);
    });

    test("what ended and what was deleted while the agent was away is seen to on its return", async () => {
      node.create("deleted", { terminationGracePeriodSeconds: 1, containers: [script("app", sleeper)] });
      node.create("forced", { terminationGracePeriodSeconds: 1, containers: [script("app", sleeper)] });
      node.create("ended", { restartPolicy: "Never", containers: [script("app", "sleep 1; exit 6")] });
      for (const name of ["deleted", "forced", "ended"]) await expect.poll(() => phase(name), patience).toBe("Running");
      node.kill();
      node.delete("deleted");
      node.delete("forced", 0);
      await expect
        .poll(async () => (await inspectContainer(node.docker, idOf("ended")))?.State.Running, patience)
        .toBe(false);
      await node.start();
      await expect.poll(() => phase("ended"), patience).toBe("Failed");
      expect(node.container("ended", "app")?.state?.terminated?.exitCode).toBe(6);
      await expect.poll(() => node.get("deleted"), patience).toBeUndefined();
      // The dead container and sandbox of the one that ended are all that is left.
      await expect.poll(async () => (await ours()).map(({ State }) => State), patience).toEqual(["exited", "exited"]);
    });

    test("the control plane's absence: containers are restarted, and a restarted agent still knows its pods", async () => {
      node.create("web", { containers: [script("app", sleeper)] });
      await expect.poll(() => phase("web"), patience).toBe("Running");
      const first = idOf("web");
      await server.stop();
      await killContainer(node.docker, first);
      const running = async () =>
        (await ours()).filter(
          ({ State, Labels }) => State === "running" && Labels?.["io.kubernetes.container.name"] === "app",
        );
      await expect.poll(async () => (await running())[0]?.Id, patience).not.toBe(first);
      await expect.poll(async () => (await running()).length, patience).toBe(1);

      // A second life of the agent, with nothing but its disk.
      node.kill();
      const second = (await running())[0]?.Id as string;
      await killContainer(node.docker, second);
      await node.start();
      await expect.poll(async () => (await running()).length, { timeout: 20_000, interval: 100 }).toBe(1);
      await server.start();
      await expect.poll(() => node.container("web", "app")?.restartCount, patience).toBe(2);
      expect(phase("web")).toBe("Running");
    });

    test("a sandbox that dies is replaced, with all that ran in it", async () => {
      node.create("web", { containers: [script("app", sleeper)] });
      await expect.poll(() => phase("web"), patience).toBe("Running");
      const sandbox = await sandboxOf("web");
      await killContainer(node.docker, sandbox);
      await expect.poll(() => node.container("web", "app")?.restartCount, patience).toBe(1);
      await expect.poll(() => node.container("web", "app")?.ready, patience).toBe(true);
      expect(await sandboxOf("web")).not.toBe(sandbox);
      expect(node.events("web")).toContain("SandboxChanged : Pod sandbox changed, it will be killed and re-created.");
      // The old one has been removed; one dead app container is kept.
      await expect.poll(async () => (await ours()).length, patience).toBe(3);
    });

    test("a container that somebody removes is made again, and counted", async () => {
      node.create("web", { containers: [script("app", sleeper)] });
      await expect.poll(() => node.container("web", "app")?.ready, patience).toBe(true);
      const first = idOf("web");
      await removeContainer(node.docker, first, { force: true });
      await expect.poll(() => node.container("web", "app")?.restartCount, patience).toBe(1);
      await expect.poll(() => node.container("web", "app")?.ready, patience).toBe(true);
      expect(node.container("web", "app")?.lastState?.terminated).toMatchObject({ exitCode: 137 });
    });

    test("a name that is taken is made free", async () => {
      const pod = server.put(podPath("web"), { metadata: { name: "web", namespace: "default" }, spec: {} });
      const name = dockerName(identityOf(pod), "app", 0);
      const squatter = await createContainer(node.docker, name, {
        Image: "skerry-test/busybox:1",
        Labels: { "io.skerry.agent": node.agentId },
        HostConfig: { NetworkMode: "none" },
      });
      expect(squatter.type).toBe("created");
      node.create("web", { containers: [script("app", sleeper)] });
      await expect.poll(() => phase("web"), patience).toBe("Running");
      expect((await inspectContainer(node.docker, idOf("web")))?.Name).toBe(`/${name}`);
    });

    test("containers of a pod that nobody knows are removed, once they had time to be told of", async () => {
      const labels = nameLabels({
        agentId: node.agentId,
        pod: { uid: "unknown", namespace: "default", name: "unknown" },
        type: "container",
        container: "app",
        attempt: 0,
      });
      const spec = {
        Image: "skerry-test/busybox:1",
        Entrypoint: ["sleep", "600"],
        Labels: { ...labels, [label.graceSeconds]: "1" },
        HostConfig: { NetworkMode: "none" },
      };
      const orphan = await createContainer(node.docker, `skerry-test-orphan-${process.pid}`, spec);
      await startContainer(node.docker, orphan.type === "created" ? orphan.id : "");
      node.kill();
      await node.start();
      await testPlatform.timers.sleep(500);
      expect((await ours()).map(({ State }) => State)).toEqual(["running"]);
      node.kill();
      const later = new PodHarness(server, { aheadMs: 120_000, like: node });
      await later.start();
      await expect.poll(async () => (await ours()).length, patience).toBe(0);
      later.kill();
    });

    test("a status that is refused for a while arrives in the end, and a pod is not deleted before", async () => {
      node.create("web", { containers: [script("app", sleeper)] });
      await expect.poll(() => phase("web"), patience).toBe("Running");
      let refused = 0;
      server.refuse = ({ method }) => (method === "PATCH" && refused++ < 2 ? 500 : undefined);
      node.delete("web", 5);
      await expect.poll(() => node.get("web"), patience).toBeUndefined();
      const order = server.requests
        .filter(({ method }) => method === "PATCH" || method === "DELETE")
        .map(({ method }) => method);
      expect(order.at(-1)).toBe("DELETE");
      expect(refused).toBeGreaterThan(2);
      const last = server.requests.filter(({ method }) => method === "PATCH").at(-1);
      expect(last?.body.status.containerStatuses[0].state.terminated).toMatchObject({ exitCode: 0 });
    });
  },
);
