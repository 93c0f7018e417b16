// The client of Docker Engine's HTTP API: requests, streams and hijacked connections over its unix socket.
import { Agent, type IncomingMessage, type RequestOptions, request as startRequest } from "node:http";
import type { Duplex, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Timers } from "../../../src/platform/timers.ts";
import { chooseVersion, type ServerVersion } from "./choose-version.ts";
import { DockerError, type DockerFailure, failureOfAnswer } from "./failure.ts";
import { CALL_TIMEOUT_MS, FREE_SOCKETS_MAX, STREAM_HEAD_TIMEOUT_MS } from "./limits.ts";
import { readWhole } from "./read-whole.ts";

export interface DockerRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Without the version: "/containers/json". Segments from outside are encoded by the verb. */
  readonly path: string;
  /** Undefined values are left out; objects are sent as JSON (filters); arrays repeat the name. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array | Readable };
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole call; for streams, until the head of the answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type QueryValue = string | number | boolean | undefined | readonly string[] | Readonly<Record<string, unknown>>;

export interface Docker {
  /** The parsed answer; undefined when it is empty (204, 304). Throws DockerError. */
  call<Answer>(request: DockerRequest): Promise<Answer>;
  /** For the effect only: the status of a success (204, or 304 when there was nothing to do). Throws DockerError. */
  perform(request: DockerRequest): Promise<number>;
  /** The answer's body as it comes. The caller reads it to the end or destroys it. Throws DockerError. */
  stream(request: DockerRequest): Promise<IncomingMessage>;
  /** A raw two-way connection (exec, attach). `end()` closes our side only. The caller destroys it. Throws DockerError. */
  hijack(request: DockerRequest): Promise<Duplex>;
  /** Closes idle connections; running calls go on. */
  close(): void;
}

export interface DockerOptions {
  /** Its path. */
  readonly socket: string;
  readonly timers: Timers;
}

/** A client; connects only when first asked, and again whenever Docker comes back. */
export function connectDocker({ socket: socketPath, timers }: DockerOptions): Docker {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: FREE_SOCKETS_MAX });
  let version: Promise<string> | undefined;

  async function versionPrefix(): Promise<string> {
    version ??= negotiate();
    try {
      return `/v${await version}`;
    } catch (error) {
      version = undefined;
      throw error;
    }
  }

  async function negotiate(): Promise<string> {
    const answer = await send({ method: "GET", path: "/version" }, "/version", CALL_TIMEOUT_MS, false);
    const choice = chooseVersion(JSON.parse(await readWhole(answer.message)) as ServerVersion);
    if (choice.type === "unsupported") throw new DockerError(choice);
    return choice.version;
  }

  /** Carries one request to its response's head (or upgrade). Errors of Docker are thrown here, once, for everybody. */
  async function send(request: DockerRequest, path: string, timeoutMs: number, upgrade: boolean): Promise<Exchange> {
    try {
      return await exchange({ socketPath, agent, timers, request, path, timeoutMs, upgrade });
    } catch (error) {
      // A restarted daemon may be another version.
      if (error instanceof DockerError && error.failure.type === "unreachable") version = undefined;
      throw error;
    }
  }

  async function sendVersioned(request: DockerRequest, timeoutMs: number, upgrade = false): Promise<Exchange> {
    const path = (await versionPrefix()) + request.path + queryText(request.query);
    return send(request, path, timeoutMs, upgrade);
  }

  async function whole(request: DockerRequest): Promise<{ status: number; text: string }> {
    const timeoutMs = request.timeoutMs ?? CALL_TIMEOUT_MS;
    const { message } = await sendVersioned(request, timeoutMs);
    const cancel = timers.after(timeoutMs, () => message.destroy(new DockerError(timedOut(request, timeoutMs))));
    try {
      return { status: message.statusCode ?? 0, text: await readWhole(message) };
    } finally {
      cancel();
    }
  }

  return {
    async call<Answer>(request: DockerRequest): Promise<Answer> {
      const { text } = await whole(request);
      return (text === "" ? undefined : JSON.parse(text)) as Answer;
    },
    async perform(request) {
      return (await whole(request)).status;
    },
    async stream(request) {
      return (await sendVersioned(request, request.timeoutMs ?? STREAM_HEAD_TIMEOUT_MS)).message;
    },
    async hijack(request) {
      const { socket } = await sendVersioned(request, request.timeoutMs ?? STREAM_HEAD_TIMEOUT_MS, true);
      if (socket === undefined) {
        throw new DockerError({ type: "server-error", status: 200, message: "Docker did not upgrade the connection" });
      }
      return socket;
    },
    close() {
      agent.destroy();
    },
  };
}

