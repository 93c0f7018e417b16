// Joining a chunk's frames must change neither bytes nor order.
import { describe, expect, test } from "vitest";
import { seeded } from "../../../test/tunnel/seeded.ts";
import { OutputSplitter } from "../docker/split-output.ts";
import { LogText } from "./log-text.ts";
import { outputRuns } from "./output-runs.ts";

function frame(stream: 1 | 2, text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

describe("outputRuns", () => {
  test("neighbours of one stream become one piece", () => {
    const chunk = Buffer.concat([frame(1, "a\n"), frame(1, "b\n"), frame(2, "x\n"), frame(1, "c\n")]);
    expect(outputRuns(new OutputSplitter(), chunk).map(({ stream, bytes }) => [stream, bytes.toString()])).toEqual([
      ["stdout", "a\nb\n"],
      ["stderr", "x\n"],
      ["stdout", "c\n"],
    ]);
  });

  test("however the connection cuts the frames, each stream's bytes are the same", () => {
    const random = seeded(4);
    const lines = Array.from({ length: 200 }, (_, at) => ({
      stream: (1 + random.integer(2)) as 1 | 2,
      text: `line ${at}\n`,
    }));
    const whole = Buffer.concat(lines.map(({ stream, text }) => frame(stream, text)));
    for (let round = 0; round < 50; round += 1) {
      const splitter = new OutputSplitter();
      const got = { stdout: "", stderr: "" };
      for (let at = 0; at < whole.length; ) {
        const end = Math.min(whole.length, at + 1 + random.integer(100));
        for (const { stream, bytes } of outputRuns(splitter, whole.subarray(at, end))) got[stream] += bytes.toString();
        at = end;
      }
      const wanted = (stream: 1 | 2) =>
        lines
          .filter((line) => line.stream === stream)
          .map(({ text }) => text)
          .join("");
      expect(got).toEqual({ stdout: wanted(1), stderr: wanted(2) });
    }
  });
});

describe("LogText", () => {
  test("the limit cuts within a line, and then nothing more is wanted", () => {
    const log = new LogText({ tty: false, limitBytes: 5 });
    expect(log.read(frame(1, "abc")).toString()).toBe("abc");
    expect(log.full).toBe(false);
    expect(log.read(Buffer.concat([frame(2, "de"), frame(1, "fg")])).toString()).toBe("de");
    expect(log.full).toBe(true);
    expect(log.read(frame(1, "more")).length).toBe(0);
  });

  test("a terminal's log is not framed", () => {
    expect(new LogText({ tty: true, limitBytes: undefined }).read(Buffer.from([1, 0, 0, 0])).length).toBe(4);
  });
});
