// Runs a script on a Node that is new enough (type stripping, node:sqlite): this one, or the one that npm installed.
// usage: node scripts/run.mjs FILE [ARG ...]
import { spawn } from "node:child_process";
import { modernNode } from "./modern-node.mjs";

const child = spawn(modernNode(), ["--disable-warning=ExperimentalWarning", ...process.argv.slice(2)], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
