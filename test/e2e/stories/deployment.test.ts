// A deployment from its creation to its deletion.
import { expect } from "vitest";
import { eventually } from "../harness/eventually.ts";
import { echoImage } from "../harness/images.ts";
import { allContainers, pods, runningContainers } from "../harness/pods.ts";
import { story } from "../harness/story.ts";

story("three replicas run as three containers, each with an address of its own", async ({ tools, namespace }) => {
  await tools.kubectl("create", "deployment", "web", `--image=${echoImage}`, "--replicas=3");
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  const running = await pods(tools);
  expect(running.map((pod) => pod.status.phase)).toEqual(["Running", "Running", "Running"]);
  expect(new Set(running.map((pod) => pod.status.podIP)).size).toBe(3);
  const shown = running.map((pod) => pod.status.containerStatuses[0]?.containerID?.replace("docker://", "")).sort();
  expect(shown).toEqual(await runningContainers(namespace));

  await tools.kubectl("scale", "deployment/web", "--replicas=5");
  await tools.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  expect(await runningContainers(namespace)).toHaveLength(5);

  await tools.kubectl("delete", "deployment", "web");
  await eventually(async () => expect(await allContainers(namespace)).toEqual([]), 60_000);
});
