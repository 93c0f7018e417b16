// What makes the next start build.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isBuilt, sourceStamp, stampPath } from "./build-stamp.mjs";

let root = "";
function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skerry-stamp-"));
  write("src/a.ts", "a");
  write("src/deep/b.ts", "b");
  write("wrangler.toml", "name = 1");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ["a source", "src/a.ts"],
  ["a new file", "agents/node/new.ts"],
  ["the Worker's description", "wrangler.toml"],
  ["a dependency", "package-lock.json"],
  ["the build itself", "scripts/build.ts"],
])("%s", (_name, path) => {
  const before = sourceStamp(root);
  write(path, "changed");
  expect(sourceStamp(root)).not.toBe(before);
});

test.each([
  ["a test", "src/a.test.ts"],
  ["a page of documentation", "src/README.md"],
  ["what is no source", "docs/a.txt"],
])("not %s", (_name, path) => {
  const before = sourceStamp(root);
  write(path, "changed");
  expect(sourceStamp(root)).toBe(before);
});

test("not a new date, and not moving content from one file to the next", () => {
  const before = sourceStamp(root);
  utimesSync(join(root, "src/a.ts"), 1, 1);
  expect(sourceStamp(root)).toBe(before);
  write("src/a.ts", "");
  write("src/deep/b.ts", "ab");
  expect(sourceStamp(root)).not.toBe(before);
});

test("a build is taken for one of these sources only with their stamp", () => {
  const stamp = sourceStamp(root);
  expect(isBuilt(root, stamp)).toBe(false);
  mkdirSync(dirname(stampPath(root)), { recursive: true });
  writeFileSync(stampPath(root), stamp);
  expect(isBuilt(root, stamp)).toBe(true);
  write("src/a.ts", "changed");
  expect(isBuilt(root, sourceStamp(root))).toBe(false);
});
