// Columns.
import { expect, test } from "vitest";
import { table } from "./table.ts";

test("columns are as wide as their widest cell, and lines end without blanks", () => {
  expect(
    table([
      ["ID", "STATE"],
      ["a-long-id", "ready"],
      ["b", ""],
    ]),
  ).toBe("ID          STATE\na-long-id   ready\nb\n");
});
