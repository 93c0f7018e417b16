// http: a request that the agent sends for the control plane, to a pod, a node's port or itself.
import { type IncomingMessage, type RequestOptions, request as startHttp } from "node:http";
import { request as startHttps } from "node:https";
import { bodyChannel } from "../../../src/tunnel/channels.ts";
import type { HttpHeader, RejectHeader } from "../../../src/tunnel/headers.ts";
import type { ServedStream } from "../link/session.ts";
import { isContainerLog, serveContainerLog } from "./container-log.ts";
import { internalError, messageOf, type StreamContext } from "./context.ts";
import { tlsOptions } from "./tls-options.ts";

export function serveHttp(header: HttpHeader, stream: ServedStream, context: StreamContext): void {
  const { destination } = header;
  if (destination.type !== "agent") forwardRequest(header, destination, stream);
  else if (isContainerLog(header)) serveContainerLog(header, stream, context);
  else void answerOurselves(header, stream, context);
}

function forwardRequest(
  header: HttpHeader,
  destination: Extract<HttpHeader["destination"], { type: "address" }>,
  stream: ServedStream,
): void {
  const options: RequestOptions = {
    host: destination.host,
    port: destination.port,
    method: header.method,
    path: header.path,
    // Pairs one after the other: repeated names stay apart and keep their case.
    headers: header.headers.flat() as unknown as NonNullable<RequestOptions["headers"]>,
    // One connection for one request: the server's idle time-outs and ours can't disagree.
    agent: false,
    ...tlsOptions(destination),
  };
  const outgoing = destination.scheme === "https" ? startHttps(options) : startHttp(options);
  stream.end.listen({
    data(_channel, bytes) {
      if (outgoing.writable) outgoing.write(bytes, () => stream.end.consumed(bytes.length));
      else stream.end.consumed(bytes.length);
    },
    ended: () => outgoing.end(),
    closed: () => outgoing.destroy(),
  });
  outgoing.on("response", (message) => void answer(message, stream));
  outgoing.on("error", (error) => {
    if (stream.end.state === "opening") stream.end.reject(unreachable(destination, error));
    else stream.end.reset(messageOf(error));
  });
  if (!header.body) outgoing.end();
}

async function answer(message: IncomingMessage, stream: ServedStream): Promise<void> {
  stream.end.accept({ http: { status: message.statusCode ?? 502, headers: pairs(message.rawHeaders) } });
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      stream.end.send(bodyChannel, chunk);
      await stream.ready();
    }
    stream.end.finish();
  } catch (error) {
    stream.end.reset(`the answer broke off: ${messageOf(error)}`);
  }
}

async function answerOurselves(header: HttpHeader, stream: ServedStream, context: StreamContext): Promise<void> {
  stream.end.listen({
    data: (_channel, bytes) => stream.end.consumed(bytes.length),
    ended: () => {},
    closed: () => {},
  });
  const url = new URL(header.path, "http://agent");
  const endpoint = context.ownEndpoints.get(url.pathname);
  try {
    const answer = await endpoint?.(url.searchParams);
    const { contentType, body } = answer ?? { contentType: "text/plain", body: "404 page not found\n" };
    stream.end.accept({ http: { status: answer === undefined ? 404 : 200, headers: [["Content-Type", contentType]] } });
    stream.end.send(bodyChannel, Buffer.from(body));
    stream.end.finish();
  } catch (error) {
    stream.end.reject(internalError(messageOf(error)));
  }
}

function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([raw[at] as string, raw[at + 1] as string]);
  return list;
}

/** Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/proxy/transport.go RoundTrip */
export function unreachable({ host, port }: { host: string; port: number }, error: Error): RejectHeader {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return {
    code: 503,
    reason: "ServiceUnavailable",
    message: `error trying to reach service: dial tcp ${address}: ${messageOf(error)}`,
  };
}
