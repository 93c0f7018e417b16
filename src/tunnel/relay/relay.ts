// The switchboard in the middle of a node link: one agent socket, one socket for each stream of the edge, frames passed on.
// It looks at a frame's first five bytes only, and keeps nothing that isn't also in a socket's attachment.
import type { Log } from "../../platform/log.ts";
import type { Socket, Sockets } from "../../platform/sockets.ts";
import { STREAMS_PER_NODE_MAX } from "../limits.ts";
import {
  CLOSE_REPLACED,
  CLOSE_VIOLATION,
  chooseLinkVersion,
  decodeFrame,
  encodeFrame,
  PING,
  PONG,
  peekFrame,
  readdressFrame,
} from "../protocol.ts";
import { type AgentAttachment, type Attachment, attachmentOf, type StreamAttachment } from "./attachment.ts";
import { agentSends, edgeSends } from "./routes.ts";

/** What happened to the agent, for whoever watches over the node. */
export type RelayEvent = "agent-lost" | undefined;

export class Relay {
  readonly #log: Log;
  #agent: { readonly socket: Socket; attachment: AgentAttachment } | undefined;
  readonly #streams = new Map<number, Socket>();
  /** What the sockets' attachments say, read once: reading them costs more than passing on a frame. */
  readonly #attachments = new WeakMap<Socket, Attachment>();
  #connectedAtMs = 0;

  /** Takes up where an earlier instance left off: `sockets` may hold what that one accepted. */
  constructor({ sockets, log }: { readonly sockets: Sockets; readonly log: Log }) {
    this.#log = log;
    for (const socket of sockets.all()) {
      const attachment = this.#attachmentOf(socket);
      if (attachment.role === "agent") {
        this.#agent = { socket, attachment };
        this.#connectedAtMs = attachment.connectedAtMs;
      } else if (attachment.role === "stream" && attachment.stream !== 0) this.#streams.set(attachment.stream, socket);
    }
  }

  /** The agent's socket, if one is connected. */
  get agent(): Socket | undefined {
    return this.#agent?.socket;
  }

  /** When the agent, or the last one that was lost, connected; 0 when this instance has seen none. */
  get connectedAtMs(): number {
    return this.#connectedAtMs;
  }

  /** Whether a stream can be opened now. */
  availability(): "ready" | "no-agent" | "full" {
    if (this.#agent?.attachment.ready !== true) return "no-agent";
    return this.#streams.size >= STREAMS_PER_NODE_MAX ? "full" : "ready";
  }

  /** The newest agent of a node wins: the one before is closed, and its streams are reset. */
  acceptAgent(socket: Socket, nowMs: number): void {
    const before = this.#agent;
    if (before !== undefined) {
      this.#dropAgent("the node connected again");
      before.socket.close(CLOSE_REPLACED, "a newer agent of this node has connected");
    }
    const session = (before?.attachment.session ?? 0) + 1;
    this.#setAgent(socket, { role: "agent", session, ready: false, nextStream: 1, connectedAtMs: nowMs });
  }

  /** Only when `availability()` is "ready". */
  acceptStream(socket: Socket): void {
    const session = this.#agent?.attachment.session ?? 0;
    this.#attach(socket, { role: "stream", session, stream: 0 });
  }

  receive(socket: Socket, message: Uint8Array | string): RelayEvent {
    const attachment = this.#attachmentOf(socket);
    switch (attachment.role) {
      case "agent":
        return this.#receiveFromAgent(socket, attachment, message);
      case "stream":
        this.#receiveFromEdge(socket, attachment, message);
        return undefined;
      case "done":
        return undefined;
    }
  }

  /** A socket is gone, however. */
  closed(socket: Socket): RelayEvent {
    const attachment = this.#attachmentOf(socket);
    this.#attach(socket, { role: "done" });
    switch (attachment.role) {
      case "agent":
        this.#dropAgent("the connection to the node was lost");
        return "agent-lost";
      case "stream":
        if (this.#streams.delete(attachment.stream)) this.#resetAtAgent(attachment.stream, "the client went away");
        return undefined;
      case "done":
        return undefined;
    }
  }

  #receiveFromAgent(socket: Socket, attachment: AgentAttachment, message: Uint8Array | string): RelayEvent {
    if (typeof message === "string") {
      // The platform's auto-response answers it first, where there is one.
      if (message === PING) socket.send(PONG);
      return undefined;
    }
    const frame = peekFrame(message);
    const route = frame === undefined ? "violation" : agentSends[attachment.ready ? "ready" : "new"][frame.type];
    if (frame === undefined || route === "violation") {
      return this.#cutAgent(socket, frame === undefined ? "no frame" : `an unexpected ${frame.type}`);
    }
    if (route === "hello") return this.#greet(socket, attachment, message);
    const stream = this.#streams.get(frame.stream);
    // The client left while this was under way.
    if (stream === undefined) return undefined;
    stream.send(message);
    if (route === "last") this.#endStream(frame.stream, stream, 1000, "");
    return undefined;
  }

  #greet(socket: Socket, attachment: AgentAttachment, message: Uint8Array): RelayEvent {
    const hello = decodeFrame(message);
    if (hello.type !== "hello" || !("versions" in hello.header)) return this.#cutAgent(socket, "a malformed hello");
    const version = chooseLinkVersion(hello.header.versions);
    if (version === undefined) {
      return this.#cutAgent(socket, `no common version: the agent speaks ${hello.header.versions.join(", ")}`);
    }
    this.#setAgent(socket, { ...attachment, ready: true });
    socket.send(encodeFrame({ type: "hello", stream: 0, header: { version, session: attachment.session } }));
    return undefined;
  }

