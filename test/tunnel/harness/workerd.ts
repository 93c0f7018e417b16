// Starts plain workerd with the harness's Worker on a free port of the loopback, its data in a directory of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../../..");

export interface Workerd {
  readonly url: string;
  readonly pid: number;
  /** As a crash: killed, and started again on the same port and data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorkerd(): Promise<Workerd> {
  const directory = mkdtempSync(join(tmpdir(), "skerry-link-"));
  await build({
    entryPoints: [join(root, "test/workers/link/worker.ts")],
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["cloudflare:workers"],
    outfile: join(directory, "worker.js"),
  });
  const port = await freePort();
  const configuration = join(directory, "config.capnp");
  writeFileSync(configuration, configurationText(directory, port));
  const url = `http://127.0.0.1:${port}`;
  let child = await started(configuration, url);
  return {
    url,
    pid: child.pid as number,
    async crash() {
      await ended(child);
      child = await started(configuration, url);
    },
    async stop() {
      await ended(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function started(configuration: string, url: string): Promise<ChildProcess> {
  const child = spawn(join(root, "node_modules/.bin/workerd"), ["serve", configuration], {
    stdio: ["ignore", "pipe", "pipe"],
    // Its own group: the launcher starts the real program as a child.
    detached: true,
  });
  const said: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  await answering(url, said);
  return child;
}

async function answering(url: string, said: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await (await fetch(`${url}/version`)).text();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  throw new Error(`workerd does not answer: ${said.join("")}`);
}

/** SIGKILL: on SIGTERM it would wait for every open stream. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.on("exit", () => done());
    process.kill(-(child.pid as number), "SIGKILL");
  });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function configurationText(directory: string, port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .link), (name = "disk", disk = (path = ${JSON.stringify(directory)}, writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ],
);
const link :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "worker.js") ],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["enable_request_signal"],
  bindings = [
    (name = "NODE_LINK", durableObjectNamespace = (className = "NodeLink")),
    (name = "STREAM_SESSION", durableObjectNamespace = (className = "StreamSession")),
    (name = "CLUSTER", durableObjectNamespace = (className = "FakeCluster")),
  ],
  durableObjectNamespaces = [
    (className = "NodeLink", uniqueKey = "link", enableSql = true),
    (className = "StreamSession", uniqueKey = "session", enableSql = true),
    (className = "FakeCluster", uniqueKey = "cluster", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "disk"),
);
`;
}
