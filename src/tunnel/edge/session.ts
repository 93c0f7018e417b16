// A client's WebSocket session: opened here, or handed to an object of its own, which can make the client wait.
import { StatusError } from "../../apimachinery/status-error.ts";
import type { OpenHeader } from "../headers.ts";
import { ANSWER_TIMEOUT_MS } from "../limits.ts";
import { ClientBridge } from "./client-bridge.ts";
import { type CommandStreams, type CommandSubprotocol, commandDialect } from "./command-dialect.ts";
import type { Dialect } from "./dialect.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { type LogSubprotocol, logDialect } from "./log-dialect.ts";
import { openStream } from "./open-stream.ts";
import { type PortsSubprotocol, portsDialect, tunnelDialect } from "./port-dialects.ts";
import { openProxiedWebSocket } from "./proxied-web-socket.ts";

/** How the client speaks, as data. */
export type SessionDialect =
  | { readonly type: "command"; readonly subprotocol: CommandSubprotocol; readonly streams: CommandStreams }
  | { readonly type: "tunnel" }
  | { readonly type: "ports"; readonly subprotocol: PortsSubprotocol; readonly count: number }
  | { readonly type: "log"; readonly subprotocol: LogSubprotocol }
  /** Answered only when the server in the pod has answered. */
  | { readonly type: "proxied" };

export interface Session {
  readonly header: OpenHeader;
  readonly dialect: SessionDialect;
}

export interface StartSession extends Session {
  readonly link: LinkStub;
  readonly host: EdgeHost;
}

/** The answer to the client's upgrade. Throws StatusError (only `proxied`: the others are told in the client's protocol). */
export async function startSession({ link, header, dialect, host }: StartSession): Promise<Response> {
  const { sessions } = host;
  if (sessions === undefined || link.name === undefined) return runSession({ link, header, dialect, host });
  return sessions().fetch(sessionRequest(link.name, { header, dialect }));
}

/**
 * Always a 101 but for `proxied`: what goes wrong at the node is told in the client's own protocol. A refused upgrade
 * would send kubectl to its SPDY fallback, which hides the reason.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/util/proxy/streamtranslator.go
 */
export async function runSession({ link, header, dialect, host }: StartSession): Promise<Response> {
  if (dialect.type === "proxied") return openProxiedWebSocket({ link, header, host });
  const spoken = dialectOf(dialect);
  const { response, socket } = host.upgrade(spoken.subprotocol);
  const bridge = new ClientBridge(socket, spoken, host);
  try {
    bridge.join(await openStream({ link, header, host, listener: bridge, answerWithinMs: ANSWER_TIMEOUT_MS }));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    bridge.refuse(error.status());
  }
  return response;
}

function dialectOf(dialect: Exclude<SessionDialect, { type: "proxied" }>): Dialect {
  switch (dialect.type) {
    case "command":
      return commandDialect(dialect.subprotocol, dialect.streams);
    case "tunnel":
      return tunnelDialect;
    case "ports":
      return portsDialect(dialect.subprotocol, dialect.count);
    case "log":
      return logDialect(dialect.subprotocol);
  }
}

const SESSION_HEADER = "x-skerry-session";
const LINK_HEADER = "x-skerry-link";

/** What the session's object is asked. An upgrade has no body, and headers are Latin-1: so JSON in ASCII. */
function sessionRequest(linkName: string, session: Session): Request {
  const json = JSON.stringify(session).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const headers = { Upgrade: "websocket", [SESSION_HEADER]: json, [LINK_HEADER]: encodeURIComponent(linkName) };
  return new Request("http://session/", { headers });
}

/** Reads it back. */
export function readSessionRequest(request: Request): Session & { readonly linkName: string } {
  const session = JSON.parse(request.headers.get(SESSION_HEADER) ?? "null") as Session;
  return { ...session, linkName: decodeURIComponent(request.headers.get(LINK_HEADER) ?? "") };
}
