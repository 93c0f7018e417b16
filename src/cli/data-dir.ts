// Where everything of one instance lies, below its data directory.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

export interface DataDir {
  readonly root: string;
  readonly lock: string;
  readonly secrets: string;
  readonly kubeconfig: string;
  readonly tls: {
    readonly folder: string;
    readonly caCertificate: string;
    readonly caKey: string;
    readonly serverCertificate: string;
    readonly serverKey: string;
  };
  /** The Durable Objects' databases. */
  readonly objects: string;
  /** What the node agent keeps. */
  readonly agent: string;
  readonly logs: { readonly folder: string; readonly workerd: string; readonly agent: string };
  /** Written anew at each start. */
  readonly run: {
    readonly folder: string;
    /** Who serves here, for the other commands. */
    readonly instance: string;
    readonly workerdConfig: string;
    readonly workerdPid: string;
    readonly agentToken: string;
    readonly agentPid: string;
    /** Copies of what was built, so that what runs stays what it is, whatever is built meanwhile. */
    readonly worker: string;
    readonly agentProgram: string;
  };
}

export function dataDir(root: string): DataDir {
  const at = (...parts: string[]) => join(root, ...parts);
  return {
    root,
    lock: at("lock"),
    secrets: at("secrets.json"),
    kubeconfig: at("kubeconfig"),
    tls: {
      folder: at("tls"),
      caCertificate: at("tls/ca.crt"),
      caKey: at("tls/ca.key"),
      serverCertificate: at("tls/server.crt"),
      serverKey: at("tls/server.key"),
    },
    objects: at("objects"),
    agent: at("agent"),
    logs: { folder: at("logs"), workerd: at("logs/workerd.log"), agent: at("logs/agent.log") },
    run: {
      folder: at("run"),
      instance: at("run/instance.json"),
      workerdConfig: at("run/workerd.capnp"),
      workerdPid: at("run/workerd.pid"),
      agentToken: at("run/agent-token"),
      agentPid: at("run/agent.pid"),
      worker: at("run/worker.js"),
      agentProgram: at("run/agent.cjs"),
    },
  };
}

/** Makes the folders. Those that hold keys, tokens and objects are their owner's alone. */
export function makeDataDir(dir: DataDir): void {
  mkdirSync(dir.root, { recursive: true });
  for (const folder of [dir.tls.folder, dir.objects, dir.agent, dir.logs.folder, dir.run.folder]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}
