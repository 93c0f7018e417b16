// An HTTP request carried out by a node's agent: what `proxy` is made of, and how webhooks and API servers in pods are reached.
import { serviceUnavailable } from "../../apimachinery/status-error.ts";
import { bodyChannel } from "../channels.ts";
import type { HttpHeader } from "../headers.ts";
import type { StreamEnd, StreamOutcome } from "../stream-end.ts";
import { Answer } from "./answer.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { failureOf, openStream } from "./open-stream.ts";
import { StreamBody } from "./stream-body.ts";

export interface FetchThroughLink {
  readonly link: LinkStub;
  readonly destination: HttpHeader["destination"];
  /** Method, path, query, headers and body are sent as they are; the host is the URL's unless a header says otherwise. Its signal gives up. */
  readonly request: Request;
  /** Sent beside the request's own, each on a line of its own: a Request joins headers of one name. */
  readonly moreHeaders?: readonly (readonly [string, string])[];
  readonly host: EdgeHost;
}

/** Throws StatusError (503) when the node or the server can't be reached; whatever the server answers is a Response. */
export async function fetchThroughLink({
  link,
  destination,
  request,
  moreHeaders = [],
  host,
}: FetchThroughLink): Promise<Response> {
  const url = new URL(request.url);
  const header: HttpHeader = {
    kind: "http",
    destination,
    method: request.method,
    path: url.pathname + url.search,
    headers: [
      ...(request.headers.has("Host") ? [] : [["Host", url.host] as [string, string]]),
      ...request.headers,
      ...moreHeaders.map(([name, value]): [string, string] => [name, value]),
    ],
    body: request.body !== null,
    upgrade: false,
  };
  const answer = new Answer<Response>();
  const body = new StreamBody();

  function over(outcome: StreamOutcome): void {
    if (outcome.type !== "finished") answer.reject(failureOf(outcome));
    else answer.reject(serviceUnavailable("the node ended the request without an answer"));
    body.closed(outcome);
  }
  const end = await openStream({
    link,
    header,
    host,
    listener: {
      accepted: ({ http }) => answer.resolve(responseOf(http ?? { status: 502, headers: [] }, body, request.method)),
      data: (channel, bytes) => body.data(channel, bytes),
      ended: () => {},
      closed: over,
    },
  });
  body.join(end);
  request.signal.addEventListener("abort", () => {
    end.reset("the request was given up");
    over({ type: "reset", message: "the request was given up" });
  });
  if (request.body !== null) void sendBody(request.body, end);
  return answer.promise;
}

/** Answers that have no body by definition: a Response refuses one. */
const emptyStatuses: readonly number[] = [101, 103, 204, 205, 304];

function responseOf(
  { status, headers }: { readonly status: number; readonly headers: [string, string][] },
  body: StreamBody,
  method: string,
): Response {
  // Out of a Response's range: informational answers are the agent's to swallow, so this server is broken.
  const allowed = status >= 200 && status <= 599 ? status : 502;
  const empty = emptyStatuses.includes(allowed) || method === "HEAD";
  // The body is passed on as it was encoded.
  const init = { status: allowed, headers: new Headers(headers), encodeBody: "manual" } as ResponseInit;
  return new Response(empty ? null : body.readable, init);
}

async function sendBody(body: ReadableStream<Uint8Array>, end: StreamEnd): Promise<void> {
  const reader = body.getReader();
  try {
    while (end.state !== "closed") {
      const { done, value } = await reader.read();
      if (done) {
        end.end(bodyChannel);
        return;
      }
      end.send(bodyChannel, value);
      await end.sendable();
    }
    // The server has answered and wants no more.
    await reader.cancel();
  } catch {
    end.reset("the request's body broke off");
  }
}
