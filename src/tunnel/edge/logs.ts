// pods/log: a container's output as plain text, or as messages for a WebSocket client.
import type { LogsHeader } from "../headers.ts";
import { ANSWER_TIMEOUT_MS, QUIET_LOG_MS } from "../limits.ts";
import type { StreamOutcome } from "../stream-end.ts";
import { Answer } from "./answer.ts";
import type { ContainerTarget } from "./command.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { logSubprotocols } from "./log-dialect.ts";
import { type LogOptions, logOptionsOf } from "./log-options.ts";
import { chooseSubprotocol, isWebSocketRequest } from "./negotiate.ts";
import { failureOf, openStream } from "./open-stream.ts";
import { startSession } from "./session.ts";
import { StreamBody } from "./stream-body.ts";

export interface LogTarget extends ContainerTarget {
  /** Why the container is waiting, from the pod's status: said when it has no log yet. */
  readonly waiting?: string;
}

export interface LogRequest {
  readonly link: LinkStub;
  readonly target: LogTarget;
  readonly request: Request;
  readonly host: EdgeHost;
}

/** Answers a client's request, with PodLogOptions as its query. Throws StatusError for whatever goes wrong before the first byte. */
export async function serveLogs({ link, target, request, host }: LogRequest): Promise<Response> {
  const options = logOptionsOf(new URL(request.url).searchParams, target.pod.name);
  if (!isWebSocketRequest(request)) {
    const headers = { "Content-Type": "text/plain" };
    return new Response(await openLogs({ link, target, options, host }), { headers });
  }
  const subprotocol = chooseSubprotocol(request, logSubprotocols);
  const header = { kind: "logs", ...target, ...options } as const;
  return startSession({ link, header, dialect: { type: "log", subprotocol }, host });
}

export interface OpenLogs {
  readonly link: LinkStub;
  readonly target: LogTarget;
  readonly options: LogOptions;
  readonly host: EdgeHost;
}

/** The log's bytes, from the moment the node has found it. Throws StatusError. */
export async function openLogs({ link, target, options, host }: OpenLogs): Promise<ReadableStream<Uint8Array>> {
  const header: LogsHeader = { kind: "logs", ...target, ...options };
  let quiet = () => {};
  const body = new StreamBody(() => quiet());
  const answer = new Answer<void>();

  function settle(outcome: StreamOutcome): void {
    quiet();
    if (outcome.type !== "finished") answer.reject(failureOf(outcome));
    answer.resolve();
    body.closed(outcome);
  }
  const end = await openStream({
    link,
    header,
    host,
    answerWithinMs: ANSWER_TIMEOUT_MS,
    listener: {
      accepted: () => answer.resolve(),
      data(channel, bytes) {
        restartQuiet();
        body.data(channel, bytes);
      },
      ended: () => {},
      closed: settle,
    },
  });
  body.join(end);

  function restartQuiet(): void {
    quiet();
    quiet = host.timers.after(QUIET_LOG_MS, () => {
      end.reset("the log was quiet for too long");
      settle({ type: "finished" });
    });
  }
  await answer.promise;
  if (end.state === "open") restartQuiet();
  return body.readable;
}
