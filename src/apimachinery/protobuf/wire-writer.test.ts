import { describe, expect, test } from "vitest";
import { WireReader } from "./wire-reader.ts";
import { WireWriter } from "./wire-writer.ts";

function written(write: (out: WireWriter) => void): WireReader {
  const out = new WireWriter();
  write(out);
  return new WireReader(out.written);
}

describe("WireWriter", () => {
  test("writes the bytes of protobuf's own example", () => {
    const out = new WireWriter();
    out.int64(1, 150);
    expect([...out.written]).toEqual([0x08, 0x96, 0x01]);
  });

  test.each([0, 1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -1, -(2 ** 40)])("int64 %d", (value) => {
    const reader = written((out) => out.int64(20, value));
    expect(reader.tag()).toBe(20 * 8);
    expect(reader.int64()).toBe(value);
    expect(reader.isAtEnd).toBe(true);
  });

  test.each([0.5, -1e300, 2 ** 40])("double %d", (value) => {
    const reader = written((out) => out.double(2, value));
    expect(reader.tag()).toBe(17);
    expect(reader.double()).toBe(value);
  });

  test("strings and messages beyond the first buffer", () => {
    const long = "ä".repeat(5000);
    const reader = written((out) => {
      out.message(1, (inner) => {
        inner.bool(3, true);
        inner.string(4, long);
      });
      out.string(2, "");
    });
    expect(reader.tag()).toBe(10);
    const inner = reader.message();
    expect([inner.tag(), inner.uint32(), inner.tag(), inner.string()]).toEqual([24, 1, 34, long]);
    expect([reader.tag(), reader.string(), reader.isAtEnd]).toEqual([18, "", true]);
  });
});
