// Figures of the node link on this machine: `node scripts/run.mjs test/tunnel/bench.ts`. Needs Docker.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { testDocker } from "../agent/test-docker.ts";
import { CommandClient } from "./harness/command-client.ts";
import { startNode } from "./harness/node.ts";
import { makePod } from "./harness/pod.ts";
import { SpdyClient } from "./harness/spdy-client.ts";
import { startWorkerd } from "./harness/workerd.ts";

const docker = testDocker();
const workerd = await startWorkerd();
const pod = await makePod(docker, "bench");
await pod.run("app", ["sh", "-c", "while true; do nc -l -p 7 -e cat; done"]);
await pod.run("lines", ["sh", "-c", "yes 0123456789abcdefghijklmnopqrstuvwxyz0123456789 | head -n 1000000"]);
await fetch(`${workerd.url}/given-pod`, { method: "POST", body: JSON.stringify({ metadata: pod.ref }) });
const node = await startNode(workerd.url, docker);
const base = `${workerd.url}/api/v1/namespaces/default/pods/bench`;

function exec(command: readonly string[], streams: string): CommandClient {
  const query = new URLSearchParams(streams);
  query.set("container", "app");
  for (const one of command) query.append("command", one);
  return new CommandClient(`${base}/exec?${query}`);
}

/** Of workerd itself: the launcher's child. */
function workerdMemory(): number {
  const children = readFileSync(`/proc/${workerd.pid}/task/${workerd.pid}/children`, "utf8").trim().split(" ");
  const status = readFileSync(`/proc/${children[0] || workerd.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}

async function keystrokes(): Promise<[number, number]> {
  const shell = exec(["cat"], "stdin=true&stdout=true");
  await shell.open;
  const times: number[] = [];
  for (let count = 0; count < 2000; count += 1) {
    const before = performance.now();
    const echo = new Promise<void>((done) => shell.socket.once("message", () => done()));
    shell.send(0, "x");
    await echo;
    times.push(performance.now() - before);
  }
  shell.end(0);
  await shell.result;
  times.sort((one, other) => one - other);
  return [percentile(times, 0.5), percentile(times, 0.99)];
}

async function download(megabytes: number): Promise<number> {
  const before = performance.now();
  const dd = exec(["dd", "if=/dev/zero", "bs=64k", `count=${megabytes * 16}`], "stdout=true");
  await dd.result;
  if (dd.bytes(1) !== megabytes * 1024 * 1024) throw new Error(`${dd.bytes(1)} bytes`);
  return megabytes / ((performance.now() - before) / 1000);
}

async function upload(megabytes: number, command: readonly string[]): Promise<{ rate: number; error: string }> {
  const sink = exec(command, "stdin=true&stdout=true&stderr=true");
  await sink.open;
  const chunk = Buffer.alloc(32 * 1024, 7);
  const before = performance.now();
  for (let sent = 0; sent < megabytes * 32; sent += 1) {
    sink.send(0, chunk);
    // As fast as the connection takes it, like kubectl.
    if (sink.socket.readyState !== sink.socket.OPEN) break;
    while (sink.socket.bufferedAmount > 1024 * 1024 && sink.socket.readyState === sink.socket.OPEN)
      await new Promise((done) => setImmediate(done));
  }
  if (sink.socket.readyState === sink.socket.OPEN) sink.end(0);
  const { error } = await sink.result;
  return { rate: megabytes / ((performance.now() - before) / 1000), error };
}

async function echo(megabytes: number): Promise<number> {
  const client = new SpdyClient();
  await client.open(`${base}/portforward`);
  const { data } = await client.forward(7);
  const before = performance.now();
  const chunk = Buffer.alloc(32 * 1024, 7);
  for (let sent = 0; sent < megabytes * 32; sent += 1) {
    data.send(chunk);
    // The agent shares this process: it must get its turn.
    await new Promise((done) => setImmediate(done));
  }
  data.end();
  await data.received;
  client.socket.close();
  return megabytes / ((performance.now() - before) / 1000);
}

async function logs(): Promise<number> {
  const before = performance.now();
  const text = await (await fetch(`${base}/log?container=lines`)).text();
  return text.length / 1024 / 1024 / ((performance.now() - before) / 1000);
}

const figures: Record<string, number | string> = {};
async function measure(name: string, figure: () => Promise<number | string> | number): Promise<void> {
  figures[name] = await figure();
  console.log(`${name}: ${figures[name]}`);
}

await measure("workerdBeforeMB", workerdMemory);
const [p50, p99] = await keystrokes();
await measure("keystrokeP50Ms", () => p50);
await measure("keystrokeP99Ms", () => p99);
await measure("stdoutMBs", () => download(300));
await measure("uploadMBs", async () => (await upload(300, ["sh", "-c", "cat > /dev/null"])).rate);
await measure("uploadToDiskMBs", async () => (await upload(300, ["sh", "-c", "cat > /tmp/file"])).rate);
await measure("slowUpload", async () => (await upload(100, ["sh", "-c", "sleep 3; cat > /dev/null"])).error);
await measure("portForwardEchoMBs", () => echo(50));
await measure("logsMBs", logs);
await measure("workerdAfterMB", workerdMemory);
console.table(figures);
mkdirSync(resolve(import.meta.dirname, "../../reports"), { recursive: true });
writeFileSync(resolve(import.meta.dirname, "../../reports/bench-link.json"), JSON.stringify(figures, null, 2));
node.link.stop();
await pod.remove();
await workerd.stop();
process.exit(0);
