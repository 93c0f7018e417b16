// How long a pod takes from its object to "Running", beside the same containers made with plain Docker calls:
// `node scripts/run.mjs test/agent/pod-start-bench.ts [ROUNDS]`. Needs Docker; talks to a fake API server.
import { createContainer } from "../../agents/node/docker/create-container.ts";
import { daemonInfo } from "../../agents/node/docker/daemon-info.ts";
import { inspectContainer } from "../../agents/node/docker/inspect-container.ts";
import { startContainer } from "../../agents/node/docker/start-container.ts";
import { ensurePauseImage } from "../../agents/node/images/pause-image.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { PodHarness } from "./pod-harness.ts";
import { busyboxImage, removeLabelled } from "./test-docker.ts";

const rounds = Number(process.argv[2] ?? 10);
const label = "skerry-bench=pod-start";
const server = new FakeApiServer();
await server.start();
const node = new PodHarness(server);
await node.start();
const { docker } = node;
const pause = await ensurePauseImage(docker, (await daemonInfo(docker)).Architecture);

async function make(name: string, Image: string, HostConfig: object, Entrypoint?: string[]): Promise<string> {
  const spec = { Image, HostConfig, Labels: { "skerry-bench": "pod-start" }, ...(Entrypoint ? { Entrypoint } : {}) };
  const creation = await createContainer(docker, name, spec);
  if (creation.type !== "created") throw new Error(creation.type);
  await startContainer(docker, creation.id);
  return creation.id;
}

async function plainPod(index: number): Promise<void> {
  const sandbox = await make(`bench-pause-${index}`, pause, { NetworkMode: "none", IpcMode: "shareable" });
  await inspectContainer(docker, sandbox);
  const shared = { NetworkMode: `container:${sandbox}`, IpcMode: `container:${sandbox}` };
  await make(`bench-app-${index}`, busyboxImage, shared, ["sleep", "600"]);
}

async function agentPod(index: number): Promise<void> {
  const name = `bench-${index}`;
  const app = { name: "app", image: busyboxImage, imagePullPolicy: "IfNotPresent", command: ["sleep", "600"] };
  node.create(name, { terminationGracePeriodSeconds: 1, containers: [app] });
  while (node.get(name)?.status?.phase !== "Running") await new Promise((resolve) => setTimeout(resolve, 1));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] as number;
}

const plain: number[] = [];
const agent: number[] = [];
for (let round = -2; round < rounds; round += 1) {
  const times = [await timed(() => plainPod(round)), await timed(() => agentPod(round))] as const;
  // The first rounds warm both up.
  if (round < 0) continue;
  plain.push(times[0]);
  agent.push(times[1]);
}
const several = 8;
const together = await timed(async () => {
  await Promise.all(Array.from({ length: several }, (_, index) => agentPod(1000 + index)));
});
const apart = await timed(async () => {
  await Promise.all(Array.from({ length: several }, (_, index) => plainPod(1000 + index)));
});
console.table({
  "plain Docker calls, ms (median)": Math.round(median(plain)),
  "agent, ms (median)": Math.round(median(agent)),
  ratio: Number((median(agent) / median(plain)).toFixed(2)),
  "agent, 8 pods together, pods/s": Number(((several * 1000) / together).toFixed(2)),
  "plain, 8 pods together, pods/s": Number(((several * 1000) / apart).toFixed(2)),
});
await removeLabelled(docker, label);
await node.stop();
await server.stop();
