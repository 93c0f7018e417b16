// `npm run bench`: from a fresh clone to a table of how fast this machine serves.
// usage: npm run bench [-- --quick] [-- --only NAME] [-- --rounds N] [-- --aims]
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "../scripts/dependencies.mjs";
import { modernNode } from "../scripts/modern-node.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
try {
  ensureDependencies(root);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const main = fileURLToPath(new URL("bench.ts", import.meta.url));
const child = spawn(modernNode(), ["--disable-warning=ExperimentalWarning", main, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// The terminal's Ctrl-C reaches the child by itself; it stops what it started, and we wait for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
