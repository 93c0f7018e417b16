// Frames survive the wire; what isn't a frame is named so and never throws.
import { describe, expect, test } from "vitest";
import { seeded } from "../../test/tunnel/seeded.ts";
import type { ExecHeader, OpenHeader } from "./headers.ts";
import { CHANNEL_MAX, CHUNK_BYTES_MAX, FRAME_BYTES_MAX, HEADER_BYTES_MAX } from "./limits.ts";
import {
  chooseLinkVersion,
  decodeFrame,
  encodeFrame,
  type Frame,
  headerFits,
  peekFrame,
  readdressFrame,
} from "./protocol.ts";

const pod = { namespace: "default", name: "web-1", uid: "6c1e" };
const exec: ExecHeader = {
  kind: "exec",
  pod,
  container: "app",
  command: ["sh", "-c", 'echo "hé" \u0000 ✓'],
  tty: true,
  stdin: true,
  stdout: true,
  stderr: false,
};

function randomFrame(seed: number): Frame {
  const random = seeded(seed);
  const stream = random.integer(2 ** 32);
  const text = random.bytes(random.integer(40)).toString();
  const frames: Frame[] = [
    { type: "hello", stream: 0, header: { versions: [1 + random.integer(9)], agent: text } },
    { type: "open", stream, header: { ...exec, command: [text], tty: random.integer(2) === 1 } },
    { type: "accept", stream, header: { http: { status: 100 + random.integer(500), headers: [[text, text]] } } },
    { type: "accept", stream, header: {} },
    { type: "reject", stream, header: { code: random.integer(600), reason: text, message: text } },
    { type: "data", stream, channel: random.integer(CHANNEL_MAX + 1), bytes: random.bytes(random.integer(2000)) },
    { type: "end", stream, channel: random.integer(CHANNEL_MAX + 1) },
    { type: "credit", stream, bytes: random.integer(2 ** 32) },
    { type: "finish", stream },
    { type: "reset", stream, header: { message: text } },
  ];
  return frames[random.integer(frames.length)] as Frame;
}

describe("[T1] a frame survives the wire", () => {
  test("2,000 random frames decode to themselves", () => {
    for (let seed = 0; seed < 2000; seed += 1) {
      const frame = randomFrame(seed);
      expect(decodeFrame(encodeFrame(frame)), `seed ${seed}`).toEqual(frame);
      expect(peekFrame(encodeFrame(frame))).toEqual({ type: frame.type, stream: frame.stream });
    }
  });

  test("every kind of stream has an open header that survives", () => {
    const opens: OpenHeader[] = [
      exec,
      { kind: "attach", pod, container: "app", tty: false, stdin: false, stdout: true, stderr: true },
      {
        kind: "logs",
        pod,
        container: "app",
        follow: true,
        previous: false,
        timestamps: true,
        tailLines: 0,
        sinceTime: 1.5,
        stream: "All",
      },
      { kind: "portForward", pod, framing: { type: "spdy" } },
      { kind: "portForward", pod, framing: { type: "ports", ports: [80, 65535] } },
      {
        kind: "http",
        destination: { type: "address", scheme: "https", host: "fd00::1", port: 443 },
        method: "GET",
        path: "/?a=b",
        headers: [["x", "y"]],
        body: false,
        upgrade: false,
      },
      {
        kind: "http",
        destination: { type: "agent" },
        method: "GET",
        path: "/healthz",
        headers: [],
        body: false,
        upgrade: false,
      },
    ];
    for (const header of opens) {
      expect(decodeFrame(encodeFrame({ type: "open", stream: 7, header }))).toEqual({
        type: "open",
        stream: 7,
        header,
      });
    }
  });

  test("a frame can be given to another stream without touching the rest", () => {
    const message = encodeFrame({ type: "data", stream: 1, channel: 2, bytes: new Uint8Array([3, 4]) });
    readdressFrame(message, 0xfffffffe);
    expect(decodeFrame(message)).toEqual({
      type: "data",
      stream: 0xfffffffe,
      channel: 2,
      bytes: new Uint8Array([3, 4]),
    });
  });
});

describe("[T2] what is no frame is malformed, and never throws", () => {
  test("every truncation of a header or control frame", () => {
    const whole: Frame[] = [
      { type: "hello", stream: 0, header: { versions: [1], agent: "a" } },
      { type: "open", stream: 1, header: exec },
      { type: "accept", stream: 1, header: {} },
      { type: "reject", stream: 1, header: { code: 404, reason: "NotFound", message: "no" } },
      { type: "end", stream: 1, channel: 0 },
      { type: "credit", stream: 1, bytes: 9 },
      { type: "reset", stream: 1, header: { message: "x" } },
    ];
    for (const frame of whole) {
      const message = encodeFrame(frame);
      for (let length = 0; length < message.length; length += 1) {
        expect(decodeFrame(message.slice(0, length)).type, `${frame.type} cut at ${length}`).toBe("malformed");
      }
    }
  });

  test("20,000 random messages", () => {
    const random = seeded(1);
    for (let count = 0; count < 20_000; count += 1) {
      const message = random.bytes(random.integer(64));
      if (message.length > 0) message[0] = random.integer(12);
      const decoded = decodeFrame(message);
      if (decoded.type !== "malformed") expect([...encodeFrame(decoded)]).toEqual([...message]);
    }
  });

  test.each([
    ["an unknown type", new Uint8Array([0, 0, 0, 0, 1])],
    ["a longer message than any frame", new Uint8Array(FRAME_BYTES_MAX + 1).fill(5)],
    ["hello on a stream", encodeRaw(1, 5, '{"versions":[1],"agent":""}')],
    ["a header that is not JSON", encodeRaw(2, 5, "{")],
    ["a header of another kind", encodeRaw(2, 5, '{"kind":"delete"}')],
    ["a header that is not UTF-8", new Uint8Array([9, 0, 0, 0, 1, 0xff, 0xfe])],
    ["an open header that lacks its pod", encodeRaw(2, 5, '{"kind":"portForward","framing":{"type":"spdy"}}')],
    [
      "a port that is none",
      encodeRaw(2, 5, JSON.stringify({ kind: "portForward", pod, framing: { type: "ports", ports: [0] } })),
    ],
    ["finish with more", new Uint8Array([8, 0, 0, 0, 1, 0])],
    ["data without a channel", new Uint8Array([5, 0, 0, 0, 1])],
    ["channel 255", new Uint8Array([5, 0, 0, 0, 1, 255, 1])],
  ])("%s", (_name, message) => {
    expect(decodeFrame(message).type).toBe("malformed");
  });
});

test("a chunk over the limit is a mistake of ours and throws", () => {
  const bytes = new Uint8Array(CHUNK_BYTES_MAX + 1);
  expect(() => encodeFrame({ type: "data", stream: 1, channel: 0, bytes })).toThrow("chunk");
});

test("a header that fits no frame is known before it is sent", () => {
  expect(headerFits(exec)).toBe(true);
  expect(headerFits({ ...exec, command: ["x".repeat(HEADER_BYTES_MAX)] })).toBe(false);
});

test("the version that both speak is chosen, or none", () => {
  expect(chooseLinkVersion([2, 1])).toBe(1);
  expect(chooseLinkVersion([7])).toBeUndefined();
});

function encodeRaw(type: number, stream: number, json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const message = new Uint8Array(5 + text.length);
  message.set([type, 0, 0, 0, stream]);
  message.set(text, 5);
  return message;
}
