// Runs the network tests in namespaces of their own: whatever they make is gone when they end, and nothing on the host is touched.
// usage: node test/network/run.mjs [vitest arguments]
//        node test/network/run.mjs --measure
import { spawn, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const root = join(here, "../..");
const reason = whyNot();
if (reason) {
  console.log(`network tests not run: ${reason}`);
  process.exit(0);
}

const script = 'mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && ip link set lo up && exec "$@"';
const vitest = ["scripts/run.mjs", "node_modules/vitest/vitest.mjs", "run", "--config", join(here, "vitest.config.ts")];
const measure = ["scripts/run.mjs", join(here, "measure.ts")];
const program = process.argv[2] === "--measure" ? measure : [...vitest, ...process.argv.slice(2)];
const command = ["sh", "-c", script, "sh", process.execPath, ...program];
const child = spawn("unshare", [...namespaces, ...command], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, SKERRY_NETWORK_LAB: "1" },
});
child.on("exit", (code) => process.exit(code ?? 1));

/** Why this machine can't run them, or undefined. */
function whyNot() {
  if (process.platform !== "linux") return "they need Linux";
  if (process.getuid?.() !== 0) return "they need root";
  for (const tool of ["ip", "nft", "unshare", "nsenter", "curl"]) {
    if (spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0) return `they need \`${tool}\``;
  }
  const tried = spawnSync("unshare", [...namespaces, "nft", "list", "tables"], { encoding: "utf8" });
  return tried.status === 0 ? undefined : `namespaces or nftables are not allowed here (${tried.stderr.trim()})`;
}
