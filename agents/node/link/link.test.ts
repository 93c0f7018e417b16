// The agent's link on a stepped clock: dialing, greeting, heartbeats, silence, and streams that end with it.
import { beforeEach, describe, expect, test } from "vitest";
import type { OpenHeader } from "../../../src/tunnel/headers.ts";
import { HEARTBEAT_INTERVAL_MS, LINK_SILENCE_MS } from "../../../src/tunnel/limits.ts";
import { CLOSE_REPLACED, decodeFrame, encodeFrame, type Frame, PING, PONG } from "../../../src/tunnel/protocol.ts";
import { Stepped } from "../../../test/tunnel/stepped.ts";
import { type LinkListener, linkUrl } from "./dial.ts";
import { CONNECT_TIMEOUT_MS, LINK_BUFFERED_BYTES_MAX, REDIAL_LAST_MS, REDIAL_REPLACED_MS } from "./limits.ts";
import { Link } from "./link.ts";
import { linkTable } from "./link-state.ts";
import { redialDelayMs } from "./redial.ts";
import type { ServedStream } from "./session.ts";

const header: OpenHeader = {
  kind: "portForward",
  pod: { namespace: "default", name: "web", uid: "u" },
  framing: { type: "spdy" },
};
const silent = { info() {}, warn() {}, error() {} };
const middling = { integer: (limit: number) => Math.floor(limit / 2), uuid: () => "", bytes: () => new Uint8Array() };

interface Dialed {
  readonly listener: LinkListener;
  readonly sent: (Uint8Array | string)[];
  state: "open" | "dropped" | "closed";
  bufferedBytes: number;
}

let time: Stepped;
let dialed: Dialed[];
let served: { header: OpenHeader; stream: ServedStream; outcomes: string[] }[];
let changes: boolean[];
let link: Link;

beforeEach(() => {
  time = new Stepped();
  dialed = [];
  served = [];
  changes = [];
  link = new Link({
    dial(listener) {
      const one: Dialed = { listener, sent: [], state: "open", bufferedBytes: 0 };
      dialed.push(one);
      return {
        send: (message) => void one.sent.push(message),
        get bufferedBytes() {
          return one.bufferedBytes;
        },
        drop: () => {
          one.state = "dropped";
        },
        close: () => {
          one.state = "closed";
        },
      };
    },
    agent: "test",
    serve(opened, stream) {
      const outcomes: string[] = [];
      stream.end.listen({ data: () => {}, ended: () => {}, closed: ({ type }) => outcomes.push(type) });
      served.push({ header: opened, stream, outcomes });
    },
    clock: time,
    timers: time,
    random: middling,
    log: silent,
    onChange: (up) => changes.push(up),
  });
});

function last(): Dialed {
  return dialed.at(-1) as Dialed;
}
function hear(frame: Frame): void {
  last().listener.message(encodeFrame(frame));
}
function greet(): void {
  last().listener.opened();
  hear({ type: "hello", stream: 0, header: { version: 1, session: 1 } });
}

describe("coming up", () => {
  test("dials, says what it speaks, and is up when it is greeted", () => {
    link.start();
    last().listener.opened();
    expect(last().sent.map((message) => decodeFrame(message as Uint8Array))).toEqual([
      { type: "hello", stream: 0, header: { versions: [1], agent: "test" } },
    ]);
    expect(link.up).toBe(false);
    hear({ type: "hello", stream: 0, header: { version: 1, session: 1 } });
    expect([link.up, changes]).toEqual([true, [true]]);
  });

  test("a server that doesn't answer, or doesn't greet, is given up", async () => {
    link.start();
    await time.pass(CONNECT_TIMEOUT_MS);
    expect([last().state, dialed.length]).toEqual(["dropped", 1]);
    await time.pass(1000);
    expect(dialed.length).toBe(2);
    last().listener.opened();
    await time.pass(CONNECT_TIMEOUT_MS);
    expect(last().state).toBe("dropped");
  });

  test("tries for ever, further and further apart, and at once again after a link that stood", async () => {
    link.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const atMs = time.now();
      last().listener.closed(1006, "refused");
      const before = dialed.length;
      while (dialed.length === before) await time.pass(50);
      waits.push(time.now() - atMs);
    }
    expect(waits.slice(0, 4)).toEqual([750, 1500, 3000, 6000]);
    expect(waits.at(-1)).toBe(REDIAL_LAST_MS * 1.5);
    greet();
    await time.pass(HEARTBEAT_INTERVAL_MS);
    last().listener.message(PONG);
    last().listener.closed(1006, "");
    const before = dialed.length;
    await time.pass(750);
    expect(dialed.length).toBe(before + 1);
  });

  test("a link that comes and goes at once does not count as sound: no storm", async () => {
    link.start();
    for (let flap = 0; flap < 8; flap += 1) {
      greet();
      last().listener.closed(1006, "");
      const before = dialed.length;
      while (dialed.length === before) await time.pass(50);
    }
    const atMs = time.now();
    greet();
    last().listener.closed(1006, "");
    const before = dialed.length;
    while (dialed.length === before) await time.pass(50);
    expect(time.now() - atMs).toBeGreaterThan(REDIAL_LAST_MS);
  });

  test("after giving way to another agent of its name it waits long", () => {
    expect(redialDelayMs(1, CLOSE_REPLACED, middling)).toBe(REDIAL_REPLACED_MS * 1.5);
    expect(redialDelayMs(500, undefined, middling)).toBe(REDIAL_LAST_MS * 1.5);
  });
});

