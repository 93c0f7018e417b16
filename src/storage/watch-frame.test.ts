// Frames and what the Worker makes of them.
import { describe, expect, test } from "vitest";
import { WatchForwarder } from "./watch-forwarder.ts";
import { decodeFrame, errorFrame, eventsFrame } from "./watch-frame.ts";

const entries = [
  { revision: 10, line: '{"a":"ü\\n"}\n' },
  { revision: 12, line: '{"b":"😀"}\n' },
];

describe("watch frames", () => {
  test("events, progress and errors are read back as they were written", () => {
    expect(decodeFrame(eventsFrame(entries, 13, true))).toEqual({
      type: "events",
      upTo: 13,
      more: true,
      heads: [
        { revision: 10, length: entries[0]?.line.length },
        { revision: 12, length: entries[1]?.line.length },
      ],
      body: entries.map((entry) => entry.line).join(""),
    });
    expect(decodeFrame(eventsFrame([], 13))).toEqual({ type: "events", upTo: 13, more: false, heads: [], body: "" });
    expect(decodeFrame(errorFrame("{}\n"))).toEqual({ type: "error", line: "{}\n" });
  });

  test("what is no frame is refused", () => {
    expect(() => decodeFrame("hello")).toThrow("no watch frame");
    expect(() => decodeFrame("hello\n")).toThrow("no watch frame");
  });

  test("[R5] the Worker drops what it forwarded before, also within a message", () => {
    const forwarder = new WatchForwarder(5);
    expect(forwarder.take(eventsFrame(entries, 12))).toMatchObject({ text: entries[0]!.line + entries[1]!.line });
    expect(forwarder.take(eventsFrame(entries, 12))).toMatchObject({ text: "" });
    const later = { revision: 14, line: "{}\n" };
    expect(forwarder.take(eventsFrame([entries[1]!, later], 14))).toEqual({
      type: "events",
      text: "{}\n",
      more: false,
    });
    expect(forwarder.revision).toBe(14);
  });

  test("progress moves the revision of the next bookmark, never back", () => {
    const forwarder = new WatchForwarder(5);
    forwarder.take(eventsFrame([], 9));
    forwarder.take(eventsFrame([], 7));
    expect(forwarder.revision).toBe(9);
  });

  test("an error ends the watch", () => {
    expect(new WatchForwarder(5).take(errorFrame("{}\n"))).toEqual({ type: "end", text: "{}\n" });
  });
});