  #receiveFromEdge(socket: Socket, attachment: StreamAttachment, message: Uint8Array | string): void {
    const frame = typeof message === "string" ? undefined : peekFrame(message);
    const route = frame === undefined ? "violation" : edgeSends[attachment.stream === 0 ? "new" : "open"][frame.type];
    if (frame === undefined || typeof message === "string" || route === "violation") {
      this.#cutStream(socket, attachment, "the node link's protocol was broken");
      return;
    }
    if (route === "open") {
      this.#openStream(socket, attachment, message);
      return;
    }
    readdressFrame(message, attachment.stream);
    this.#agent?.socket.send(message);
    if (route === "last") this.#endStream(attachment.stream, socket, 1000, "");
  }

  #openStream(socket: Socket, attachment: StreamAttachment, message: Uint8Array): void {
    const agent = this.#agent;
    if (agent === undefined || agent.attachment.session !== attachment.session) {
      this.#resetAtEdge(0, socket, "the node connected again");
      return;
    }
    const stream = agent.attachment.nextStream;
    this.#setAgent(agent.socket, { ...agent.attachment, nextStream: stream + 1 });
    this.#attach(socket, { ...attachment, stream });
    this.#streams.set(stream, socket);
    readdressFrame(message, stream);
    agent.socket.send(message);
  }

  #setAgent(socket: Socket, attachment: AgentAttachment): void {
    this.#attach(socket, attachment);
    this.#agent = { socket, attachment };
    this.#connectedAtMs = attachment.connectedAtMs;
  }

  #cutAgent(socket: Socket, why: string): RelayEvent {
    this.#log.warn("an agent broke the node link's protocol", { why });
    this.#dropAgent("the node broke the link's protocol");
    socket.close(CLOSE_VIOLATION, why);
    return "agent-lost";
  }

  /** Forgets the agent and ends every stream; the caller closes its socket. */
  #dropAgent(why: string): void {
    if (this.#agent !== undefined) this.#attach(this.#agent.socket, { role: "done" });
    this.#agent = undefined;
    for (const [stream, socket] of this.#streams) this.#resetAtEdge(stream, socket, why);
  }

  #cutStream(socket: Socket, attachment: StreamAttachment, why: string): void {
    if (this.#streams.has(attachment.stream)) this.#resetAtAgent(attachment.stream, why);
    this.#endStream(attachment.stream, socket, CLOSE_VIOLATION, why);
  }

  #resetAtAgent(stream: number, message: string): void {
    this.#agent?.socket.send(encodeFrame({ type: "reset", stream, header: { message } }));
  }

  #resetAtEdge(stream: number, socket: Socket, message: string): void {
    socket.send(encodeFrame({ type: "reset", stream, header: { message } }));
    this.#endStream(stream, socket, 1001, message);
  }

  #endStream(stream: number, socket: Socket, code: number, reason: string): void {
    this.#streams.delete(stream);
    this.#attach(socket, { role: "done" });
    socket.close(code, reason);
  }

  #attachmentOf(socket: Socket): Attachment {
    const known = this.#attachments.get(socket);
    if (known !== undefined) return known;
    const attachment = attachmentOf(socket);
    this.#attachments.set(socket, attachment);
    return attachment;
  }

  #attach(socket: Socket, attachment: Attachment): void {
    socket.attach(attachment);
    this.#attachments.set(socket, attachment);
  }
}
