// Many seeds of a busy cluster with a scheduler that dies, and with calls that are lost, late and repeated.
import { describe, expect, test } from "vitest";
import { simulate, troubles } from "../../test/fixtures/scheduler-scenario.ts";
import { noTroubles } from "../../test/fixtures/scheduler-world.ts";

const seeds = Array.from({ length: 300 }, (_, seed) => [seed]);

describe("simulated clusters", () => {
  test.each(seeds)("[S1] [S5] [S6] nothing is over-committed, nobody is forgotten (seed %i)", async (seed) => {
    const world = await simulate(seed, troubles);
    expect(world.forgottenPods()).toEqual([]);
    expect(world.binds).toBeGreaterThan(5);
  });

  test.each(seeds.slice(0, 100))("[S5] nobody is forgotten without troubles either (seed %i)", async (seed) => {
    const world = await simulate(seed, noTroubles);
    expect(world.forgottenPods()).toEqual([]);
  });

  test("[S1] were verdicts bound that come too late, some node would be over-committed", async () => {
    const failures: string[] = [];
    for (let seed = 0; seed < 200 && failures.length === 0; seed += 1) {
      const lateBinds = { ...troubles, lateCall: 0.5, refusesLate: false };
      await simulate(seed, lateBinds).catch((error) => failures.push(String(error)));
    }
    expect(failures.join()).toMatch(/has more than|twice|apart/);
  });
});
