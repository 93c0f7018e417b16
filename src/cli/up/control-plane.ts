// The control plane's process: workerd, from its files to its first answer.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hostname, networkInterfaces } from "node:os";
import { join, relative } from "node:path";
import { type ControlPlane, callControlPlane } from "../control-plane-client.ts";
import type { DataDir } from "../data-dir.ts";
import { healthyWithinMs, pollMs, stopGraceMs } from "../limits.ts";
import { writePrivateFile } from "../private-file.ts";
import { logTail } from "../process/log-file.ts";
import { Supervised } from "../process/supervised.ts";
import type { Secrets } from "../secrets.ts";
import { ensureCertificates } from "../tls/ensure-certificates.ts";
import { type ServerNames, serverNames } from "../tls/server-names.ts";
import { manifestSchema, workerdConfig } from "../workerd-config.ts";
import { hostAndPort, localServerUrl } from "./addresses.ts";
import type { UpOptions } from "./options.ts";
import type { UpHost } from "./up-host.ts";

export interface StartedControlPlane {
  readonly process: Supervised;
  readonly server: string;
  readonly caCertificate: string;
  /** Renews the server's certificate when its time has come, and has workerd take it. */
  renewCertificate(): Promise<void>;
}

/** workerd itself, without the script that npm would start it by. */
function workerdBinary(root: string): string {
  const found = createRequire(join(root, "package.json"))("workerd") as { default?: string };
  if (found.default === undefined || !existsSync(found.default)) {
    throw new Error(`workerd has no program for ${process.platform}-${process.arch}`);
  }
  return found.default;
}

function namesFor(listen: string): ServerNames {
  return serverNames({ listen, hostname: hostname(), interfaces: networkInterfaces() });
}

function writeConfig(root: string, dir: DataDir, options: UpOptions, caCertificate: string): void {
  const built = join(root, "dist/worker");
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(built, "manifest.json"), "utf8")));
  const assets = join(root, "dist/assets");
  mkdirSync(assets, { recursive: true });
  // A copy: what runs, also after a crash, is what was started, whatever is built meanwhile.
  copyFileSync(join(built, "worker.js"), dir.run.worker);
  const fromConfig = (path: string) => relative(dir.run.folder, path);
  const config = workerdConfig(manifest, {
    address: hostAndPort(options.listen, options.port),
    worker: fromConfig(dir.run.worker),
    serverKey: fromConfig(dir.tls.serverKey),
    serverCertificate: fromConfig(dir.tls.serverCertificate),
    assets,
    objects: dir.objects,
    vars: { CA_CERTIFICATE: caCertificate },
    secrets: ["OPERATOR_KEY"],
  });
  writePrivateFile(dir.run.workerdConfig, config);
}

async function untilHealthy(at: ControlPlane, process: Supervised, log: string, host: UpHost): Promise<void> {
  const deadlineMs = host.clock.now() + healthyWithinMs;
  while (host.clock.now() < deadlineMs) {
    host.stop.throwIfAborted();
    const answer = await callControlPlane(at, "GET", "/healthz").catch(() => undefined);
    if (answer?.code === 200) return;
    if (process.pid === undefined)
      throw new Error(`the control plane did not start. The end of ${log}:\n${logTail(log)}`);
    await host.timers.sleep(pollMs);
  }
  throw new Error(
    `the control plane is not healthy after ${healthyWithinMs / 1000} s. The end of ${log}:\n${logTail(log)}`,
  );
}

/** Resolves when the control plane answers; when it doesn't, nothing of it is left running. */
export async function startControlPlane(
  root: string,
  dir: DataDir,
  options: UpOptions,
  secrets: Secrets,
  host: UpHost,
): Promise<StartedControlPlane> {
  const issue = () => ({ nowMs: host.clock.now(), random: host.random });
  const { caCertificate } = await ensureCertificates(dir.tls, namesFor(options.listen), issue());
  writeConfig(root, dir, options, caCertificate);
  const process = new Supervised(
    {
      name: "The control plane",
      command: workerdBinary(root),
      arguments: ["serve", dir.run.workerdConfig],
      environment: { OPERATOR_KEY: secrets.operatorKey },
      log: dir.logs.workerd,
      pidFile: dir.run.workerdPid,
      stopGraceMs,
    },
    host,
  );
  const server = localServerUrl(options.listen, options.port);
  try {
    await untilHealthy({ server, caCertificate, token: undefined }, process, dir.logs.workerd, host);
  } catch (error) {
    await process.stop();
    throw error;
  }
  async function renewCertificate(): Promise<void> {
    const { renewed } = await ensureCertificates(dir.tls, namesFor(options.listen), issue(), "expiry");
    if (renewed === undefined) return;
    host.say("The server's certificate was renewed; the control plane starts anew to show it.");
    await process.restart();
  }
  return { process, server, caCertificate, renewCertificate };
}
