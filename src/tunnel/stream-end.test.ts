// The two ends of a stream against each other: order, windows, endings, and what a hostile peer may not do.
import { describe, expect, test } from "vitest";
import { seeded } from "../../test/tunnel/seeded.ts";
import type { OpenHeader } from "./headers.ts";
import { CHUNK_BYTES_MAX, CREDIT_STEP_BYTES, STREAM_WINDOW_BYTES } from "./limits.ts";
import { decodeFrame, type Frame } from "./protocol.ts";
import { StreamEnd, type StreamListener, type StreamOutcome } from "./stream-end.ts";

const header: OpenHeader = {
  kind: "portForward",
  pod: { namespace: "default", name: "web", uid: "u" },
  framing: { type: "spdy" },
};

interface Side {
  readonly end: StreamEnd;
  readonly sent: Frame[];
  readonly heard: string[];
  readonly received: Uint8Array[];
  outcome?: StreamOutcome;
}

function side(role: "opener" | "answerer", more: Partial<StreamListener> = {}): Side {
  const sent: Frame[] = [];
  const end = new StreamEnd({
    role,
    stream: 3,
    transmit: (message) => {
      const frame = decodeFrame(message);
      if (frame.type === "malformed") throw new Error(frame.reason);
      sent.push(frame);
    },
  });
  const one: Side = { end, sent, heard: [], received: [] };
  end.listen({
    accepted: () => one.heard.push("accepted"),
    data: (channel, bytes) => {
      one.heard.push(`data ${channel}`);
      one.received.push(bytes.slice());
    },
    ended: (channel) => one.heard.push(`end ${channel}`),
    closed: (outcome) => {
      one.heard.push(`closed ${outcome.type}`);
      one.outcome = outcome;
    },
    ...more,
  });
  return one;
}

/** Carries every frame sent so far to the other side, until both are silent. */
function exchange(left: Side, right: Side): void {
  while (left.sent.length + right.sent.length > 0) {
    for (const frame of left.sent.splice(0)) deliver(frame, right);
    for (const frame of right.sent.splice(0)) deliver(frame, left);
  }
}

function deliver(frame: Frame, to: Side): void {
  if (frame.type !== "hello" && frame.type !== "open") to.end.receive(frame);
}

function opened(): { edge: Side; agent: Side } {
  const edge = side("opener");
  const agent = side("answerer");
  edge.end.open(header);
  agent.end.accept();
  exchange(edge, agent);
  edge.heard.length = 0;
  return { edge, agent };
}

describe("[T3] what is sent arrives in order, and then the end", () => {
  test("data, end and finish keep their order through a full window", () => {
    const { edge, agent } = opened();
    agent.end.send(1, new Uint8Array(STREAM_WINDOW_BYTES));
    agent.end.send(2, new Uint8Array([7]));
    agent.end.end(1);
    agent.end.finish();
    exchange(edge, agent);
    expect(edge.heard).not.toContain("data 2");
    edge.end.consumed(STREAM_WINDOW_BYTES);
    exchange(edge, agent);
    expect(edge.heard.slice(-3)).toEqual(["data 2", "end 1", "closed finished"]);
    expect(agent.end.state).toBe("closed");
  });

  test("random traffic both ways is the same bytes, whatever the pace of the readers", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const random = seeded(seed);
      const { edge, agent } = opened();
      const ways = [
        { from: edge, to: agent, sent: [] as Uint8Array[], consumed: 0 },
        { from: agent, to: edge, sent: [] as Uint8Array[], consumed: 0 },
      ];
      const read = (way: (typeof ways)[number]) => {
        const held = total(way.to.received) - way.consumed;
        way.consumed += held;
        way.to.end.consumed(held);
      };
      for (let step = 0; step < 60; step += 1) {
        const way = ways[random.integer(2)] as (typeof ways)[number];
        const bytes = random.bytes(random.integer(9) === 0 ? 200_000 : random.integer(500));
        way.sent.push(bytes);
        way.from.end.send(0, bytes);
        if (random.integer(2) === 0) exchange(edge, agent);
        if (random.integer(3) === 0) read(way);
      }
      for (const way of ways) way.from.end.end(0);
      for (let round = 0; round < 40; round += 1) {
        exchange(edge, agent);
        ways.forEach(read);
      }
      for (const way of ways) {
        expect(Buffer.concat(way.to.received).equals(Buffer.concat(way.sent)), `seed ${seed}`).toBe(true);
        expect(way.to.heard.at(-1)).toBe("end 0");
        expect(way.to.outcome).toBeUndefined();
      }
    }
  });

  test("small pieces that had to wait go on in large frames, each channel's apart", () => {
    const { edge, agent } = opened();
    edge.end.send(0, new Uint8Array(STREAM_WINDOW_BYTES));
    exchange(edge, agent);
    agent.received.length = 0;
    for (const channel of [0, 0, 1, 1, 0]) edge.end.send(channel, new Uint8Array([channel, 7]));
    agent.end.consumed(STREAM_WINDOW_BYTES);
    agent.heard.length = 0;
    exchange(edge, agent);
    expect(agent.heard).toEqual(["data 0", "data 1", "data 0"]);
    expect(agent.received.map((bytes) => [...bytes])).toEqual([
      [0, 7, 0, 7],
      [1, 7, 1, 7],
      [0, 7],
    ]);
  });

  test("no chunk is over the limit", () => {
    const { edge, agent } = opened();
    edge.end.send(0, new Uint8Array(CHUNK_BYTES_MAX * 3 + 5));
    exchange(edge, agent);
    expect(agent.received.map((bytes) => bytes.length)).toEqual([CHUNK_BYTES_MAX, CHUNK_BYTES_MAX, CHUNK_BYTES_MAX, 5]);
  });
});

