// exec and attach: a WebSocket client joined to a process in a container.
import { badRequest } from "../../apimachinery/status-error.ts";
import type { PodRef } from "../headers.ts";
import { type CommandStreams, commandSubprotocols } from "./command-dialect.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { chooseSubprotocol, requireWebSocket } from "./negotiate.ts";
import { startSession } from "./session.ts";

export interface ContainerTarget {
  readonly pod: PodRef;
  readonly container: string;
}

export interface CommandRequest {
  readonly link: LinkStub;
  readonly target: ContainerTarget;
  /** The client's, with PodExecOptions or PodAttachOptions as its query. */
  readonly request: Request;
  readonly host: EdgeHost;
}

/** Runs a command for the client. Throws StatusError for what is wrong with the request; the rest is told on the error channel. */
export async function openExec({ link, target, request, host }: CommandRequest): Promise<Response> {
  requireWebSocket(request);
  const query = new URL(request.url).searchParams;
  const command = query.getAll("command");
  if (command.length === 0) throw badRequest("a command must be specified");
  const streams = streamsOf(query);
  const subprotocol = chooseSubprotocol(request, commandSubprotocols);
  const header = { kind: "exec", ...target, command, ...streams } as const;
  return startSession({ link, header, dialect: { type: "command", subprotocol, streams }, host });
}

/** Joins the client to the container's first process. */
export async function openAttach({ link, target, request, host }: CommandRequest): Promise<Response> {
  requireWebSocket(request);
  const streams = streamsOf(new URL(request.url).searchParams);
  const subprotocol = chooseSubprotocol(request, commandSubprotocols);
  const header = { kind: "attach", ...target, ...streams } as const;
  return startSession({ link, header, dialect: { type: "command", subprotocol, streams }, host });
}

/** Kubernetes: staging/src/k8s.io/kubelet/pkg/cri/streaming/remotecommand/httpstream.go NewOptions */
export function streamsOf(query: URLSearchParams): CommandStreams {
  const tty = flag(query, "tty");
  const stdin = flag(query, "stdin");
  const stdout = flag(query, "stdout");
  // A terminal has one output.
  const stderr = flag(query, "stderr") && !tty;
  if (!stdin && !stdout && !stderr) throw badRequest("you must specify at least 1 of stdin, stdout, stderr");
  return { stdin, stdout, stderr, tty };
}

/** As upstream reads booleans of a query: anything but "false", "0" and absence is true. Kubernetes: apimachinery/pkg/runtime/converter.go Convert_Slice_string_To_bool */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value.toLowerCase() !== "false" && value !== "0";
}
