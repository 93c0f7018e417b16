// The agent's client of the Kubernetes API: plain HTTPS with a bearer token, as any kubelet's.
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import { type Status, StatusError } from "../../../src/apimachinery/status-error.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { ANSWER_BYTES_MAX, REQUEST_TIMEOUT_MS, SOCKETS_MAX } from "./limits.ts";

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `pathOf(...)`; what the server's URL has as path ("/clusters/ID") comes before it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ApiClient {
  /** The parsed answer. Throws StatusError for what the server refuses, ApiUnreachable when it can't be asked. */
  call<Answer>(request: ApiRequest): Promise<Answer>;
  /** The answer as it comes (watches), on a connection of its own. The caller destroys it. Throws as `call`. */
  stream(request: ApiRequest): Promise<IncomingMessage>;
  get<Kind extends KubeObject>(path: string): Promise<Kind>;
  create<Kind extends KubeObject>(path: string, object: KubeObject): Promise<Kind>;
  patch<Kind extends KubeObject>(path: string, body: unknown, type: PatchType): Promise<Kind>;
  /** `options`: a DeleteOptions. */
  delete(path: string, options?: Readonly<Record<string, unknown>>): Promise<void>;
  close(): void;
}

export type PatchType = "json" | "merge" | "strategic-merge";

/** Nobody answers, or the answer broke off. What was asked may have been done. */
export class ApiUnreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ApiUnreachable";
  }
}

export interface ApiClientOptions {
  /** "https://host:port" or with a path, "https://host/clusters/ID". http is for tests. */
  readonly server: string;
  /** PEM; the system's own authorities when left out. */
  readonly ca?: string;
  /** Asked for each request: tokens in files are renewed. */
  readonly token: () => string;
  readonly userAgent: string;
  readonly timers: Timers;
}

export function connectApi(options: ApiClientOptions): ApiClient {
  const base = new URL(options.server);
  const secure = base.protocol === "https:";
  const common = { keepAlive: true, maxSockets: SOCKETS_MAX };
  const agent = secure ? new HttpsAgent({ ...common, ...authority(options) }) : new HttpAgent(common);

  function open(request: ApiRequest, text: string | undefined, pooled: boolean): ClientRequest {
    const url = new URL(base.pathname.replace(/\/$/, "") + request.path, base);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers = {
      Authorization: `Bearer ${options.token()}`,
      Accept: "application/json",
      "User-Agent": options.userAgent,
      ...(text === undefined
        ? {}
        : {
            "Content-Type": request.contentType ?? "application/json",
            "Content-Length": String(Buffer.byteLength(text)),
          }),
    };
    const start = secure ? requestHttps : requestHttp;
    return start(url, {
      method: request.method,
      headers,
      // A watch holds its connection for minutes: it must not take one of the pool's.
      ...(pooled ? { agent } : { agent: false as const, ...(secure ? authority(options) : {}) }),
    });
  }

  async function send(request: ApiRequest, pooled: boolean): Promise<IncomingMessage> {
    const text = request.body === undefined ? undefined : JSON.stringify(request.body);
    const timeoutMs = request.timeoutMs ?? REQUEST_TIMEOUT_MS;
    const message = await head(open(request, text, pooled), text, { ...request, timeoutMs }, options.timers);
    if ((message.statusCode ?? 0) < 400) return message;
    throw refusal(message.statusCode ?? 0, await readText(message));
  }

  const client: ApiClient = {
    async call<Answer>(request: ApiRequest): Promise<Answer> {
      const timeoutMs = request.timeoutMs ?? REQUEST_TIMEOUT_MS;
      const message = await send(request, true);
      const cancel = options.timers.after(timeoutMs, () => message.destroy());
      try {
        const text = await readText(message);
        return (text === "" ? undefined : JSON.parse(text)) as Answer;
      } finally {
        cancel();
      }
    },
    stream: (request) => send(request, false),
    get: (path) => client.call({ method: "GET", path }),
    create: (path, object) => client.call({ method: "POST", path, body: object }),
    patch: (path, body, type) =>
      client.call({ method: "PATCH", path, body, contentType: `application/${type}-patch+json` }),
    async delete(path, deleteOptions) {
      const body = { kind: "DeleteOptions", apiVersion: "v1", ...deleteOptions };
      await client.call({ method: "DELETE", path, body });
    },
    close: () => agent.destroy(),
  };
  return client;
}

function authority({ ca }: ApiClientOptions): { ca?: string } {
  return ca === undefined ? {} : { ca };
}

/** Sends, and waits for the head of the answer. */
function head(
  outgoing: ClientRequest,
  text: string | undefined,
  { signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs: number },
  timers: Timers,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const stop = () => outgoing.destroy(new Error("given up"));
    const cancel = timers.after(timeoutMs, () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    signal?.addEventListener("abort", stop, { once: true });
    outgoing.on("error", (error) => {
      cancel();
      signal?.removeEventListener("abort", stop);
      reject(new ApiUnreachable(error.message));
    });
    outgoing.on("response", (message) => {
      cancel();
      // The signal goes on to end the body.
      message.once("close", () => signal?.removeEventListener("abort", stop));
      resolve(message);
    });
    if (signal?.aborted) stop();
    else outgoing.end(text);
  });
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES_MAX) throw new Error(`an answer of more than ${ANSWER_BYTES_MAX} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ApiUnreachable(error instanceof Error ? error.message : String(error));
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The server's Status as an error; text from something in between becomes one of the same code. */
export function refusal(code: number, text: string): StatusError {
  let status: Partial<Status> = {};
  try {
    status = JSON.parse(text) as Partial<Status>;
  } catch {
    // A proxy's page, not a Status.
  }
  const message = status.message ?? (text.trim().slice(0, 500) || `the server answered ${code}`);
  return new StatusError(code, status.reason ?? "", message, status.details);
}
