// A checkout as it is cloned: no dependencies, nothing built, one command.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkout } from "../harness/checkout.ts";
import { startInstance } from "../harness/instance.ts";

/** Installing takes as long as the network does. */
const timeoutMs = 300_000;

test("npm start on a fresh clone installs, builds and starts", { timeout: timeoutMs }, async () => {
  const clone = mkdtempSync(join(tmpdir(), "skerry-clone-"));
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: checkout, encoding: "utf8" }).split("\0");
  for (const file of files.filter((one) => one !== "" && existsSync(join(checkout, one)))) {
    cpSync(join(checkout, file), join(clone, file));
  }
  expect(existsSync(join(clone, "node_modules"))).toBe(false);
  const instance = await startInstance({ root: clone, parameters: ["--no-agent"] });
  expect(await instance.tools.kubectl("get", "--raw", "/healthz")).toBe("ok");
  expect(instance.stderr()).toContain("Installing dependencies");
  expect(existsSync(join(clone, "dist/cli.js"))).toBe(true);
  expect(dirname(instance.dataDir)).toBe(tmpdir());
  expect(await instance.interrupt()).toBe(0);
});
