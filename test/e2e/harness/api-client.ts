// A Kubernetes client for tests that count every answer and every event: no cache, no retries, no mercy.
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request as start } from "node:https";

export interface ApiObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly resourceVersion: string };
  readonly [field: string]: unknown;
}

export interface ApiAnswer {
  readonly code: number;
  readonly body: Record<string, unknown>;
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly type?: string;
}

export interface ApiClient {
  /** Rejects when there is no whole answer. */
  call(call: ApiCall): Promise<ApiAnswer>;
  /** The answer's body as it comes; rejects when there is none. */
  stream(path: string): Promise<IncomingMessage>;
  close(): void;
}

/** With the server, CA and token of a kubeconfig that `npm start` wrote. */
export function apiClient(kubeconfig: string): ApiClient {
  const text = readFileSync(kubeconfig, "utf8");
  const field = (name: string) => new RegExp(`${name}: (\\S+)`).exec(text)?.[1] ?? "";
  const ca = Buffer.from(field("certificate-authority-data"), "base64").toString("utf8");
  const agent = new Agent({ keepAlive: true, ca });
  const authorization = `Bearer ${field("token")}`;

  function send({ method, path, body, type = "application/json" }: ApiCall, own: Agent | false) {
    return new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization, ...(body === undefined ? {} : { "content-type": type }) };
      const call = start(field("server") + path, { method, agent: own, ca, headers }, resolve);
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  return {
    async call(call) {
      const response = await send(call, agent);
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      return { code: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
    },
    async stream(path) {
      const response = await send({ method: "GET", path }, false);
      if (response.statusCode === 200) return response;
      response.destroy();
      throw new Error(`${path} answered ${response.statusCode}`);
    },
    close: () => agent.destroy(),
  };
}
