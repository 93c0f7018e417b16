import { expect, test } from "vitest";
import { mark, SentMarks } from "./sent-marks.ts";

const event = (write: number) => `{"type":"MODIFIED","object":{"data":{"mark":"${mark(write)}","pad":"xxx"}}}\n`;

test.each([1, 5, 40, 1000])("every event is found once, in pieces of %i bytes", (size) => {
  const bytes = Buffer.from(`${event(1)}\n{"type":"BOOKMARK"}\n${event(2)}${event(77)}`);
  const marks = new SentMarks();
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...marks.read(bytes.subarray(at, at + size)));
  expect(found).toEqual([1, 2, 77]);
});

test("an event counts when it is complete", () => {
  const marks = new SentMarks();
  const bytes = Buffer.from(event(5));
  expect(marks.read(bytes.subarray(0, -1))).toEqual([]);
  expect(marks.read(bytes.subarray(-1))).toEqual([5]);
});
