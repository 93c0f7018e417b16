// Calls webhooks: a POST of JSON to a server outside of the control plane, answered in time or failed in Go's words.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/webhook/{client,webhook}.go
import { parseJson } from "../apimachinery/json-text.ts";
import { StatusError } from "../apimachinery/status-error.ts";
import type { WebhookAnswer, WebhookCall, WebhookClient, WebhookServer } from "../apimachinery/webhook-call.ts";
import type { Timers } from "../platform/timers.ts";
import { webhookAnswerBytesMax } from "./limits.ts";
import { fetchServer, type ServerReach } from "./server-reach.ts";

export type { WebhookAnswer, WebhookCall, WebhookClient, WebhookServer };

/** Everybody's client of one scope: it keeps nothing. */
export function webhookClient(reach: ServerReach, timers: Timers): WebhookClient {
  return { call: (call) => callWebhook(reach, timers, call) };
}

async function callWebhook(reach: ServerReach, timers: Timers, call: WebhookCall): Promise<WebhookAnswer> {
  const address = addressOf(call);
  const failed = (message: string): WebhookAnswer => ({
    type: "failed",
    message: `Post ${JSON.stringify(address)}: ${message}`,
  });
  const giveUp = new AbortController();
  let cancel = () => {};
  const late = new Promise<WebhookAnswer>((resolve) => {
    cancel = timers.after(call.timeoutMs, () => {
      resolve(failed("context deadline exceeded"));
      giveUp.abort();
    });
  });
  try {
    return await Promise.race([late, post(reach, call, address, giveUp.signal)]);
  } catch (error) {
    return failed(messageOf(error));
  } finally {
    cancel();
  }
}

async function post(
  reach: ServerReach,
  call: WebhookCall,
  address: string,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const body = new TextEncoder().encode(JSON.stringify(call.body));
  const request = new Request(address, {
    method: "POST",
    headers: {
      accept: "application/json, */*",
      "content-type": "application/json",
      // Simple servers can't read a body whose length isn't told.
      "content-length": String(body.length),
      "user-agent": "kube-apiserver-admission",
    },
    body,
    signal,
  });
  const response = await fetchServer(reach, call.server, request);
  const text = await textOf(response);
  if (response.status < 200 || response.status > 299) return { type: "failed", message: refusalOf(response, text) };
  const read = parseJson(text);
  if (read.type === "value") return { type: "answered", body: read.value };
  return { type: "failed", message: `couldn't read the answer as JSON: ${text.slice(0, 200)}` };
}

/** As upstream writes it in messages: a service by its name in the cluster, whatever address it has, and always with its port. */
function addressOf({ server: { url, service }, timeoutMs }: WebhookCall): string {
  const query = `?timeout=${timeoutMs / 1000}s`;
  if (service === undefined) return `${url}${query}`;
  const { namespace, name, path = "", port = 443 } = service;
  return `https://${name}.${namespace}.svc:${port}${path.startsWith("/") ? path : `/${path}`}${query}`;
}

async function textOf(response: Response): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > webhookAnswerBytesMax) {
      await reader.cancel();
      throw new Error(`the answer is longer than ${webhookAnswerBytesMax} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewGenericServerResponse */
function refusalOf({ status }: Response, text: string): string {
  if (status === 404) return "the server could not find the requested resource";
  if (status === 401) return "the server has asked for the client to provide credentials";
  if (status >= 500)
    return `an error on the server (${JSON.stringify(text.slice(0, 1000))}) has prevented the request from succeeding`;
  return "the server rejected our request for an unknown reason";
}

function messageOf(error: unknown): string {
  if (error instanceof StatusError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
