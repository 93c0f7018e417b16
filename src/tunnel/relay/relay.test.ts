// The relay with fake sockets: passing on, endings, hibernation, a second agent, and hostile peers.
import { beforeEach, describe, expect, test } from "vitest";
import { type FakeSocket, FakeSockets } from "../../../test/tunnel/fake-sockets.ts";
import { seeded } from "../../../test/tunnel/seeded.ts";
import type { OpenHeader } from "../headers.ts";
import { STREAMS_PER_NODE_MAX } from "../limits.ts";
import { CLOSE_REPLACED, CLOSE_VIOLATION, encodeFrame, type Frame, PING, PONG } from "../protocol.ts";
import { Relay } from "./relay.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const header: OpenHeader = {
  kind: "portForward",
  pod: { namespace: "default", name: "web", uid: "u" },
  framing: { type: "spdy" },
};

let sockets: FakeSockets;
let relay: Relay;

beforeEach(() => {
  sockets = new FakeSockets();
  relay = new Relay({ sockets, log });
});

/** A new instance of the object finds nothing but its sockets. */
function hibernate(): void {
  relay = new Relay({ sockets, log });
}

function from(socket: FakeSocket, frame: Frame): ReturnType<Relay["receive"]> {
  return relay.receive(socket, encodeFrame(frame));
}

function connectAgent(versions = [1]): FakeSocket {
  const socket = sockets.accept();
  relay.acceptAgent(socket, 1000);
  from(socket, { type: "hello", stream: 0, header: { versions, agent: "test" } });
  return socket;
}

/** An edge socket with an open stream, and the number the agent knows it by. */
function openStream(agent: FakeSocket): { edge: FakeSocket; stream: number } {
  const edge = sockets.accept();
  relay.acceptStream(edge);
  from(edge, { type: "open", stream: 0, header });
  const open = agent.frames().at(-1);
  return { edge, stream: open?.type === "open" ? open.stream : -1 };
}

const bytes = new Uint8Array([1, 2, 3]);

describe("[T6] frames go to the other end, and to nobody else", () => {
  test("two streams of one agent", () => {
    const agent = connectAgent();
    agent.frames();
    const one = openStream(agent);
    const two = openStream(agent);
    expect([one.stream, two.stream]).toEqual([1, 2]);
    from(agent, { type: "accept", stream: 2, header: {} });
    from(agent, { type: "data", stream: 1, channel: 1, bytes });
    expect(one.edge.frames()).toEqual([{ type: "data", stream: 1, channel: 1, bytes }]);
    expect(two.edge.frames()).toEqual([{ type: "accept", stream: 2, header: {} }]);
    from(two.edge, { type: "data", stream: 0, channel: 0, bytes });
    from(one.edge, { type: "credit", stream: 0, bytes: 9 });
    expect(agent.frames()).toEqual([
      { type: "data", stream: 2, channel: 0, bytes },
      { type: "credit", stream: 1, bytes: 9 },
    ]);
  });

  test.each(["finish", "reject", "reset"] as const)(
    "the agent's %s ends the stream and closes the edge's socket",
    (type) => {
      const agent = connectAgent();
      const { edge, stream } = openStream(agent);
      const last: Frame =
        type === "finish"
          ? { type, stream }
          : type === "reject"
            ? { type, stream, header: { code: 400, reason: "BadRequest", message: "no" } }
            : { type, stream, header: { message: "broke" } };
      from(agent, last);
      expect(edge.frames()).toEqual([last]);
      expect(edge.closed?.code).toBe(1000);
      relay.closed(edge);
      from(agent, { type: "data", stream, channel: 1, bytes });
      expect([agent.sent, edge.sent]).toEqual([[], []]);
    },
  );

  test("an edge that goes away resets its stream at the agent, once", () => {
    const agent = connectAgent();
    const { edge, stream } = openStream(agent);
    relay.closed(edge);
    relay.closed(edge);
    expect(agent.frames()).toEqual([{ type: "reset", stream, header: { message: "the client went away" } }]);
  });

  test("the edge's finish ends the stream too", () => {
    const agent = connectAgent();
    const { edge, stream } = openStream(agent);
    from(edge, { type: "finish", stream: 0 });
    relay.closed(edge);
    expect(agent.frames()).toEqual([{ type: "finish", stream }]);
    expect(edge.closed?.code).toBe(1000);
  });

  test("no stream without an agent that has said hello, and not more than the limit", () => {
    expect(relay.availability()).toBe("no-agent");
    const socket = sockets.accept();
    relay.acceptAgent(socket, 0);
    expect(relay.availability()).toBe("no-agent");
    const agent = connectAgent();
    expect(relay.availability()).toBe("ready");
    for (let count = 0; count < STREAMS_PER_NODE_MAX; count += 1) openStream(agent);
    expect(relay.availability()).toBe("full");
  });

  test("a heartbeat that the platform did not answer is answered", () => {
    const agent = connectAgent();
    agent.frames();
    relay.receive(agent, PING);
    expect(agent.sent).toEqual([PONG]);
  });
});

