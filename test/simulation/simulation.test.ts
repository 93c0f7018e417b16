// The simulation itself: it repeats, it passes, and it notices every rule that is taken out of the code.
import { describe, expect, test } from "vitest";
import { breakages } from "./breakages.ts";
import { runSeed } from "./scenario.ts";

/** Within so many seeds each broken rule must show. The rarest takes some three hundred on average. */
const seedsMax = 3_000;

describe("the simulation", () => {
  test("takes the same steps with the same seed", async () => {
    for (const seed of [3, 17, 58]) {
      const [first, second] = [await runSeed(seed), await runSeed(seed)];
      expect(second.trace).toEqual(first.trace);
      expect(second.steps).toBe(first.steps);
    }
  });

  test("finds nothing in the code as it is", async () => {
    const failures: string[] = [];
    let expirations = 0;
    for (let seed = 10_001; seed <= 10_100; seed += 1) {
      const result = await runSeed(seed);
      expirations += result.expirations;
      if (result.failure !== undefined) failures.push(`seed ${seed}: ${result.failure.message}`);
    }
    expect(failures).toEqual([]);
    expect(expirations).toBeGreaterThan(0);
  });

  test("has a breakage for every rule", () => {
    const rules = new Set(Object.keys(breakages).flatMap((name) => name.match(/[RF]\d/g) ?? []));
    expect([...rules].sort()).toEqual(["F1", "F2", "F3", "F4", "F5", "F6", "F7", "R1", "R2", "R3", "R4", "R5", "R6"]);
  });

  test.each(Object.entries(breakages))("notices when %s is taken out", { timeout: 120_000 }, async (_name, broken) => {
    let found: string | undefined;
    for (let seed = 1; seed <= seedsMax && found === undefined; seed += 1) {
      found = (await runSeed(seed, broken)).failure?.message;
    }
    expect(found).toBeDefined();
  });
});
