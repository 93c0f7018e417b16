// The fuzzing itself: a few cases of each target, and that whatever goes wrong is found and told.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/apimachinery/json.ts";
import { findSchemaOfKind } from "../../src/kinds/facts/schema-of.ts";
import { allTargets } from "./all.ts";
import { encodeProtobuf } from "./generate/protobuf.ts";
import { wireFolder } from "./generate/samples.ts";
import { casesInTotal } from "./limits.ts";
import { replay, runTarget } from "./run-target.ts";
import { check, type Target } from "./target.ts";

const smokeCases = 20;

function* seeds(count: number): Generator<number> {
  // Others than the million's.
  for (let index = 1; index <= count; index++) yield 10_000_000 + index;
}

test("all targets together are a million cases", () => {
  expect(allTargets.reduce((sum, { cases }) => sum + cases, 0)).toBe(casesInTotal);
  expect(new Set(allTargets.map(({ name }) => name)).size).toBe(allTargets.length);
});

test.each(allTargets.map((target) => [target.name, target] as const))("%s holds", async (_, target) => {
  const run = await runTarget(target, seeds(smokeCases));
  expect(run.failures).toEqual([]);
  expect(run.cases).toBe(smokeCases);
});

describe("a failure", () => {
  const picky: Target = {
    name: "picky",
    cases: 0,
    prepare: () => (random, note) => {
      const number = random.integer(10);
      note(number);
      check(number !== 3, "it is not three");
      if (number === 4) throw new TypeError("four");
    },
  };

  test("is told with its seed, and comes again with its input", async () => {
    const { failures } = await runTarget(picky, seeds(100));
    expect(failures.length).toBeGreaterThan(1);
    for (const { seed, message } of failures) {
      expect(message).toMatch(/it is not three|TypeError: four/);
      const { inputs, failure } = await replay(picky, seed);
      expect(failure?.split("\n")[0]).toBe(message.split("\n")[0]);
      expect([3, 4]).toContain(inputs[0]);
    }
  });

  test("is also what takes too long, but not what did so once", async () => {
    let stalls = 1;
    function busy(ms: number): void {
      for (const startedMs = performance.now(); performance.now() - startedMs < ms; );
    }
    const once: Target = { name: "once", cases: 0, prepare: () => () => busy(stalls-- > 0 ? 1010 : 0) };
    const always: Target = { name: "always", cases: 0, prepare: () => () => busy(1010) };
    expect((await runTarget(once, [1])).failures).toEqual([]);
    expect((await runTarget(always, [1])).failures[0]?.message).toMatch(/^took \d+ ms, and \d+ ms again$/);
  });
});

describe.skipIf(!existsSync(wireFolder))("upstream's twins (skipped without the reference folder)", () => {
  const names = existsSync(wireFolder) ? readdirSync(wireFolder).filter((name) => name.endsWith(".pb")) : [];
  test.each(names)("%s is what the encoder makes of its JSON, byte for byte", (name) => {
    const object = JSON.parse(readFileSync(join(wireFolder, name.replace(/pb$/, "json")), "utf8")) as JsonObject;
    const [version = "", group = ""] = String(object["apiVersion"] ?? "v1")
      .split("/")
      .reverse();
    const kind = String(object["kind"] ?? name.split(".").at(-2));
    const schema = findSchemaOfKind(group, version, kind);
    if (schema === undefined) throw new Error(`no schema of ${name}`);
    expect(Buffer.from(encodeProtobuf(object, schema)).equals(readFileSync(join(wireFolder, name)))).toBe(true);
  });
});
