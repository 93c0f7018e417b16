import { expect, test } from "vitest";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { podNames, run, template } from "../../../test/fixtures/node-hands.ts";
import { nodes, pods } from "../../kinds/kind-refs.ts";
import { countPauseMs, quarantineMs } from "./limits.ts";
import { finishedPodsController, orphanedPodsController } from "./reconcile.ts";

const pod = (name: string) => ({ metadata: { name }, spec: template.spec });

async function begin() {
  const world = controllerWorld({ cluster: [orphanedPodsController], namespaced: [finishedPodsController()] });
  const team = await world.create("team");
  await world.cluster.client.create(nodes, { metadata: { name: "n" } });
  await team.client.create(pods, pod("bound"));
  await run(team, "bound", { node: "n" });
  await team.client.create(pods, pod("free"));
  await world.cluster.client.delete(nodes, "n");
  return { world, team };
}

test("pods of a deleted node fail and go, after a while", async () => {
  const { world, team } = await begin();
  await world.settle(quarantineMs - 1000);
  expect(await podNames(team.client)).toEqual(["bound", "free"]);
  await world.settle(1000);
  expect(await podNames(team.client)).toEqual(["free"]);
  const texts = team.writes.filter(({ name }) => name === "bound").map(({ text }) => JSON.parse(text).status);
  expect(texts.at(-1)).toMatchObject({ phase: "Failed" });
  expect(JSON.stringify(texts.at(-1))).toContain("PodGC: node no longer exists");
});

test("a node that comes back in time keeps its pods", async () => {
  const { world, team } = await begin();
  await world.settle(10_000);
  await world.cluster.client.create(nodes, { metadata: { name: "n" } });
  await world.settle(2 * quarantineMs);
  expect(await podNames(team.client)).toEqual(["bound", "free"]);
});

test("of finished pods the oldest go when there are too many, counted once for many that finish", async () => {
  const at = controllerScope({ controllers: [finishedPodsController(2)] });
  for (const name of ["a", "b", "c", "d", "e"]) {
    await at.client.create(pods, pod(name));
    at.clock.nowMs += 1000;
  }
  for (const name of ["e", "b", "c", "d"])
    await at.client.patch(pods, name, { status: { phase: "Succeeded" } }, "status");
  expect(at.store.work.size()).toBe(1);
  await at.settle(countPauseMs);
  expect(at.store.work.size()).toBe(0);
  expect(await podNames(at.client)).toEqual(["a", "d", "e"]);
});
