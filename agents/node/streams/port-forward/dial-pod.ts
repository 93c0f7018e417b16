// A connection to a port inside a pod's own network, as from its localhost: servers that listen nowhere else are reached too.
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { Readable, type Writable } from "node:stream";
import type { PodRef } from "../../../../src/tunnel/headers.ts";
import type { Docker } from "../../docker/client.ts";
import { createExec, startExec } from "../../docker/exec.ts";
import { inspectContainer } from "../../docker/inspect-container.ts";
import { OutputSplitter } from "../../docker/split-output.ts";
import { findSandbox } from "../find-container.ts";

export interface PodConnection {
  /** Toward the server; `end()` closes this side only. */
  readonly input: Writable;
  /** From the server. Ends with its side; an error when the connection breaks. */
  readonly output: Readable;
  /** Settles with the connection's end: why it could not be made, or undefined. */
  readonly refusal: Promise<string | undefined>;
  destroy(): void;
}

/** Throws when the pod has no network to connect in. */
export type DialPod = (pod: PodRef, port: number) => Promise<PodConnection>;

export interface PodDialerOptions {
  readonly docker: Docker;
  /** The command that joins stdin and stdout to a port, in the sandbox's image. */
  readonly commandInSandbox: (port: number) => readonly string[];
  /** The same program as a file of this host: entering the network by it takes a few ms, an exec in the sandbox tens. */
  readonly helper: string | undefined;
}

export function podDialer({ docker, commandInSandbox, helper }: PodDialerOptions): DialPod {
  return async (pod, port) => {
    const sandbox = await findSandbox(docker, pod);
    const details = sandbox === undefined ? undefined : await inspectContainer(docker, sandbox);
    if (details === undefined || !details.State.Running) throw new Error(`pod ${pod.name} is not running`);
    if (details.HostConfig.NetworkMode === "host") return dialHost(port);
    if (helper !== undefined) return dialNamespace(details.State.Pid, helper, port);
    return dialByExec(docker, details.Id, commandInSandbox(port));
  };
}

/** The pod's network is this host's. */
export async function dialHost(port: number): Promise<PodConnection> {
  // "localhost" is both families; the first that answers is taken.
  const socket = connect({ host: "localhost", port, allowHalfOpen: true, autoSelectFamily: true });
  const refusal = new Promise<string | undefined>((resolve) => {
    socket.once("connect", () => resolve(undefined));
    socket.on("error", (error) => resolve(error.message || "connection refused"));
  });
  return { input: socket, output: socket, refusal, destroy: () => socket.destroy() };
}

async function dialNamespace(pid: number, helper: string, port: number): Promise<PodConnection> {
  const child = spawn("nsenter", [`--net=/proc/${pid}/ns/net`, helper, "forward", String(port)], { stdio: "pipe" });
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  // Writing to a program that has just ended is no error of ours.
  child.stdin.on("error", () => undefined);
  const refusal = new Promise<string | undefined>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 || said.length === 0 ? undefined : said.join("").trim()));
  });
  return { input: child.stdin, output: child.stdout, refusal, destroy: () => child.kill("SIGKILL") };
}

async function dialByExec(docker: Docker, container: string, command: readonly string[]): Promise<PodConnection> {
  const exec = await createExec(docker, container, { command, stdin: true });
  const socket = await startExec(docker, exec, { tty: false });
  const said: string[] = [];
  const splitter = new OutputSplitter();
  let over: (reason: string | undefined) => void = () => {};
  const refusal = new Promise<string | undefined>((resolve) => {
    over = resolve;
  });
  async function* output(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        for (const { stream, bytes } of splitter.split(chunk)) {
          if (stream === "stdout") yield bytes;
          else said.push(bytes.toString());
        }
      }
    } finally {
      over(said.length === 0 ? undefined : said.join("").trim());
    }
  }
  return { input: socket, output: Readable.from(output()), refusal, destroy: () => socket.destroy() };
}
