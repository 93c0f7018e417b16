// Carrying an agent's connection: both ways, both ends, and silence.
import { describe, expect, test } from "vitest";
import { FakeEdgeSocket, fakeHost, refusingLink } from "../../../test/tunnel/fake-edge.ts";
import { AGENT_SILENCE_MS, HEARTBEAT_INTERVAL_MS } from "../limits.ts";
import { LINK_SUBPROTOCOL, PING, PONG } from "../protocol.ts";
import { nodeIdentityOf } from "../relay/paths.ts";
import { acceptAgentLink } from "./agent-link.ts";

const node = { cluster: "default", node: "n1" };
const upgrade = (headers: Record<string, string>) => new Request("http://server/link/n1", { headers });
const proper = { Upgrade: "websocket", "Sec-WebSocket-Protocol": LINK_SUBPROTOCOL };

async function connect() {
  const host = fakeHost();
  const object = new FakeEdgeSocket();
  let asked = "";
  const link = {
    async fetch(request: Request) {
      asked = request.url;
      return { status: 101, webSocket: object, text: async () => "" };
    },
  };
  await acceptAgentLink({ link, node, request: upgrade(proper), host });
  return { host, object, agent: host.client, asked: () => asked };
}

describe("acceptAgentLink", () => {
  test("says whose node it is, and carries what both say", async () => {
    const { agent, object, asked } = await connect();
    expect(nodeIdentityOf(new URL(asked()))).toEqual(node);
    agent.hear(PING);
    agent.hear(new Uint8Array([1, 2]));
    object.hear(PONG);
    expect(object.sent).toEqual([PING, new Uint8Array([1, 2])]);
    expect(agent.sent).toEqual([PONG]);
  });

  test("each end's close is the other's, and stops the watch", async () => {
    const one = await connect();
    one.agent.leave(4001, "bye");
    expect(one.object.closed).toEqual({ code: 4001, reason: "bye" });
    expect(one.host.time.pending).toBe(0);
    const other = await connect();
    other.object.leave(1006);
    expect(other.agent.closed).toEqual({ code: 1001, reason: "" });
  });

  test("heartbeats keep it for ever; silence ends it", async () => {
    const { host, agent, object } = await connect();
    for (let beat = 0; beat < 1000; beat += 1) {
      agent.hear(PING);
      await host.time.pass(HEARTBEAT_INTERVAL_MS);
    }
    expect(object.closed).toBeUndefined();
    await host.time.pass(AGENT_SILENCE_MS - HEARTBEAT_INTERVAL_MS);
    expect([object.closed?.code, agent.closed?.code]).toEqual([1001, 1001]);
  });

  test("what is no agent is refused", async () => {
    const host = fakeHost();
    const accept = (headers: Record<string, string>, link = refusingLink(503, "")) =>
      acceptAgentLink({ link, node, request: upgrade(headers), host });
    await expect(accept({})).rejects.toMatchObject({ code: 400, message: "Upgrade request required" });
    await expect(accept({ Upgrade: "websocket" })).rejects.toMatchObject({ code: 400 });
    await expect(accept(proper)).rejects.toMatchObject({ code: 503 });
  });
});
