// One GET, for probes and lifecycle hooks: a connection of its own, nobody's certificate is checked, redirects followed.
// Kubernetes: pkg/probe/http/http.go
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Timers } from "../../../src/platform/timers.ts";
import { dialFailure } from "./go-net.ts";
import { type HttpTarget, urlText } from "./http-target.ts";
import { HEADER_BYTES_MAX, OUTPUT_BYTES_MAX, REDIRECTS_MAX } from "./limits.ts";

export type HttpAnswer =
  | { readonly type: "answered"; readonly status: number; readonly body: string; readonly location: string | undefined }
  /** Nobody answered, or not in time. */
  | { readonly type: "failed"; readonly message: string; readonly cause: "timeout" | "not-tls" | "other" }
  /** The answer began, and broke off. */
  | { readonly type: "broken"; readonly message: string };

export interface GetOptions {
  /** For the whole of it, redirects too; undefined for as long as it takes. */
  readonly timeoutMs: number | undefined;
  readonly timers: Timers;
  readonly signal: AbortSignal;
}

/** They keep no connection: a probe is to find out whether a new one can be made. */
const plain = new HttpAgent({ keepAlive: false });
const secured = new HttpsAgent({ keepAlive: false, rejectUnauthorized: false });

const headersTimeout = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
const bodyTimeout = "context deadline exceeded (Client.Timeout or context cancellation while reading body)";

/** Follows redirects that stay on the host; the answer of one that doesn't is the answer. Never rejects. */
export async function httpGet(first: HttpTarget, options: GetOptions): Promise<HttpAnswer> {
  const deadline = new Deadline(options);
  try {
    let target = first;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await getOnce(target, deadline);
      if (answer.type !== "answered") return answer;
      const next = redirectTarget(answer, target);
      if (next === undefined || next.host !== first.host) return answer;
      if (redirects >= REDIRECTS_MAX) {
        return failed(target, `stopped after ${REDIRECTS_MAX} redirects`, "other");
      }
      target = next;
    }
  } finally {
    deadline.cancel();
  }
}

/** Ends the request under way when time is over, or nobody waits any more. */
class Deadline {
  passed = false;
  #end: () => void = () => {};
  readonly #cancelTimer: () => void;
  readonly #signal: AbortSignal;
  readonly #pass = () => {
    this.passed = true;
    this.#end();
  };

  constructor({ timeoutMs, timers, signal }: GetOptions) {
    this.#signal = signal;
    this.#cancelTimer = timeoutMs === undefined ? () => {} : timers.after(timeoutMs, this.#pass);
    signal.addEventListener("abort", this.#pass, { once: true });
    if (signal.aborted) this.passed = true;
  }

  /** `end` is what is to be done then; at once when it has passed already. */
  watch(end: () => void): void {
    this.#end = end;
    if (this.passed) end();
  }

  cancel(): void {
    this.#cancelTimer();
    this.#signal.removeEventListener("abort", this.#pass);
  }
}

function getOnce(target: HttpTarget, deadline: Deadline): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    let request: ClientRequest;
    try {
      request = startRequest(target);
    } catch (error) {
      // A header that can't be sent.
      resolve(failed(target, String(error instanceof Error ? error.message : error), "other"));
      return;
    }
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (deadline.passed) resolve(failed(target, headersTimeout, "timeout"));
      else resolve(failed(target, ...reasonOf(error, target)));
    });
    request.on("response", (response) => {
      // From here on it is the answer that breaks.
      request.removeAllListeners("error").on("error", () => {});
      void readBody(response, deadline).then((body) => {
        request.destroy();
        const { statusCode: status = 0 } = response;
        const { location } = response.headers;
        resolve(body.type === "broken" ? body : { type: "answered", status, body: body.text, location });
      });
    });
    deadline.watch(() => request.destroy(new Error("time is over")));
    request.end();
  });
}

function startRequest({ secure, host, port, path, headers }: HttpTarget): ClientRequest {
  // Node takes lists only where HTTP allows one.
  const plainHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : [...values]]),
  );
  const options = { host, port, path, headers: plainHeaders, maxHeaderSize: HEADER_BYTES_MAX };
  return secure ? requestHttps({ ...options, agent: secured }) : requestHttp({ ...options, agent: plain });
}

type Body = { readonly type: "body"; readonly text: string } | { readonly type: "broken"; readonly message: string };

/** As much as is shown; more is not waited for. */
function readBody(response: IncomingMessage, deadline: Deadline): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = () => {
      const text = Buffer.concat(chunks).subarray(0, OUTPUT_BYTES_MAX).toString("utf8");
      resolve({ type: "body", text });
    };
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= OUTPUT_BYTES_MAX) done();
    });
    response.on("end", done);
    response.on("error", () => {
      resolve({ type: "broken", message: deadline.passed ? bodyTimeout : "unexpected EOF" });
    });
  });
}

/** Undefined when the answer leads nowhere else. Go: net/http redirectBehavior */
function redirectTarget(
  { status, location }: HttpAnswer & { type: "answered" },
  from: HttpTarget,
): HttpTarget | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  let url: URL;
  try {
    url = new URL(location, urlText(from));
  } catch {
    return undefined;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  const secure = url.protocol === "https:";
  return {
    secure,
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port) || (secure ? 443 : 80),
    path: url.pathname + url.search,
    headers: from.headers,
  };
}

function failed(target: HttpTarget, reason: string, cause: "timeout" | "not-tls" | "other"): HttpAnswer {
  return { type: "failed", message: `Get "${urlText(target)}": ${reason}`, cause };
}

function reasonOf(error: NodeJS.ErrnoException, { host, port }: HttpTarget): [string, "not-tls" | "other"] {
  const { code = "", message } = error;
  if (code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    if (/wrong version number|packet length too long|http request/i.test(message)) {
      return ["http: server gave HTTP response to HTTPS client", "not-tls"];
    }
  }
  if (code === "ECONNRESET" && message === "socket hang up") return ["EOF", "other"];
  if (code.startsWith("HPE_"))
    return [`net/http: HTTP/1.x transport connection broken: malformed HTTP response (${code})`, "other"];
  return [dialFailure(error, host, port), "other"];
}
