// A client's session with a fake client and a fake node: pace in both directions, and every way to end.
import { describe, expect, test } from "vitest";
import { type FakeHost, type FakeNode, fakeHost, fakeNode, refusingLink } from "../../../test/tunnel/fake-edge.ts";
import { settle } from "../../../test/tunnel/stepped.ts";
import { serviceUnavailable } from "../../apimachinery/status-error.ts";
import type { ExecHeader } from "../headers.ts";
import {
  ANSWER_TIMEOUT_MS,
  CLIENT_BUFFERED_BYTES_MAX,
  CLIENT_DRAIN_POLL_MS,
  HOLDS,
  STREAM_WINDOW_BYTES,
  UNSENT_BYTES_MAX,
} from "../limits.ts";
import type { LinkStub } from "./host.ts";
import { runSession } from "./session.ts";

const streams = { stdin: true, stdout: true, stderr: true, tty: false };
const header: ExecHeader = {
  kind: "exec",
  pod: { namespace: "default", name: "web", uid: "u" },
  container: "app",
  command: ["sh"],
  ...streams,
};
const dialect = { type: "command", subprotocol: "v5.channel.k8s.io", streams } as const;

async function open(link?: LinkStub): Promise<{ host: FakeHost; node: FakeNode; response: Response }> {
  const host = fakeHost();
  const node = fakeNode();
  const response = await runSession({ link: link ?? node.link, header, dialect, host });
  return { host, node, response };
}

function chunk(channel: number, length: number): Uint8Array {
  const message = new Uint8Array(1 + length);
  message[0] = channel;
  return message;
}

/** The Status on the error channel. */
function toldStatus({ client }: FakeHost): { code?: number; message?: string; status: string } {
  const last = client.sent.at(-1) as Uint8Array;
  expect(last[0]).toBe(3);
  return JSON.parse(new TextDecoder().decode(last.subarray(1)));
}

describe("[T12] a session", () => {
  test("opens the stream, greets, passes both ways, and closes when the node is through", async () => {
    const { host, node } = await open();
    expect(node.header).toEqual(header);
    expect(host.client.sent).toEqual([new Uint8Array([1])]);
    node.end.accept();
    host.client.hear(new Uint8Array([0, 104, 105]));
    host.client.hear(new Uint8Array([255, 0]));
    node.end.send(1, new Uint8Array([111]));
    node.end.finish();
    expect(node.received).toEqual([{ channel: 0, bytes: new Uint8Array([104, 105]) }]);
    expect(node.ended).toEqual([0]);
    expect(host.client.sent.at(-1)).toEqual(new Uint8Array([1, 111]));
    expect(host.client.closed).toEqual({ code: 1000, reason: "" });
  });

  test("a client that leaves resets the stream, once", async () => {
    const { host, node } = await open();
    node.end.accept();
    host.client.leave();
    host.client.leave();
    expect(node.outcomes).toEqual([{ type: "reset", message: "the client went away" }]);
  });

  test.each<[string, (node: FakeNode) => void, object]>([
    [
      "refuses",
      (node) => node.end.reject({ code: 500, reason: "InternalError", message: "container not found" }),
      { code: 500, message: "container not found" },
    ],
    [
      "breaks off",
      (node) => node.end.reset("disk on fire"),
      { code: 500, message: expect.stringContaining("disk on fire") },
    ],
    ["is lost", (node) => node.socket.leave(1006), { code: 503, message: "the connection to the node was lost" }],
    ["talks nonsense", (node) => node.socket.hear(new Uint8Array([77])), { code: 500 }],
    ["says nothing but text", (node) => node.socket.hear("hello"), { code: 500 }],
  ])("when the node %s, the client hears it on the error channel", async (_name, act, expected) => {
    const { host, node } = await open();
    act(node);
    expect(toldStatus(host)).toMatchObject({ status: "Failure", ...expected });
    expect(host.client.closed?.code).toBe(1000);
  });

  test("a node that never answers is given up", async () => {
    const { host, node } = await open();
    await host.time.pass(ANSWER_TIMEOUT_MS - 1);
    expect(host.client.closed).toBeUndefined();
    await host.time.pass(1);
    expect(toldStatus(host)).toMatchObject({ code: 504, message: "the node did not answer in time" });
    expect(node.outcomes).toMatchObject([{ type: "reset" }]);
  });

  test("a node that has answered may take its time", async () => {
    const { host, node } = await open();
    node.end.accept();
    await host.time.pass(ANSWER_TIMEOUT_MS * 100);
    expect(host.client.closed).toBeUndefined();
    expect(host.time.pending).toBe(0);
  });

  test("without an agent the client is still upgraded, and told", async () => {
    const refusal = serviceUnavailable("the node's agent is not connected").status();
    const { host } = await open(refusingLink(503, refusal));
    expect(toldStatus(host)).toMatchObject({ code: 503, message: "the node's agent is not connected" });
    const garbled = await open(refusingLink(500, "Internal Server Error"));
    expect(toldStatus(garbled.host)).toMatchObject({ code: 503 });
  });

  test("a command too long for a frame is told, not sent", async () => {
    const host = fakeHost();
    const node = fakeNode();
    await runSession({ link: node.link, header: { ...header, command: ["x".repeat(70_000)] }, dialect, host });
    expect(toldStatus(host)).toMatchObject({ code: 400, message: expect.stringContaining("too long") });
    expect(node.socket.sent).toEqual([]);
  });
});

describe("[T13] a client that doesn't read stops the node", () => {
  test("no credit while its connection is full, and again when it has drained", async () => {
    const { host, node } = await open();
    node.end.accept();
    host.client.bufferedAmount = CLIENT_BUFFERED_BYTES_MAX + 1;
    node.end.send(1, new Uint8Array(STREAM_WINDOW_BYTES * 2));
    await host.time.pass(CLIENT_DRAIN_POLL_MS * 50);
    expect(node.end.unsentBytes).toBe(STREAM_WINDOW_BYTES);
    host.client.bufferedAmount = 0;
    await host.time.pass(CLIENT_DRAIN_POLL_MS);
    expect(node.end.unsentBytes).toBe(0);
    expect(host.time.pending).toBe(0);
  });
});

describe("[T14] a client that sends faster than the node takes", () => {
  test("is held the longer the more waits, and cut off with a reason when nothing helps", async () => {
    const { host, node } = await open();
    node.end.accept();
    const pieceBytes = 1024 * 1024;
    const pieces = (UNSENT_BYTES_MAX + STREAM_WINDOW_BYTES) / pieceBytes;
    for (let count = 0; count < pieces; count += 1) host.client.hear(chunk(0, pieceBytes));
    expect(host.client.closed).toBeUndefined();
    expect([...new Set(host.holds)]).toEqual(HOLDS.map(({ ms }) => ms).toReversed());
    host.client.hear(chunk(0, pieceBytes));
    expect(toldStatus(host)).toMatchObject({
      code: 413,
      message: "the container did not take its input fast enough: more than 32 MiB were waiting",
    });
    expect(host.client.closed?.code).toBe(1000);
    expect(node.outcomes).toMatchObject([{ type: "reset" }]);
  });

  test("is not held while the node keeps pace", async () => {
    const { host, node } = await open();
    node.end.accept();
    for (let count = 0; count < 200; count += 1) {
      host.client.hear(chunk(0, 200_000));
      node.end.consumed(200_000);
      await settle();
    }
    expect(host.holds).toEqual([]);
    expect(node.received.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(200 * 200_000);
  });
});
