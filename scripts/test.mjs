// `npm test`: from a fresh clone to one table of everything that this machine can run.
// usage: npm test [-- STAGE ...]
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";
import { modernNode } from "./modern-node.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
try {
  ensureDependencies(root);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const flags = ["--disable-warning=ExperimentalWarning", join(root, "scripts/test/run.ts")];
const child = spawn(modernNode(), [...flags, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
// The terminal's Ctrl-C reaches the child by itself; it tidies up, and we wait for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
