// The Durable Object that holds one node's link: wiring of the relay and of the node's presence.
import { DurableObject } from "cloudflare:workers";
import { type StatusError, serviceUnavailable, tooManyRequests } from "../apimachinery/status-error.ts";
import type { Environment } from "../environment.ts";
import { durableAlarm } from "../platform/durable/alarm.ts";
import { workersClock, workersLog } from "../platform/durable/runtime.ts";
import { DurableSockets } from "../platform/durable/sockets.ts";
import { PING, PONG } from "../tunnel/protocol.ts";
import { LINK_PATHS, nodeIdentityOf } from "../tunnel/relay/paths.ts";
import { type NodeSeen, type NodeWatcher, Presence, type PresenceRecord } from "../tunnel/relay/presence.ts";
import { Relay } from "../tunnel/relay/relay.ts";

type NodeLinkEnvironment = Pick<Environment, "CLUSTER">;

const PRESENCE_KEY = "presence";
const AGENT_TAG = "agent";
const STREAM_TAG = "stream";

export class NodeLink extends DurableObject<NodeLinkEnvironment> {
  readonly #sockets: DurableSockets;
  readonly #relay: Relay;
  readonly #presence: Presence;

  constructor(state: DurableObjectState, environment: NodeLinkEnvironment) {
    super(state, environment);
    const log = workersLog;
    // Answers the heartbeat without waking the object.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#sockets = new DurableSockets(state);
    this.#relay = new Relay({ sockets: this.#sockets, log });
    this.#presence = new Presence({
      store: {
        read: () => state.storage.kv.get<PresenceRecord>(PRESENCE_KEY),
        write: (record) => state.storage.kv.put(PRESENCE_KEY, record),
      },
      alarm: durableAlarm(state.storage, workersClock, log),
      clock: workersClock,
      watcher: {
        nodeGone: (node, lastSeenMs) => this.#cluster(node.cluster).nodeGone(node, lastSeenMs),
        nodeBack: (node) => this.#cluster(node.cluster).nodeBack(node),
      },
      log,
    });
  }

  /** For the node's Lease. Undefined when no agent has ever connected. */
  lastSeen(): NodeSeen | undefined {
    const agent = this.ctx.getWebSockets(AGENT_TAG).find((one) => this.#sockets.of(one) === this.#relay.agent);
    if (agent !== undefined) return { connected: true, lastSeenMs: this.#heardMs(agent) };
    const record = this.#presence.record;
    return record === undefined ? undefined : { connected: false, lastSeenMs: record.lastSeenMs };
  }

  /** The cluster is being taken away: the agent is sent off, and nothing is kept. */
  async erase(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) socket.close(1001, "the cluster is gone");
    await this.ctx.storage.deleteAll();
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
    const content = typeof message === "string" ? message : new Uint8Array(message);
    if (this.#relay.receive(this.#sockets.of(socket), content) === "agent-lost") this.#agentLost(socket);
  }

  override webSocketClose(socket: WebSocket): void {
    if (this.#relay.closed(this.#sockets.of(socket)) === "agent-lost") this.#agentLost(socket);
  }

  override webSocketError(socket: WebSocket): void {
    if (this.#relay.closed(this.#sockets.of(socket)) === "agent-lost") this.#agentLost(socket);
  }

  override async alarm(): Promise<void> {
    await this.#presence.due(() => this.#relay.agent !== undefined);
  }

  #acceptAgent(url: URL): Response {
    const { socket, response } = this.#sockets.accept(AGENT_TAG);
    this.#relay.acceptAgent(socket, workersClock.now());
    this.#presence.connected(nodeIdentityOf(url));
    return response;
  }

  #acceptStream(): Response {
    const availability = this.#relay.availability();
    if (availability === "no-agent") return refusal(serviceUnavailable("the node's agent is not connected"));
    if (availability === "full") return refusal(tooManyRequests("too many streams to this node are open", 1));
    const { socket, response } = this.#sockets.accept(STREAM_TAG);
    this.#relay.acceptStream(socket);
    return response;
  }

  #agentLost(socket: WebSocket): void {
    this.#presence.disconnected(this.#heardMs(socket));
  }

  /** The last heartbeat; before the first, the connection itself. */
  #heardMs(agent: WebSocket): number {
    const beat = this.ctx.getWebSocketAutoResponseTimestamp(agent)?.getTime() ?? 0;
    return Math.max(beat, this.#relay.connectedAtMs);
  }

  #cluster(cluster: string): NodeWatcher {
    return this.env.CLUSTER.get(this.env.CLUSTER.idFromName(cluster)) as unknown as NodeWatcher;
  }
}

function refusal(error: StatusError): Response {
  return Response.json(error.status(), { status: error.code });
}
