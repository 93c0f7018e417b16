import { describe, expect, test } from "vitest";
import { OutputSplitter } from "./split-output.ts";

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

function collect(chunks: Buffer[]): Record<string, string> {
  const splitter = new OutputSplitter();
  const texts: Record<string, string> = { stdout: "", stderr: "" };
  for (const chunk of chunks) for (const { stream, bytes } of splitter.split(chunk)) texts[stream] += bytes.toString();
  return texts;
}

describe("multiplexed output", () => {
  const whole = Buffer.concat([frame(1, "out one\n"), frame(2, "err\n"), frame(1, ""), frame(1, "out two\n")]);

  test("is taken apart by stream", () => {
    expect(collect([whole])).toEqual({ stdout: "out one\nout two\n", stderr: "err\n" });
  });

  test("however it was cut", () => {
    for (let size = 1; size <= whole.length; size += 1) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size));
      expect(collect(chunks)).toEqual({ stdout: "out one\nout two\n", stderr: "err\n" });
    }
  });

  test("a frame's beginning is passed on before its end is there", () => {
    const splitter = new OutputSplitter();
    const pieces = [...splitter.split(frame(1, "a long line").subarray(0, 12))];
    expect(pieces.map(({ bytes }) => bytes.toString())).toEqual(["a lo"]);
  });
});
