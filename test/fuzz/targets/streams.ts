// What comes over sockets: frames of the node link, records within them, messages of clients' protocols.

import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { commandDialect, commandSubprotocols } from "../../../src/tunnel/edge/command-dialect.ts";
import type { Dialect } from "../../../src/tunnel/edge/dialect.ts";
import {
  portSubprotocols,
  portsDialect,
  tunnelDialect,
  tunnelSubprotocol,
} from "../../../src/tunnel/edge/port-dialects.ts";
import { decodeFrame, encodeFrame, type Frame, peekFrame, readdressFrame } from "../../../src/tunnel/protocol.ts";
import { encodeRecord, RecordReader } from "../../../src/tunnel/web-socket-records.ts";
import { deepText, jsonText, jsonValue } from "../generate/json.ts";
import { hostileText } from "../generate/text.ts";
import { check, checkSame, type Target } from "../target.ts";

const headers = [
  '{"kind":"exec","pod":{"namespace":"a","name":"b","uid":"c"},"container":"d","command":["sh"]}',
  '{"versions":[1]}',
  '{"message":"x"}',
  '{"code":404,"reason":"NotFound","message":"no"}',
  "{}",
];

function someFrame(random: SeededRandom): Uint8Array {
  const type = random.chance(0.95) ? 1 + random.integer(9) : random.integer(256);
  const text = random.chance(0.1)
    ? deepText(random).slice(0, 70_000)
    : random.chance(0.2)
      ? jsonText(random, jsonValue(random, ["kind", "pod", "message", "versions"]))
      : hostileText(random, headers);
  const rest = random.chance(0.6) ? new TextEncoder().encode(text) : random.bytes(random.integer(12));
  const frame = Uint8Array.from([type, ...random.bytes(4), ...rest]);
  return random.chance(0.1) ? frame.subarray(0, random.integer(8)) : frame;
}

export const frames: Target = {
  name: "frames",
  cases: 30_000,
  prepare: () => (random, note) => {
    const bytes = someFrame(random);
    note(Buffer.from(bytes).toString("base64"));
    const decoded = decodeFrame(bytes);
    if (decoded.type === "malformed") return check(decoded.reason !== "", "a refusal says why");
    const peeked = peekFrame(bytes);
    checkSame(peeked, { type: decoded.type, stream: decoded.stream }, "the relay sees the same");
    checkSame(decodeFrame(encodeFrame(decoded as Frame)), decoded, "a frame survives the wire");
    const moved = bytes.slice();
    readdressFrame(moved, 7);
    checkSame(decodeFrame(moved).type === "malformed", decoded.type === "hello" && true, "and another stream's number");
  },
};

export const records: Target = {
  name: "records",
  cases: 20_000,
  prepare: () => (random, note) => {
    const whole = Array.from({ length: 1 + random.integer(3) }, () => {
      if (random.chance(0.2))
        return encodeRecord({
          kind: "close",
          code: 1000 + random.integer(4000),
          reason: random.pick(["", "é", "bye"]),
        });
      return encodeRecord({ kind: random.pick(["text", "binary"]), bytes: random.bytes(random.integer(40)) });
    });
    const bytes = Buffer.concat(whole);
    const isFine = random.chance(0.5);
    if (!isFine) bytes[random.integer(bytes.length)] = random.integer(256);
    note(bytes.toString("base64"));
    const reader = new RecordReader();
    let count = 0;
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + random.integer(20);
      const read = reader.read(bytes.subarray(at, at + size));
      if (read === undefined) return check(!isFine, "what is fine is read");
      count += read.length;
      at += size;
    }
    if (isFine) checkSame(count, whole.length, "all records come, however they are cut");
  },
};

function dialects(): readonly Dialect[] {
  const streams = [
    { stdin: true, stdout: true, stderr: true, tty: false },
    { stdin: false, stdout: true, stderr: false, tty: true },
  ];
  const commands = commandSubprotocols.flatMap((protocol) => streams.map((some) => commandDialect(protocol, some)));
  const ports = portSubprotocols.filter((one) => one !== tunnelSubprotocol).map((one) => portsDialect(one, 2));
  return [...commands, ...ports, tunnelDialect];
}

export const messages: Target = {
  name: "messages",
  cases: 25_000,
  prepare() {
    const all = dialects();
    return (random, note) => {
      const dialect = random.pick(all);
      const isText = random.chance(0.4);
      const text = hostileText(random, ["0YWJj", '4{"Width":80,"Height":24}', "\u00ff\u0000", "1", ""]);
      const message = isText
        ? text
        : random.chance(0.5)
          ? new TextEncoder().encode(text)
          : random.bytes(random.integer(10));
      note([dialect.subprotocol, message]);
      const input = dialect.fromClient(message);
      check(["data", "end", "nothing", "violation"].includes(input.type), "a message means something");
      if (input.type === "data" || input.type === "end")
        check(input.channel >= 0 && input.channel <= 254, "on a channel that there is");
    };
  },
};
