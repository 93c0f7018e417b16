// Paths in a volume whose owner is an enemy: nothing outside is ever opened, made or changed.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OutsideError, openOrMakeWithin, openWithin, pathOfHandle } from "./open-within.ts";

let place: string;
let volume: string;
let outside: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "skerry-within-"));
  volume = join(place, "volume");
  outside = join(place, "outside");
  mkdirSync(join(volume, "a/b"), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(volume, "a/file"), "inside");
  writeFileSync(join(outside, "file"), "outside");
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

async function contentOf(path: string): Promise<string> {
  const handle = await openWithin(volume, path);
  try {
    return readFileSync(pathOfHandle(handle), "utf8");
  } finally {
    await handle.close();
  }
}

async function made(path: string): Promise<void> {
  await (await openOrMakeWithin(volume, path, 0o2770)).close();
}

describe("opening", () => {
  test("a file, by plain and by odd paths", async () => {
    expect(await contentOf("a/file")).toBe("inside");
    expect(await contentOf("./a//./file")).toBe("inside");
  });

  test("links are followed as long as they stay within", async () => {
    symlinkSync("a", join(volume, "link"));
    symlinkSync("../a/file", join(volume, "a/up-and-down"));
    symlinkSync(join(volume, "a"), join(volume, "absolute"));
    expect(await contentOf("link/file")).toBe("inside");
    expect(await contentOf("a/up-and-down")).toBe("inside");
    expect(await contentOf("absolute/file")).toBe("inside");
  });

  test.each([
    ["an absolute link", () => symlinkSync(outside, join(volume, "x")), "x/file"],
    ["a relative link", () => symlinkSync("../outside", join(volume, "x")), "x/file"],
    ["a link to a file", () => symlinkSync("../outside/file", join(volume, "x")), "x"],
    ["a link in the middle", () => symlinkSync("../../outside", join(volume, "a/x")), "a/x/file"],
    ["a link to the root", () => symlinkSync("/", join(volume, "x")), "x/etc"],
    [
      "a neighbour whose name begins alike",
      () => {
        mkdirSync(`${volume}-2`);
        symlinkSync("../volume-2", join(volume, "x"));
      },
      "x",
    ],
    ["steps back", () => {}, "../outside/file"],
  ])("[V2] %s that leads out is refused", async (_name, prepare, path) => {
    prepare();
    await expect(contentOf(path)).rejects.toThrow(OutsideError);
  });

  test("the volume itself may be reached by a link", async () => {
    symlinkSync(volume, join(place, "by-link"));
    const handle = await openWithin(join(place, "by-link"), "a/file");
    expect(readFileSync(pathOfHandle(handle), "utf8")).toBe("inside");
    await handle.close();
  });

  test("an open place stays what it is when its name becomes another's", async () => {
    const handle = await openWithin(volume, "a");
    renameSync(join(volume, "a"), join(volume, "old"));
    symlinkSync(outside, join(volume, "a"));
    expect(readdirSync(pathOfHandle(handle)).sort()).toEqual(["b", "file"]);
    await handle.close();
  });

  test("[V2] a path that is swapped while it is walked leads nowhere, or within", async () => {
    let stop = false;
    const enemy = (async () => {
      while (!stop) {
        renameSync(join(volume, "a"), join(volume, "hidden"));
        symlinkSync(outside, join(volume, "a"));
        await new Promise((resolve) => setImmediate(resolve));
        rmSync(join(volume, "a"));
        renameSync(join(volume, "hidden"), join(volume, "a"));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const seen = new Set<string>();
    for (let round = 0; round < 300; round += 1) {
      seen.add(await contentOf("a/file").catch((error: NodeJS.ErrnoException) => error.code ?? error.name));
    }
    stop = true;
    await enemy;
    expect(seen).not.toContain("outside");
    expect(seen).toContain("inside");
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe("making", () => {
  test("missing folders are made with the volume's own rights", async () => {
    await made("a/new/deep");
    expect(statSync(join(volume, "a/new/deep")).mode & 0o7777).toBe(0o2770);
    expect(statSync(join(volume, "a/new")).mode & 0o7777).toBe(0o2770);
  });

  test("what is there is left as it is", async () => {
    chmodSync(join(volume, "a/b"), 0o700);
    await made("a/b");
    await made("a/file");
    expect(statSync(join(volume, "a/b")).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(volume, "a/file"), "utf8")).toBe("inside");
  });

  test.each([
    ["behind a link that leads out", () => symlinkSync(outside, join(volume, "x")), "x/new"],
    ["at a link to what isn't there, outside", () => symlinkSync(join(outside, "new"), join(volume, "x")), "x/deep"],
    ["at a dangling link itself", () => symlinkSync(join(outside, "new"), join(volume, "x")), "x"],
    ["by steps back", () => {}, "none/../../outside/new"],
    ["by steps back at the end", () => {}, "none/.."],
  ])("nothing is made outside: %s", async (_name, prepare, path) => {
    prepare();
    await expect(made(path)).rejects.toThrow();
    expect(readdirSync(outside)).toEqual(["file"]);
    expect(existsSync(join(outside, "new"))).toBe(false);
  });

  test("[V2] nor while the path is swapped", async () => {
    let stop = false;
    const enemy = (async () => {
      while (!stop) {
        rmSync(join(volume, "swap"), { recursive: true, force: true });
        mkdirSync(join(volume, "swap"), { recursive: true });
        await new Promise((resolve) => setImmediate(resolve));
        rmSync(join(volume, "swap"), { recursive: true, force: true });
        try {
          symlinkSync(outside, join(volume, "swap"));
        } catch {
          // The other side has just made a folder of that name.
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let round = 0; round < 200; round += 1) await made(`swap/n${round}/deep`).catch(() => undefined);
    stop = true;
    await enemy;
    expect(readdirSync(outside)).toEqual(["file"]);
  });
});
