// Carries an agent's connection to its node's object, and notices when the agent has fallen silent: the object sleeps
// through heartbeats, and a host that lost its power says no goodbye.
import { badRequest, serviceUnavailable } from "../../apimachinery/status-error.ts";
import { AGENT_SILENCE_MS } from "../limits.ts";
import { LINK_SUBPROTOCOL } from "../protocol.ts";
import { agentUrl } from "../relay/paths.ts";
import type { NodeIdentity } from "../relay/presence.ts";
import type { EdgeHost, EdgeSocket, LinkStub } from "./host.ts";
import { chooseSubprotocol, isWebSocketRequest } from "./negotiate.ts";

export interface AgentLinkRequest {
  readonly link: LinkStub;
  readonly node: NodeIdentity;
  /** Of an agent that has been authenticated as this node's. */
  readonly request: Request;
  readonly host: EdgeHost;
}

/** Throws StatusError when the request is not an agent's. */
export async function acceptAgentLink({ link, node, request, host }: AgentLinkRequest): Promise<Response> {
  if (!isWebSocketRequest(request)) throw badRequest("Upgrade request required");
  chooseSubprotocol(request, [LINK_SUBPROTOCOL]);
  const answer = await link.fetch(new Request(agentUrl(node), { headers: { Upgrade: "websocket" } }));
  const object = answer.webSocket;
  if (object === undefined || object === null) throw serviceUnavailable("the node's link can't be reached");
  const { response, socket: agent } = host.upgrade(LINK_SUBPROTOCOL);
  carry(agent, object, host);
  return response;
}

function carry(agent: EdgeSocket, object: EdgeSocket, { timers, clock }: EdgeHost): void {
  let heardAtMs = clock.now();
  let cancel = () => {};
  join(agent, object, () => cancel());
  join(object, agent, () => cancel());
  agent.addEventListener("message", () => {
    heardAtMs = clock.now();
  });
  function watch(): void {
    const patienceMs = heardAtMs + AGENT_SILENCE_MS - clock.now();
    if (patienceMs > 0) {
      cancel = timers.after(patienceMs, watch);
      return;
    }
    close(object, 1001, "the agent is silent");
    close(agent, 1001, "nothing was heard");
  }
  watch();
}

/** What `from` says goes to `to`, its end too. */
function join(from: EdgeSocket, to: EdgeSocket, onClosed: () => void): void {
  from.accept();
  from.binaryType = "arraybuffer";
  from.addEventListener("message", ({ data }) => {
    try {
      to.send(data instanceof ArrayBuffer ? new Uint8Array(data) : String(data));
    } catch {
      close(from, 1001, "the other side is gone");
    }
  });
  const ended = (event: unknown) => {
    onClosed();
    const { code, reason } = event as { readonly code?: number; readonly reason?: string };
    close(to, sendable(code), reason ?? "");
  };
  from.addEventListener("close", ended);
  from.addEventListener("error", ended);
}

/** Codes that stand for a missing one can't be sent: 1001, "going away". */
function sendable(code: number | undefined): number {
  return code === undefined || code < 1000 || code === 1005 || code === 1006 || code === 1015 ? 1001 : code;
}

function close(socket: EdgeSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Closed already.
  }
}
