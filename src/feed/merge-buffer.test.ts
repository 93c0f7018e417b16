// The buffer that puts changes of many namespaces into one order.
import { expect, test } from "vitest";
import { change } from "../../test/contract/feed-bench.ts";
import { MergeBuffer } from "./merge-buffer.ts";

function names(buffer: MergeBuffer, limit: number): string[] {
  return buffer.take(limit).map((one) => one.name);
}

test("[F3] takes out what is below the limit, in revision order over all namespaces", () => {
  const buffer = new MergeBuffer();
  buffer.add("a", [change(10, "a10"), change(30, "a30")]);
  buffer.add("b", [change(20, "b20"), change(40, "b40")]);
  buffer.add("a", [change(50, "a50")]);
  expect(buffer.last).toBe(50);
  expect(names(buffer, 9)).toEqual([]);
  expect(names(buffer, 30)).toEqual(["a10", "b20", "a30"]);
  expect([buffer.count("a"), buffer.count("b")]).toEqual([1, 1]);
  expect(names(buffer, Number.POSITIVE_INFINITY)).toEqual(["b40", "a50"]);
  expect([buffer.isEmpty, buffer.last]).toEqual([true, 0]);
});

test("forgets what is to be read again", () => {
  const buffer = new MergeBuffer();
  buffer.add("a", [change(10, "a10"), change(30, "a30")]);
  buffer.drop("a", 10);
  buffer.drop("b", 0);
  expect(names(buffer, 99)).toEqual(["a10"]);
});
