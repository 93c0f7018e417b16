import { expect, test } from "vitest";
import { conformanceTests } from "../list/conformance-tests.ts";
import { waitsFor } from "../not-yet.ts";
import { conformanceResults, renderConformance } from "./conformance-report.ts";

const tests = [
  { area: "sig-a", name: "one", needs: "A" },
  { area: "sig-a", name: "two", needs: "CSN" },
  { area: "sig-b", name: "three", needs: "A" },
];
const assertionResults = [
  { title: "one", status: "passed" },
  { title: "three", status: "skipped" },
];

test("what passed, what failed, and what waits for what", () => {
  const results = conformanceResults(tests, { testResults: [{ assertionResults }] }, () => "pods");
  expect(results).toEqual([
    { area: "sig-a", name: "one", needs: "A", outcome: "passed" },
    { area: "sig-a", name: "two", needs: "CSN", outcome: "not yet", waitsFor: "pods" },
    { area: "sig-b", name: "three", needs: "A", outcome: "failed" },
  ]);
  expect(renderConformance(results).split("\n").at(-1)).toBe("1 passed, 1 failed, 1 not yet of 3");
  expect(renderConformance(results)).toContain("    1  pods");
});

test("the list is upstream's 444, each name once", () => {
  expect(conformanceTests).toHaveLength(444);
  expect(new Set(conformanceTests.map(({ name }) => name)).size).toBe(444);
});

test("each one that is missing would say why", () => {
  expect(conformanceTests.map(waitsFor).filter((reason) => reason === "")).toEqual([]);
});