interface Exchange {
  readonly message: IncomingMessage;
  /** Only after an upgrade. */
  readonly socket?: Duplex;
}

interface ExchangeOptions {
  readonly socketPath: string;
  readonly agent: Agent;
  readonly timers: Timers;
  readonly request: DockerRequest;
  readonly path: string;
  readonly timeoutMs: number;
  readonly upgrade: boolean;
}

function exchange(options: ExchangeOptions): Promise<Exchange> {
  const { request, timers, timeoutMs, upgrade } = options;
  return new Promise((resolve, reject) => {
    if (request.signal?.aborted) {
      reject(new DockerError({ type: "aborted", message: `${request.method} ${request.path} was given up` }));
      return;
    }
    const { headers, bytes } = contentOf(request);
    const outgoing = startRequest(requestOptions(options, headers));
    let done = false;
    const cancelTimer = timers.after(timeoutMs, () => fail(timedOut(request, timeoutMs)));
    const onAbort = () => fail({ type: "aborted", message: `${request.method} ${request.path} was given up` });
    request.signal?.addEventListener("abort", onAbort, { once: true });

    function settle(): boolean {
      if (done) return false;
      done = true;
      cancelTimer();
      request.signal?.removeEventListener("abort", onAbort);
      return true;
    }
    function fail(failure: DockerFailure): void {
      if (!settle()) return;
      outgoing.destroy();
      reject(new DockerError(failure));
    }
    async function refuse(message: IncomingMessage): Promise<void> {
      const text = await readWhole(message).catch(() => "");
      fail(failureOfAnswer(message.statusCode ?? 0, text));
    }

    outgoing.on("error", (error) => fail({ type: "unreachable", message: error.message }));
    outgoing.on("response", (message) => {
      if ((message.statusCode ?? 0) >= 400 || upgrade) void refuse(message);
      else if (settle()) resolve({ message: abortable(message, request.signal) });
      else message.destroy();
    });
    outgoing.on("upgrade", (message: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (head.length > 0) socket.unshift(head);
      // A broken connection shows as "close" to whoever holds it; without a listener "error" would end the process.
      socket.on("error", () => undefined);
      if (settle()) resolve({ message, socket: abortable(socket, request.signal) });
      else socket.destroy();
    });
    if (bytes === undefined || bytes instanceof Uint8Array) outgoing.end(bytes);
    else bytes.on("error", (error) => fail({ type: "aborted", message: error.message })).pipe(outgoing);
  });
}

function requestOptions(options: ExchangeOptions, headers: Record<string, string>): RequestOptions {
  const { socketPath, agent, request, path, upgrade } = options;
  return {
    socketPath,
    // An upgraded connection never goes back to the pool.
    agent: upgrade ? false : agent,
    method: request.method,
    path,
    headers: {
      Host: "docker",
      ...headers,
      ...request.headers,
      ...(upgrade ? { Connection: "Upgrade", Upgrade: "tcp" } : {}),
    },
  };
}

function contentOf(request: DockerRequest): { headers: Record<string, string>; bytes?: Uint8Array | Readable } {
  if (request.content !== undefined) {
    const { type, bytes } = request.content;
    const length = bytes instanceof Uint8Array ? { "Content-Length": String(bytes.length) } : {};
    return { headers: { "Content-Type": type, ...length }, bytes };
  }
  if (request.body !== undefined) {
    const bytes = Buffer.from(JSON.stringify(request.body));
    return { headers: { "Content-Type": "application/json", "Content-Length": String(bytes.length) }, bytes };
  }
  return { headers: request.method === "POST" ? { "Content-Length": "0" } : {} };
}

/** Destroys the stream when the signal fires, also after the request itself is through. */
function abortable<Kind extends IncomingMessage | Duplex>(stream: Kind, signal: AbortSignal | undefined): Kind {
  if (signal === undefined) return stream;
  const stop = () => stream.destroy();
  signal.addEventListener("abort", stop, { once: true });
  void finished(stream)
    .catch(() => undefined)
    .then(() => signal.removeEventListener("abort", stop));
  return stream;
}

function timedOut(request: DockerRequest, timeoutMs: number): DockerFailure {
  return {
    type: "timed-out",
    message: `Docker did not answer ${request.method} ${request.path} within ${timeoutMs} ms`,
  };
}

function queryText(query: DockerRequest["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value) parameters.append(name, String(one));
    else parameters.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
