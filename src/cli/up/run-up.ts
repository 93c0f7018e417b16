// `skerry up`: everything in order, until somebody wants it to stop, and back in the opposite order.
import { type DataDir, dataDir, makeDataDir } from "../data-dir.ts";
import { removeInstance, writeInstance } from "../instance.ts";
import { certificateLookMs, leftoverGraceMs } from "../limits.ts";
import { takeLock } from "../process/data-lock.ts";
import { tryPort } from "../process/port-owner.ts";
import { readPidFile } from "../process/process-identity.ts";
import { stopProcess } from "../process/stop-process.ts";
import { ensureSecrets } from "../secrets.ts";
import { hostAndPort } from "./addresses.ts";
import { type StartedControlPlane, startControlPlane } from "./control-plane.ts";
import { defaultClusterId, ensureDefaultCluster, writeDefaultKubeconfig } from "./default-cluster.ts";
import { NodeAgent } from "./node-agent.ts";
import type { UpOptions } from "./options.ts";
import { readyBlock } from "./ready-block.ts";
import { untilStopped } from "./stop-wish.ts";
import type { UpHost } from "./up-host.ts";

export interface UpPlace {
  /** The repository. */
  readonly root: string;
  readonly options: UpOptions;
  /** How a person runs kubectl against this instance. */
  readonly kubectlCommand: string;
}

/** A killed `up` leaves its processes behind: they would keep the port, the databases and the pods' network. */
async function endLeftovers(dir: DataDir, host: UpHost): Promise<void> {
  for (const file of [dir.run.agentPid, dir.run.workerdPid]) {
    const process = readPidFile(file);
    if (process === undefined) continue;
    host.say(`Ending a process that an earlier run left behind (pid ${process.pid}).`);
    await stopProcess(process, leftoverGraceMs, host.timers);
  }
}

/** For somebody who insists: nothing is lost, since whatever was acknowledged is on disk. */
function endAtOnce(dir: DataDir): never {
  for (const file of [dir.run.agentPid, dir.run.workerdPid]) {
    const left = readPidFile(file);
    if (left !== undefined) process.kill(left.pid, "SIGKILL");
  }
  process.exit(1);
}

async function requireFreePort({ listen, port }: UpOptions): Promise<void> {
  const outcome = await tryPort(listen, port);
  const address = hostAndPort(listen, port);
  if (outcome.type === "used") {
    const by = outcome.owner === undefined ? "another program" : outcome.owner;
    throw new Error(`${address} is in use by ${by}; choose another port with --port`);
  }
  if (outcome.type === "refused") throw new Error(`${address} can't be listened on: ${outcome.reason}`);
}

function renewInTime(controlPlane: StartedControlPlane, host: UpHost): () => void {
  let cancel = () => {};
  function look(): void {
    cancel = host.timers.after(certificateLookMs, () => {
      controlPlane.renewCertificate().catch((error) => host.say(`The certificate was not renewed: ${error.message}`));
      look();
    });
  }
  look();
  return () => cancel();
}

async function runLocked(place: UpPlace, dir: DataDir, host: UpHost): Promise<void> {
  const { root, options } = place;
  await endLeftovers(dir, host);
  await requireFreePort(options);
  const secrets = ensureSecrets(dir.secrets, host.random);
  const undo: (() => void | Promise<void>)[] = [];
  try {
    const controlPlane = await startControlPlane(root, dir, options, secrets, host);
    undo.push(() => controlPlane.process.stop(), renewInTime(controlPlane, host));
    const { server, caCertificate } = controlPlane;
    const operator = { server, caCertificate, token: secrets.operatorKey };
    const cluster = await ensureDefaultCluster(operator).catch((error: Error) => {
      throw new Error(
        `the cluster ${defaultClusterId} was not created: ${error.message}. The log: ${dir.logs.workerd}`,
      );
    });
    const kubeconfigs = new Set([dir.kubeconfig, options.kubeconfig ?? dir.kubeconfig]);
    for (const path of kubeconfigs) writeDefaultKubeconfig(path, operator, cluster);
    writeInstance(dir, server);
    undo.push(() => removeInstance(dir));
    const agent = new NodeAgent({ root, dir, controlPlane: operator, cluster, wanted: options.agent }, host);
    undo.push(() => agent.stop());
    const node = await agent.start();
    const kubeconfig = options.kubeconfig ?? dir.kubeconfig;
    process.stdout.write(readyBlock({ server, kubeconfig, node, command: place.kubectlCommand }));
    await untilStopped(host.stop);
    host.say("Stopping; pods keep running.");
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** Resolves when everything that it started has ended. Rejects with a line for the person at the terminal. */
export async function runUp(place: UpPlace, host: UpHost): Promise<void> {
  const dir = dataDir(place.options.dataDir);
  makeDataDir(dir);
  const lock = takeLock(dir.lock);
  if (lock.type === "held") {
    throw new Error(
      `already running on ${dir.root} (pid ${lock.by.pid}); stop it with Ctrl-C there, or with \`npx skerry down\``,
    );
  }
  host.insist.addEventListener("abort", () => endAtOnce(dir));
  try {
    await runLocked(place, dir, host);
  } catch (error) {
    // Somebody stopped it while it was starting: that is no failure.
    if (!host.stop.aborted) throw error;
  } finally {
    lock.release();
  }
}
