// Brings node_modules in line with package-lock.json, when it isn't: the first start of a fresh clone, or after a pull.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * The packages of `lock` that `installed` (npm's own record inside node_modules) lacks or has in another version.
 * Optional ones may be missing: most of them are for other platforms.
 */
export function staleDependencies(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => {
      if (path === "") return false;
      const found = installed.packages[path];
      if (found === undefined) return !(wanted.optional || wanted.devOptional);
      return found.version !== wanted.version || found.integrity !== wanted.integrity;
    })
    .map(([path]) => path);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** npm's command line; the one that runs us when there is one. */
function npmCommand() {
  const running = process.env.npm_execpath ?? "";
  return basename(running) === "npm-cli.js" ? [process.execPath, running] : ["npm"];
}

/** Installs what is missing. Throws when npm can't; its own words are on the terminal by then. */
export function ensureDependencies(root) {
  const installed = readJson(join(root, "node_modules/.package-lock.json"));
  const lock = readJson(join(root, "package-lock.json"));
  if (installed !== undefined && staleDependencies(lock, installed).length === 0) return;
  // Not `npm ci`: it refuses a lock that lacks other platforms' optional packages, and does over again what is there.
  // This installs the lock's versions, too, and leaves the lock as it is.
  const [command, ...before] = npmCommand();
  process.stderr.write(installed === undefined ? "Installing dependencies ...\n" : "Updating dependencies ...\n");
  const flags = ["--no-save", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = spawnSync(command, [...before, "install", ...flags], { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.status !== 0) throw new Error("npm install failed; nothing was started.");
}
