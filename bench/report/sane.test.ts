// What passes as a figure.
import { describe, expect, test } from "vitest";
import { problems } from "./sane.ts";
import type { Section } from "./section.ts";

function section(figures: Record<string, number>): Section {
  return { name: "requests", title: "", rows: [{ name: "get", figures }], aims: [], remarks: [] };
}

describe("problems", () => {
  test("there are none with rates and times that can be", () => {
    expect(problems([section({ "req/s": 900, "p50 ms": 1, "p99 ms": 4, "of bare %": Number.NaN })])).toEqual([]);
    expect(problems([section({ "p50 ms": 1, "max ms": 4 })])).toEqual([]);
  });

  test.each([
    [{ "req/s": 0 }, "req/s is 0"],
    [{ "p50 ms": Number.NaN }, "p50 ms is NaN"],
    [{ "p50 ms": 3, "p99 ms": 2 }, "p50 is above p99"],
    [{}, "no figures"],
  ])("%j is one", (figures, problem) => {
    expect(problems([section(figures)])).toEqual([`requests: get: ${problem}`]);
  });

  test("a section without rows says why", () => {
    const empty = { ...section({}), rows: [] };
    expect(problems([empty])).toEqual(["requests: neither figures nor a reason"]);
    expect(problems([{ ...empty, remarks: ["not measured: no Docker engine"] }])).toEqual([]);
  });
});