describe("[T4] nobody has more under way than the window", () => {
  test("the sender stops at the window and says how much waits", async () => {
    const { edge, agent } = opened();
    edge.end.send(0, new Uint8Array(STREAM_WINDOW_BYTES + CHUNK_BYTES_MAX));
    expect(edge.end.unsentBytes).toBe(CHUNK_BYTES_MAX);
    let ready = false;
    void edge.end.sendable().then(() => {
      ready = true;
    });
    exchange(edge, agent);
    await Promise.resolve();
    expect(ready).toBe(false);
    agent.end.consumed(CREDIT_STEP_BYTES);
    exchange(edge, agent);
    await Promise.resolve();
    expect(ready).toBe(true);
    expect(edge.end.unsentBytes).toBe(0);
  });

  test("credit goes back in steps, not for every byte", () => {
    const { edge, agent } = opened();
    edge.end.send(0, new Uint8Array(1000));
    exchange(edge, agent);
    agent.end.consumed(1000);
    expect(agent.sent).toEqual([]);
    edge.end.send(0, new Uint8Array(CREDIT_STEP_BYTES));
    exchange(edge, agent);
    agent.end.consumed(CREDIT_STEP_BYTES);
    expect(agent.sent).toEqual([{ type: "credit", stream: 3, bytes: CREDIT_STEP_BYTES + 1000 }]);
  });

  test("a peer that overruns it is reset", () => {
    const { edge, agent } = opened();
    for (let sent = 0; sent <= STREAM_WINDOW_BYTES; sent += CHUNK_BYTES_MAX) {
      edge.end.receive({ type: "data", stream: 3, channel: 1, bytes: new Uint8Array(CHUNK_BYTES_MAX) });
    }
    expect(edge.outcome).toMatchObject({ type: "reset", message: expect.stringContaining("window") });
    exchange(edge, agent);
    expect(agent.outcome).toMatchObject({ type: "reset" });
  });

  test("credit for what was never sent is a violation", () => {
    const { edge } = opened();
    edge.end.receive({ type: "credit", stream: 3, bytes: 1 });
    expect(edge.outcome).toMatchObject({ type: "reset", message: expect.stringContaining("credit") });
  });
});

describe("[T5] a stream ends once, and both ends know how", () => {
  test("rejected", () => {
    const edge = side("opener");
    const agent = side("answerer");
    edge.end.open(header);
    agent.end.reject({ code: 400, reason: "BadRequest", message: "no" });
    agent.end.send(1, new Uint8Array([1]));
    exchange(edge, agent);
    expect(edge.heard).toEqual(["closed rejected"]);
    expect(edge.outcome).toEqual({
      type: "rejected",
      header: { code: 400, reason: "BadRequest", message: "no" },
    });
  });

  test("reset from either side drops what waits and is told once", () => {
    const { edge, agent } = opened();
    agent.end.send(1, new Uint8Array(STREAM_WINDOW_BYTES * 2));
    edge.end.reset("client gone");
    exchange(edge, agent);
    expect(agent.heard).toEqual(["closed reset"]);
    expect(agent.end.unsentBytes).toBe(0);
    agent.end.reset("again");
    edge.end.lost();
    exchange(edge, agent);
    expect(edge.heard.filter((one) => one.startsWith("closed"))).toEqual([]);
  });

  test("a lost link closes the stream and frees whoever waits to send", async () => {
    const { edge } = opened();
    edge.end.send(0, new Uint8Array(STREAM_WINDOW_BYTES * 2));
    const waiting = edge.end.sendable();
    edge.end.lost();
    await waiting;
    expect(edge.heard).toEqual(["closed lost"]);
  });

  test("data before the answer is for the agent to take, and a violation for the edge", () => {
    const agent = side("answerer");
    agent.end.receive({ type: "data", stream: 3, channel: 0, bytes: new Uint8Array([1]) });
    expect(agent.heard).toEqual(["data 0"]);
    const edge = side("opener");
    edge.end.open(header);
    edge.end.receive({ type: "data", stream: 3, channel: 0, bytes: new Uint8Array([1]) });
    expect(edge.outcome).toMatchObject({ type: "reset" });
  });

  test.each(["accept", "reject"] as const)("%s out of turn is a violation for both", (type) => {
    const { edge, agent } = opened();
    const frame: Frame =
      type === "accept"
        ? { type, stream: 3, header: {} }
        : { type, stream: 3, header: { code: 1, reason: "", message: "" } };
    deliver(frame, edge);
    deliver(frame, agent);
    expect(edge.outcome).toMatchObject({ type: "reset" });
    expect(agent.outcome).toMatchObject({ type: "reset" });
  });
});

function total(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, bytes) => sum + bytes.length, 0);
}
