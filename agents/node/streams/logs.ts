// logs: a container's output as Docker kept it.
import type { Readable } from "node:stream";
import { bodyChannel } from "../../../src/tunnel/channels.ts";
import type { AcceptHeader, LogsHeader } from "../../../src/tunnel/headers.ts";
import { containerLogs } from "../docker/container-logs.ts";
import { inspectContainer } from "../docker/inspect-container.ts";
import type { ServedStream } from "../link/session.ts";
import { badRequest, internalError, messageOf, type StreamContext } from "./context.ts";
import { chooseLog, findAttempts } from "./find-container.ts";
import { LogText } from "./log-text.ts";

/** `accepted` is how the stream begins once there is a log. */
export function serveLogs(
  header: LogsHeader,
  stream: ServedStream,
  context: StreamContext,
  accepted: AcceptHeader = {},
): void {
  const left = new AbortController();
  stream.end.listen({ data: () => {}, ended: () => {}, closed: () => left.abort() });
  void send(header, stream, context, { signal: left.signal, accepted });
}

async function send(
  header: LogsHeader,
  stream: ServedStream,
  context: StreamContext,
  { signal, accepted }: { readonly signal: AbortSignal; readonly accepted: AcceptHeader },
): Promise<void> {
  const { docker } = context;
  try {
    const { previous, waiting } = header;
    const attempts = await findAttempts(docker, header.pod, header.container);
    const chosen = chooseLog(attempts, { previous, waiting });
    const details = chosen === undefined ? undefined : await inspectContainer(docker, chosen.Id);
    if (details === undefined) {
      stream.end.reject(badRequest(noLog(header)));
      return;
    }
    const tty = details.Config.Tty;
    const log = await containerLogs(docker, details.Id, {
      follow: header.follow,
      timestamps: header.timestamps,
      stdout: header.stream !== "Stderr",
      stderr: header.stream !== "Stdout",
      ...(header.tailLines === undefined ? {} : { tail: header.tailLines }),
      ...sinceOf(header, context.clock.now()),
      signal,
    });
    stream.end.accept(accepted);
    await copy(log, stream, new LogText({ tty, limitBytes: header.limitBytes }));
    log.destroy();
    stream.end.finish();
  } catch (error) {
    const failure = internalError(messageOf(error));
    if (stream.end.state === "opening") stream.end.reject(failure);
    else stream.end.reset(failure.message);
  }
}

async function copy(log: Readable, stream: ServedStream, text: LogText): Promise<void> {
  for await (const chunk of log as AsyncIterable<Buffer>) {
    stream.end.send(bodyChannel, text.read(chunk));
    if (text.full) return;
    await stream.ready();
  }
}

/** Docker takes seconds with a fraction. */
function sinceOf({ sinceSeconds, sinceTime }: LogsHeader, nowMs: number): { readonly since?: number } {
  if (sinceTime !== undefined) return { since: sinceTime };
  return sinceSeconds === undefined ? {} : { since: nowMs / 1000 - sinceSeconds };
}

/** Kubernetes: pkg/kubelet/kubelet_pods.go validateContainerLogStatus */
function noLog({ previous, container, pod, waiting }: LogsHeader): string {
  const which = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.name)}`;
  if (previous) return `previous terminated ${which} not found`;
  switch (waiting) {
    case undefined:
      return `${which} is not available`;
    case "ErrImagePull":
      return `${which} is waiting to start: image can't be pulled`;
    case "ImagePullBackOff":
      return `${which} is waiting to start: trying and failing to pull image`;
    default:
      return `${which} is waiting to start: ${waiting}`;
  }
}
