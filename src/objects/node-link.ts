// The Durable Object that holds one node's link: wiring of the relay and of the node's presence.
import { DurableObject } from "cloudflare:workers";
import { type StatusError, serviceUnavailable, tooManyRequests } from "../apimachinery/status-error.ts";
import type { Alarm } from "../platform/alarm.ts";
import { systemClock } from "../platform/node/clock.ts";
import { lineLog } from "../platform/node/log.ts";
import type { Socket } from "../platform/sockets.ts";
import { LINK_SUBPROTOCOL, PING, PONG } from "../tunnel/protocol.ts";
import { LINK_PATHS, nodeIdentityOf } from "../tunnel/relay/paths.ts";
import { type NodeWatcher, Presence, type PresenceRecord } from "../tunnel/relay/presence.ts";
import { Relay } from "../tunnel/relay/relay.ts";

export interface NodeLinkEnvironment {
  readonly CLUSTER: {
    idFromName(name: string): unknown;
    get(id: unknown): NodeWatcher;
  };
}

/** When the node was last heard, for its Lease. */
export interface NodeSeen {
  readonly connected: boolean;
  readonly lastSeenMs: number;
}

const PRESENCE_KEY = "presence";

export class NodeLink extends DurableObject<NodeLinkEnvironment> {
  readonly #relay: Relay;
  readonly #presence: Presence;
  readonly #sockets = new WeakMap<WebSocket, Socket>();

  constructor(state: DurableObjectState, environment: NodeLinkEnvironment) {
    super(state, environment);
    const log = lineLog(systemClock, (line) => console.log(line));
    // Answers the heartbeat without waking the object.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#relay = new Relay({ sockets: { all: () => state.getWebSockets().map((one) => this.#socket(one)) }, log });
    this.#presence = new Presence({
      store: {
        read: () => state.storage.kv.get<PresenceRecord>(PRESENCE_KEY),
        write: (record) => state.storage.kv.put(PRESENCE_KEY, record),
      },
      alarm: alarmOf(state),
      clock: systemClock,
      watcher: {
        nodeGone: (node, lastSeenMs) => this.#cluster(node.cluster).nodeGone(node, lastSeenMs),
        nodeBack: (node) => this.#cluster(node.cluster).nodeBack(node),
      },
      log,
    });
  }

  /** Undefined when no agent has ever connected. No wake-up is spent on heartbeats, so this asks the socket itself. */
  lastSeen(): NodeSeen | undefined {
    const agent = this.#agent();
    if (agent !== undefined) return { connected: true, lastSeenMs: this.#heardMs(agent) };
    const record = this.#presence.record;
    return record === undefined ? undefined : { connected: false, lastSeenMs: record.lastSeenMs };
  }

  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    switch (url.pathname) {
      case LINK_PATHS.agent:
        return this.#acceptAgent(url);
      case LINK_PATHS.stream:
        return this.#acceptStream();
      default:
        return new Response("no such path", { status: 404 });
    }
  }

  override webSocketMessage(socket: WebSocket, message: ArrayBuffer | string): void {
    const bytes = typeof message === "string" ? message : new Uint8Array(message);
    const heardMs = this.#heardMs(socket);
    if (this.#relay.receive(this.#socket(socket), bytes) === "agent-lost") this.#presence.disconnected(heardMs);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#closed(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#closed(socket);
  }

  override async alarm(): Promise<void> {
    await this.#presence.due(() => this.#relay.agent !== undefined);
  }

  #acceptAgent(url: URL): Response {
    const { 0: agent, 1: socket } = new WebSocketPair();
    this.ctx.acceptWebSocket(socket, ["agent"]);
    this.#relay.acceptAgent(this.#socket(socket), systemClock.now());
    this.#presence.connected(nodeIdentityOf(url));
    const headers = { "Sec-WebSocket-Protocol": LINK_SUBPROTOCOL };
    return new Response(null, { status: 101, webSocket: agent, headers });
  }

  #acceptStream(): Response {
    const availability = this.#relay.availability();
    if (availability === "no-agent") return refusal(serviceUnavailable("the node's agent is not connected"));
    if (availability === "full") return refusal(tooManyRequests("too many streams to this node are open", 1));
    const { 0: edge, 1: socket } = new WebSocketPair();
    this.ctx.acceptWebSocket(socket, ["stream"]);
    this.#relay.acceptStream(this.#socket(socket));
    return new Response(null, { status: 101, webSocket: edge });
  }

  #closed(socket: WebSocket): void {
    const heardMs = this.#heardMs(socket);
    if (this.#relay.closed(this.#socket(socket)) === "agent-lost") this.#presence.disconnected(heardMs);
  }

  #agent(): WebSocket | undefined {
    return this.ctx.getWebSockets("agent").find((one) => this.#socket(one) === this.#relay.agent);
  }

  /** The last heartbeat, or the connection itself before the first. */
  #heardMs(agent: WebSocket): number {
    const beat = this.ctx.getWebSocketAutoResponseTimestamp(agent)?.getTime() ?? 0;
    return Math.max(beat, this.#relay.connectedAtMs ?? 0);
  }

  #cluster(cluster: string): NodeWatcher {
    return this.env.CLUSTER.get(this.env.CLUSTER.idFromName(cluster));
  }

  /** One and the same for a WebSocket, with its attachment read once. */
  #socket(webSocket: WebSocket): Socket {
    const known = this.#sockets.get(webSocket);
    if (known !== undefined) return known;
    const socket = socketOf(webSocket);
    this.#sockets.set(webSocket, socket);
    return socket;
  }
}

function socketOf(webSocket: WebSocket): Socket {
  let attachment: unknown = webSocket.deserializeAttachment() ?? undefined;
  return {
    send(message) {
      if (webSocket.readyState === WebSocket.OPEN) webSocket.send(message);
    },
    close(code, reason) {
      // A reason is at most 123 bytes on the wire.
      if (webSocket.readyState === WebSocket.OPEN) webSocket.close(code, reason.slice(0, 100));
    },
    attachment: () => attachment,
    attach(value) {
      attachment = value;
      webSocket.serializeAttachment(value);
    },
  };
}

function alarmOf({ storage }: DurableObjectState): Alarm {
  return {
    set: (timeMs) => void storage.setAlarm(Math.max(timeMs, systemClock.now() + 1)),
    clear: () => void storage.deleteAlarm(),
  };
}

function refusal(error: StatusError): Response {
  return Response.json(error.status(), { status: error.code });
}
