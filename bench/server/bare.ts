// The bare engine: the same workerd with the same configuration but for the Worker, which does next to nothing.
import { spawn } from "node:child_process";
import { closeSync, copyFileSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDir, makeDataDir } from "../../src/cli/data-dir.ts";
import { ensureCertificates } from "../../src/cli/tls/ensure-certificates.ts";
import { manifestSchema, workerdConfig } from "../../src/cli/workerd-config.ts";
import { systemClock } from "../../src/platform/node/clock.ts";
import { systemRandom } from "../../src/platform/node/random.ts";
import { openConnection } from "../load/connection.ts";
import { freePort } from "./free-port.ts";
import type { Server } from "./server.ts";

const root = resolve(import.meta.dirname, "../..");
const startWithinMs = 10_000;

export function workerdBinary(): string {
  return (createRequire(join(root, "package.json"))("workerd") as { default: string }).default;
}

/** What was built says which date and flags the Worker runs with. */
function bareManifest() {
  const built = manifestSchema.parse(JSON.parse(readFileSync(join(root, "dist/worker/manifest.json"), "utf8")));
  return { ...built, durableObjects: [{ binding: "BARE", className: "Bare" }], vars: {} };
}

async function answers(server: Omit<Server, "pid" | "stop">): Promise<boolean> {
  try {
    const connection = await openConnection(server.endpoint);
    const { code } = await connection.send({ method: "GET", path: "/answer" });
    connection.close();
    return code === 200;
  } catch {
    return false;
  }
}

/** Call after the first start of a control plane, which builds. `folder` is to be removed afterwards. */
export async function startBare(folder: string): Promise<Server> {
  const dir = dataDir(folder);
  makeDataDir(dir);
  const port = await freePort();
  const names = { dns: ["localhost"], ip: ["127.0.0.1"] };
  const context = { nowMs: systemClock.now(), random: systemRandom };
  const { caCertificate } = await ensureCertificates(dir.tls, names, context);
  copyFileSync(join(import.meta.dirname, "../bare/worker.mjs"), dir.run.worker);
  const config = workerdConfig(bareManifest(), {
    address: `127.0.0.1:${port}`,
    worker: "worker.js",
    serverKey: "../tls/server.key",
    serverCertificate: "../tls/server.crt",
    assets: dir.run.folder,
    objects: dir.objects,
    vars: {},
    secrets: [],
  });
  writeFileSync(dir.run.workerdConfig, config);
  const log = openSync(dir.logs.workerd, "a");
  const child = spawn(workerdBinary(), ["serve", dir.run.workerdConfig], { stdio: ["ignore", log, log] });
  closeSync(log);
  const endpoint = { port, ca: caCertificate, token: "none" };
  async function stop(): Promise<void> {
    if (child.exitCode !== null) return;
    const exited = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGKILL");
    await exited;
  }
  for (let waitedMs = 0; waitedMs < startWithinMs; waitedMs += 50) {
    if (await answers({ endpoint })) return { endpoint, pid: child.pid ?? 0, stop };
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  await stop();
  throw new Error(`the bare engine did not start:\n${readFileSync(dir.logs.workerd, "utf8").slice(-2000)}`);
}
