// One build at a time.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withBuildLock } from "./build-lock.mjs";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skerry-lock-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("the second waits for the first, also when the first fails", async () => {
  const order: string[] = [];
  const first = withBuildLock(root, async () => {
    order.push("first begins");
    await sleep(150);
    order.push("first fails");
    throw new Error("no");
  });
  const second = withBuildLock(root, () => order.push("second"));
  await expect(first).rejects.toThrow("no");
  await second;
  expect(order).toEqual(["first begins", "first fails", "second"]);
  expect(existsSync(join(root, "dist/lock"))).toBe(false);
});

test("a holder that has died holds nothing", async () => {
  mkdirSync(join(root, "dist"));
  writeFileSync(join(root, "dist/lock"), "999999999");
  expect(await withBuildLock(root, () => "done")).toBe("done");
});
