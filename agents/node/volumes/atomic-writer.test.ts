// Files of a volume: all the old or all the new, whenever somebody looks and whenever the agent ends.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPayload, writePayload } from "./atomic-writer.ts";
import { cleanPayload, type Payload, PayloadError, payloadPathProblem } from "./payload.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-writer-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nowMs = Date.UTC(2026, 0, 31, 12, 0, 59);

function payload(files: Record<string, string>, mode = 0o644): Payload {
  return new Map(Object.entries(files).map(([path, text]) => [path, { bytes: Buffer.from(text), mode }]));
}

function write(files: Payload): Promise<boolean> {
  return writePayload(folder, files, { nowMs, own: async () => {} });
}

const read = (path: string) => readFileSync(join(folder, path), "utf8");
const hidden = () => readdirSync(folder).filter((name) => name.startsWith(".."));
const visible = () => readdirSync(folder).filter((name) => !name.startsWith(".."));

describe("writing", () => {
  test("files lie behind one link, with their modes, in folders anybody can enter", async () => {
    const files = new Map([...payload({ colour: "red" }), ...payload({ "deep/er/secret": "s" }, 0o400)]);
    expect(await write(files)).toBe(true);
    expect(visible()).toEqual(["colour", "deep"]);
    expect(readlinkSync(join(folder, "colour"))).toBe("..data/colour");
    expect(readlinkSync(join(folder, "..data"))).toMatch(/^\.\.2026_01_31_12_00_59\..{6}$/);
    expect(read("deep/er/secret")).toBe("s");
    const mode = (path: string) => (statSync(join(folder, path)).mode & 0o7777).toString(8);
    expect([mode("colour"), mode("deep/er/secret"), mode("deep/er"), mode("..data/")]).toEqual([
      "644",
      "400",
      "755",
      "755",
    ]);
  });

  test("the same again writes nothing", async () => {
    await write(payload({ colour: "red" }));
    const before = readlinkSync(join(folder, "..data"));
    expect(await write(payload({ colour: "red" }))).toBe(false);
    expect(readlinkSync(join(folder, "..data"))).toBe(before);
  });

  test("a change replaces all at once and leaves nothing of the old; an open file stays what it was", async () => {
    await write(payload({ colour: "red", size: "XL", "folder/a": "1" }));
    const old = readlinkSync(join(folder, "..data"));
    expect(await write(payload({ colour: "blue", "other/b": "2" }))).toBe(true);
    expect(readlinkSync(join(folder, "..data"))).not.toBe(old);
    expect(read("colour")).toBe("blue");
    expect(visible()).toEqual(["colour", "other"]);
    expect(hidden()).toHaveLength(2);
  });

  test("a file that is gone is a change, also when all others stay", async () => {
    await write(payload({ colour: "red", size: "XL" }));
    expect(await write(payload({ colour: "red" }))).toBe(true);
    expect(visible()).toEqual(["colour"]);
  });

  test("nothing is a payload too", async () => {
    expect(await hasPayload(folder)).toBe(false);
    expect(await write(payload({}))).toBe(true);
    expect(visible()).toEqual([]);
    expect(await hasPayload(folder)).toBe(true);
    expect(await write(payload({}))).toBe(false);
  });

  test("[V1] what an end in the middle leaves is cleared, and what is missing is made", async () => {
    mkdirSync(join(folder, "..2026_01_01_00_00_00.abcdef"));
    symlinkSync("..2026_01_01_00_00_00.abcdef", join(folder, "..data_tmp"));
    await write(payload({ colour: "red" }));
    expect(hidden()).toHaveLength(2);
    // After the link had been replaced, before the names were made.
    rmSync(join(folder, "colour"));
    expect(await write(payload({ colour: "red" }))).toBe(false);
    expect(read("colour")).toBe("red");
  });

  test("[V1] a reader never sees a mixture", async () => {
    const of = (round: number) => payload({ a: `${round}`, b: `${round}`.repeat(1000) });
    await write(of(0));
    let mixtures = 0;
    let looks = 0;
    let done = false;
    const reader = (async () => {
      while (!done) {
        const at = readlinkSync(join(folder, "..data"));
        const [a, b] = [read(join(at, "a")), read(join(at, "b"))];
        if (b !== a.repeat(1000)) mixtures += 1;
        looks += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let round = 1; round <= 50; round += 1) {
      // A reader that holds the old folder may lose it: it begins again at the link.
      await write(of(round % 10));
    }
    done = true;
    await reader.catch(() => undefined);
    expect(mixtures).toBe(0);
    expect(looks).toBeGreaterThan(0);
  });
});

describe("paths", () => {
  test.each([
    ["", 'invalid path: must not be empty: ""'],
    ["/etc/passwd", "invalid path: must be relative path: /etc/passwd"],
    ["../x", "invalid path: must not contain '..': \"../x\""],
    ["a/../../x", "invalid path: must not contain '..': \"a/../../x\""],
    ["..data", "invalid path: must not start with '..': \"..data\""],
    ["..2026/x", "invalid path: must not start with '..': \"..2026/x\""],
    ["a\0b", 'invalid path: must not contain NUL: "a\\u0000b"'],
    ["a".repeat(256), "invalid path: filenames must be less than or equal to 255 characters"],
    ["a/".repeat(2049), "invalid path: must be less than or equal to 4096 characters"],
  ])("%j is refused", async (path, problem) => {
    expect(payloadPathProblem(path)).toBe(problem);
    await expect(write(payload({ [path]: "x" }))).rejects.toThrow(PayloadError);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("odd but harmless ones are made plain", () => {
    expect([...cleanPayload(payload({ "a//b/./c": "1", ".d": "2", "e..": "3" })).keys()]).toEqual([
      "a/b/c",
      ".d",
      "e..",
    ]);
    expect(() => cleanPayload(payload({ "./": "1" }))).toThrow("must not be empty");
    // What looks harmless only until it is made plain.
    expect(() => cleanPayload(payload({ "./..data": "1" }))).toThrow("must not start with");
  });
});