describe("staying up", () => {
  test("beats, and stays while it is answered", async () => {
    link.start();
    greet();
    for (let beat = 0; beat < 100; beat += 1) {
      await time.pass(HEARTBEAT_INTERVAL_MS);
      last().listener.message(PONG);
    }
    expect(last().sent.filter((message) => message === PING).length).toBe(101);
    expect([link.up, dialed.length]).toEqual([true, 1]);
  });

  test("a half-open connection shows by its silence", async () => {
    link.start();
    greet();
    await time.pass(LINK_SILENCE_MS + HEARTBEAT_INTERVAL_MS);
    expect([dialed[0]?.state, changes]).toEqual(["dropped", [true, false]]);
    await time.pass(2000);
    expect(dialed.length).toBe(2);
  });

  test("what is no frame ends the connection", () => {
    link.start();
    greet();
    last().listener.message(new Uint8Array([99]));
    expect([last().state, link.up]).toEqual(["dropped", false]);
  });

  test("a late word of a connection that was given up means nothing", async () => {
    link.start();
    greet();
    const old = last();
    old.listener.closed(1006, "");
    await time.pass(1000);
    greet();
    old.listener.closed(1006, "");
    old.listener.message(new Uint8Array([99]));
    expect([link.up, dialed.length]).toEqual([true, 2]);
  });

  test("stopped, it says goodbye and does nothing more", async () => {
    link.start();
    greet();
    link.stop();
    expect(last().state).toBe("closed");
    await time.pass(1_000_000);
    expect([dialed.length, time.pending]).toEqual([1, 0]);
  });
});

describe("streams", () => {
  beforeEach(() => {
    link.start();
    greet();
    last().sent.length = 0;
    hear({ type: "open", stream: 5, header });
    hear({ type: "open", stream: 6, header });
  });

  test("are told apart, and forgotten when they end", () => {
    served[1]?.stream.end.accept();
    served[1]?.stream.end.finish();
    hear({ type: "data", stream: 6, channel: 0, bytes: new Uint8Array(1) });
    hear({ type: "reset", stream: 5, header: { message: "client gone" } });
    expect(served.map(({ outcomes }) => outcomes)).toEqual([["reset"], []]);
    expect(last().sent.map((message) => decodeFrame(message as Uint8Array))).toEqual([
      { type: "accept", stream: 6, header: {} },
      { type: "finish", stream: 6 },
    ]);
  });

  test("end with the link, and nothing of them is left for the next", async () => {
    last().listener.closed(1006, "");
    expect(served.map(({ outcomes }) => outcomes)).toEqual([["lost"], ["lost"]]);
    await time.pass(1000);
    greet();
    hear({ type: "open", stream: 5, header });
    expect(served.length).toBe(3);
    expect(served[2]?.outcomes).toEqual([]);
  });

  test("hold back while the link that they share is full", async () => {
    let ready = false;
    last().bufferedBytes = LINK_BUFFERED_BYTES_MAX + 1;
    void served[0]?.stream.ready().then(() => {
      ready = true;
    });
    await time.pass(1000);
    expect(ready).toBe(false);
    last().bufferedBytes = 0;
    await time.pass(10);
    expect(ready).toBe(true);
  });
});

test("the table names every state and event, and stopped is final", () => {
  for (const moves of Object.values(linkTable)) {
    expect(Object.keys(moves).toSorted()).toEqual(["closed", "greeted", "opened", "retry", "silent", "stop"]);
  }
  expect(Object.values(linkTable.stopped).every(({ to, does }) => to === "stopped" && does === "none")).toBe(true);
});

test.each([
  ["https://host:6443", "wss://host:6443/link/n1"],
  ["https://host/clusters/a/", "wss://host/clusters/a/link/n1"],
  ["http://127.0.0.1:8080", "ws://127.0.0.1:8080/link/n1"],
])("%s dials %s", (server, url) => {
  expect(linkUrl(server, "n1")).toBe(url);
});
