import { expect, test } from "vitest";
import { renderAims, renderSection } from "./render.ts";
import type { Section } from "./section.ts";

const section: Section = {
  name: "requests",
  title: "as many as are answered",
  rows: [
    { name: "bare row", figures: { "req/s": 5230.4, "p50 ms": 2.345 } },
    { name: "get", figures: { "req/s": 4100, "of bare %": 78.39 } },
  ],
  aims: [
    { what: "get", value: 78.4, limit: 75, unit: "%", sense: "at least" },
    { what: "list", value: 71, limit: 60, unit: "ms", sense: "at most" },
  ],
  remarks: ["no pods: no Docker"],
};

test("one table a section, its columns those that any row has", () => {
  expect(renderSection(section)).toBe(
    [
      "requests: as many as are answered",
      "             req/s   p50 ms   of bare %",
      "  bare row    5230     2.35",
      "  get         4100                 78.4",
      "  no pods: no Docker",
      "",
    ].join("\n"),
  );
});

test("an aim is held or missed, whichever way it points", () => {
  expect(renderAims([section])).toBe(
    [
      "aims",
      "         measured             aim",
      "  get      78.4 %   at least 75 %    holds",
      "  list      71 ms   at most 60 ms   MISSED",
      "",
    ].join("\n"),
  );
});
