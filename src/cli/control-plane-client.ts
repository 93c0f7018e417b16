// Calls to the control plane over HTTPS, with its own CA.
import { request } from "node:https";
import { callTimeoutMs } from "./limits.ts";

export interface ControlPlane {
  /** Scheme, host and port. */
  readonly server: string;
  /** PEM; undefined trusts what this host trusts. */
  readonly caCertificate: string | undefined;
  readonly token: string | undefined;
}

export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Rejects when there is no answer; an answer of any code is one. */
export function callControlPlane(at: ControlPlane, method: string, path: string, body?: unknown): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const options = {
    method,
    ...(at.caCertificate === undefined ? {} : { ca: at.caCertificate }),
    headers: {
      ...(at.token === undefined ? {} : { authorization: `Bearer ${at.token}` }),
      ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    },
    // One call, one connection: nothing is left open to keep a short command from ending.
    agent: false as const,
    timeout: callTimeoutMs,
  };
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, at.server), options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ code: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
      response.on("error", reject);
    });
    call.on("timeout", () => call.destroy(new Error(`no answer from ${at.server} within ${callTimeoutMs / 1000} s`)));
    call.on("error", reject);
    call.end(text);
  });
}

/** The answer's JSON; throws what the server says is wrong. */
export function jsonOf(answer: Answer): unknown {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    body = undefined;
  }
  if (answer.code < 300) return body;
  const message = (body as { message?: unknown } | undefined)?.message;
  throw new Error(typeof message === "string" ? message : `the server answered ${answer.code}`);
}
