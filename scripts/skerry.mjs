#!/usr/bin/env node
// The `skerry` command, runnable from a fresh clone: installs, builds, and hands over to the built command line.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withBuildLock } from "./build-lock.mjs";
import { isBuilt, sourceStamp } from "./build-stamp.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { modernNode } from "./modern-node.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Skerry needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

function build() {
  // Whoever had the lock before may have done it.
  if (isBuilt(root, sourceStamp(root))) return;
  process.stderr.write("Building ...\n");
  const result = spawnSync(modernNode(), ["--disable-warning=ExperimentalWarning", join(root, "scripts/build.ts")], {
    cwd: root,
    // The figures of the build are for whoever runs it by hand; here only its complaints count.
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (result.status !== 0) throw new Error("The build failed; nothing was started.");
}

try {
  requireNode();
  ensureDependencies(root);
  if (!isBuilt(root, sourceStamp(root))) await withBuildLock(root, build);
  const { main } = await import(pathToFileURL(join(root, "dist/cli.js")).href);
  process.exitCode = await main({ root, arguments: process.argv.slice(2) });
} catch (error) {
  process.stderr.write(`skerry: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
