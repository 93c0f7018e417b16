import { describe, expect, test } from "vitest";
import { sampleNode, samplePod } from "../../test/fixtures/scheduler-objects.ts";
import { SeededRandom } from "../platform/simulated/random.ts";
import { ClusterCache } from "./cluster-cache.ts";
import { fitNodesEnough, runCycle } from "./cycle.ts";
import type { Plugin } from "./plugin.ts";
import { ClusterReader, type Reading } from "./reading.ts";

const reader = new ClusterReader();
const pod = reader.pod(samplePod("one")).pod;

function clusterOf(count: number): ClusterCache {
  const cache = new ClusterCache();
  for (let index = 0; index < count; index += 1) {
    const reading = reader.read("nodes", JSON.stringify(sampleNode(`n${index}`))) as Reading & { type: "node" };
    cache.setNode(reading.node);
  }
  return cache;
}

describe("a cycle", () => {
  test("as many nodes are enough as upstream's default says", () => {
    const sizes = [1, 99, 100, 150, 1000, 5000, 6000, 20_000];
    expect(sizes.map(fitNodesEnough)).toEqual([1, 99, 100, 100, 420, 500, 300, 1000]);
  });

  test("looks from its start on, until enough nodes fit", () => {
    const seen: string[] = [];
    const odd: Plugin = {
      name: "Odd",
      filter: () => ({
        check({ name }) {
          seen.push(name);
          return Number(name.slice(1)) % 2 === 1 ? undefined : { reasons: ["even"], isResolvable: false };
        },
      }),
    };
    const cluster = clusterOf(400);
    const decision = runCycle(pod, { profile: [odd], cluster, random: new SeededRandom(1), start: 390 });
    expect(fitNodesEnough(400)).toBe(188);
    // Two nodes are looked at for each that fits.
    expect(decision.looked).toBe(376);
    expect(seen.slice(0, 12)).toEqual([
      "n390",
      "n391",
      "n392",
      "n393",
      "n394",
      "n395",
      "n396",
      "n397",
      "n398",
      "n399",
      "n0",
      "n1",
    ]);
  });

  test("the first plugin with a reason is the one that is told, and the one that must be helped", () => {
    const refusing = (name: string): Plugin => ({
      name,
      filter: () => ({ check: () => ({ reasons: [name], isResolvable: true }) }),
    });
    const cluster = clusterOf(2);
    const profile = [refusing("First"), refusing("Second")];
    const decision = runCycle(pod, { profile, cluster, random: new SeededRandom(1), start: 0 });
    expect(decision.type === "unfit" && [...decision.diagnosis.refusedBy]).toEqual(["First"]);
  });

  test("among equals every node is chosen about as often as any other", () => {
    const cluster = clusterOf(4);
    const random = new SeededRandom(5);
    const chosen = new Map<string, number>();
    for (let round = 0; round < 4_000; round += 1) {
      const decision = runCycle(pod, { profile: [], cluster, random, start: 0 });
      if (decision.type === "fits") chosen.set(decision.node.name, (chosen.get(decision.node.name) ?? 0) + 1);
    }
    expect(chosen.size).toBe(4);
    for (const count of chosen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });

  test("scores are weighted and added up", () => {
    const favours = (name: string, scoreWeight: number): Plugin => ({
      name,
      scoreWeight,
      score: () => ({ score: (node) => (node.name === name ? 100 : 0) }),
    });
    const cluster = clusterOf(3);
    const profile = [favours("n0", 2), favours("n1", 3), { ...favours("n2", 1) }];
    const decision = runCycle(pod, { profile, cluster, random: new SeededRandom(1), start: 0 });
    expect(decision.type === "fits" && decision.node.name).toBe("n1");
  });
});