describe("[T7] the object may hibernate while streams are open", () => {
  test("streams go on, and new ones get new numbers", () => {
    const agent = connectAgent();
    const { edge, stream } = openStream(agent);
    hibernate();
    from(agent, { type: "data", stream, channel: 1, bytes });
    expect(edge.frames()).toEqual([{ type: "data", stream, channel: 1, bytes }]);
    hibernate();
    from(edge, { type: "data", stream: 0, channel: 0, bytes });
    expect(agent.frames()).toEqual([{ type: "data", stream, channel: 0, bytes }]);
    hibernate();
    relay.closed(edge);
    expect(agent.frames()).toMatchObject([{ type: "reset", stream }]);
    hibernate();
    expect(openStream(agent).stream).toBe(stream + 1);
  });

  test("any schedule of hibernations gives the same frames", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const runs = [false, true].map((hibernating) => {
        const random = seeded(seed);
        sockets = new FakeSockets();
        relay = new Relay({ sockets, log });
        const agent = connectAgent();
        const heard: unknown[] = [];
        const streams: { edge: FakeSocket; stream: number }[] = [];
        for (let step = 0; step < 40; step += 1) {
          const sleep = random.integer(3) === 0;
          if (hibernating && sleep) hibernate();
          const one = streams[random.integer(Math.max(1, streams.length))];
          const choice = random.integer(6);
          if (one === undefined || choice === 0) streams.push(openStream(agent));
          else if (choice === 1) from(agent, { type: "data", stream: one.stream, channel: 1, bytes });
          else if (choice === 2) from(one.edge, { type: "data", stream: 0, channel: 0, bytes });
          else if (choice === 3) from(agent, { type: "finish", stream: one.stream });
          else if (choice === 4) relay.closed(one.edge);
          heard.push(agent.frames(), ...streams.map(({ edge }) => [edge.frames(), edge.closed]));
        }
        return heard;
      });
      expect(runs[1], `seed ${seed}`).toEqual(runs[0]);
    }
  });
});

describe("[T8] the newest agent of a node wins", () => {
  test("the old one is closed, its streams are reset, its late frames and its close mean nothing", () => {
    const old = connectAgent();
    const { edge, stream } = openStream(old);
    const young = connectAgent();
    expect(old.closed?.code).toBe(CLOSE_REPLACED);
    expect(edge.frames()).toMatchObject([{ type: "reset", header: { message: "the node connected again" } }]);
    expect(edge.closed).toBeDefined();
    young.frames();
    hibernate();
    expect(from(old, { type: "data", stream, channel: 1, bytes })).toBeUndefined();
    expect(relay.closed(old)).toBeUndefined();
    expect(relay.agent).toBe(young);
    const again = openStream(young);
    from(young, { type: "accept", stream: again.stream, header: {} });
    expect(again.edge.frames()).toEqual([{ type: "accept", stream: again.stream, header: {} }]);
  });

  test("a stream that was accepted under the old agent is not opened at the new one", () => {
    connectAgent();
    const edge = sockets.accept();
    relay.acceptStream(edge);
    const young = connectAgent();
    young.frames();
    from(edge, { type: "open", stream: 0, header });
    expect(young.frames()).toEqual([]);
    expect(edge.frames()).toMatchObject([{ type: "reset" }]);
  });

  test("an agent that is lost takes its streams along", () => {
    const agent = connectAgent();
    const { edge } = openStream(agent);
    hibernate();
    expect(relay.closed(agent)).toBe("agent-lost");
    expect(edge.frames()).toMatchObject([
      { type: "reset", header: { message: "the connection to the node was lost" } },
    ]);
    expect(relay.availability()).toBe("no-agent");
    expect(relay.closed(agent)).toBeUndefined();
  });
});

describe("[T9] whoever breaks the protocol is cut off", () => {
  const header0 = { versions: [1], agent: "again" };
  test.each<[string, Frame]>([
    ["open", { type: "open", stream: 9, header }],
    ["a second hello", { type: "hello", stream: 0, header: header0 }],
  ])("an agent that sends %s", (_name, frame) => {
    const agent = connectAgent();
    const { edge } = openStream(agent);
    expect(from(agent, frame)).toBe("agent-lost");
    expect(agent.closed?.code).toBe(CLOSE_VIOLATION);
    expect(edge.frames()).toMatchObject([{ type: "reset" }]);
  });

  test("an agent that speaks before hello, speaks no known version, or sends no frame", () => {
    const silent = sockets.accept();
    relay.acceptAgent(silent, 0);
    expect(from(silent, { type: "finish", stream: 1 })).toBe("agent-lost");
    expect(connectAgent([99]).closed).toMatchObject({ code: CLOSE_VIOLATION, reason: expect.stringContaining("99") });
    const garbled = connectAgent();
    expect(relay.receive(garbled, new Uint8Array([77, 0, 0, 0, 1]))).toBe("agent-lost");
  });

  test.each<[string, Frame]>([
    ["hello", { type: "hello", stream: 0, header: header0 }],
    ["accept", { type: "accept", stream: 0, header: {} }],
    ["a second open", { type: "open", stream: 0, header }],
  ])("an edge that sends %s", (_name, frame) => {
    const agent = connectAgent();
    const { edge, stream } = openStream(agent);
    from(edge, frame);
    expect(edge.closed?.code).toBe(CLOSE_VIOLATION);
    expect(agent.frames()).toMatchObject([{ type: "reset", stream }]);
  });

  test("an edge that does not begin with open, or sends text", () => {
    const agent = connectAgent();
    agent.frames();
    const early = sockets.accept();
    relay.acceptStream(early);
    from(early, { type: "data", stream: 1, channel: 0, bytes });
    const text = openStream(agent);
    relay.receive(text.edge, "hello");
    expect([early.closed?.code, text.edge.closed?.code]).toEqual([CLOSE_VIOLATION, CLOSE_VIOLATION]);
  });
});
