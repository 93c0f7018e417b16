// SPDY/3.1 as the serving side sees it: cut anywhere, with blocks that share a compression, and from hostile peers.
import { constants, createDeflate, createInflate } from "node:zlib";
import { describe, expect, test } from "vitest";
import { seeded } from "../../../../test/tunnel/seeded.ts";
import { SpdyConnection, type SpdyStream } from "./connection.ts";
import { spdyDictionary } from "./dictionary.ts";
import { dataFrame, SpdyFrameReader, type SpdyInput } from "./frame.ts";
import { emptyHeaderBlock, HeaderUnpacker, parseHeaders } from "./header-block.ts";
import { HEADER_BLOCK_BYTES_MAX } from "./limits.ts";

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
function control(type: number, body: Buffer, flags = 0): Buffer {
  const length = body.length;
  const head = Buffer.from([0x80, 3, 0, type, flags, length >> 16, (length >> 8) & 255, length & 255]);
  return Buffer.concat([head, body]);
}

/** A client's side: one compression for all of its blocks. */
class Client {
  readonly #deflate = createDeflate({ dictionary: spdyDictionary });

  block(headers: Record<string, string>): Promise<Buffer> {
    const texts = Object.entries(headers).flatMap((pair) => pair.map((text) => Buffer.from(text)));
    const parts = [word(Object.keys(headers).length), ...texts.flatMap((bytes) => [word(bytes.length), bytes])];
    return new Promise((resolve) => {
      this.#deflate.write(Buffer.concat(parts));
      this.#deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(this.#deflate.read() as Buffer));
    });
  }
  async open(id: number, headers: Record<string, string>, flags = 0): Promise<Buffer> {
    return control(1, Buffer.concat([word(id), word(0), Buffer.alloc(2), await this.block(headers)]), flags);
  }
}

function serve() {
  const streams: SpdyStream[] = [];
  const heard: string[] = [];
  const sent: Buffer[] = [];
  const ends: (string | undefined)[] = [];
  let consumed = 0;
  let refuse = false;
  const dones: (() => void)[] = [];
  const connection = new SpdyConnection({
    transmit: (bytes) => sent.push(Buffer.from(bytes)),
    consumed: (bytes) => {
      consumed += bytes;
    },
    onStream(stream) {
      if (refuse) return false;
      streams.push(stream);
      stream.listen({
        data: (bytes, done) => {
          heard.push(`${stream.id} ${bytes}`);
          dones.push(done);
        },
        ended: () => heard.push(`${stream.id} end`),
        closed: () => heard.push(`${stream.id} closed`),
      });
      return true;
    },
    onEnd: (violation) => ends.push(violation),
  });
  return {
    connection,
    streams,
    heard,
    sent,
    ends,
    dones,
    consumed: () => consumed,
    refuse: () => {
      refuse = true;
    },
  };
}

/** Header blocks are unpacked beside: everything is heard when the compression's thread has had its turn. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries += 1) await new Promise((done) => setTimeout(done, 2));
  expect(condition()).toBe(true);
}

describe("dictionary and header blocks", () => {
  test("the dictionary is the protocol's: its Adler-32 is in every first block", () => {
    let [a, b] = [1, 0];
    for (const byte of spdyDictionary) {
      a = (a + byte) % 65521;
      b = (b + a) % 65521;
    }
    expect((b * 65536 + a).toString(16)).toBe("e3c6a7c2");
  });

  test("our empty blocks unpack to no headers, one after the other", async () => {
    const inflate = createInflate({ dictionary: spdyDictionary });
    const blocks = [
      emptyHeaderBlock({ first: true }),
      emptyHeaderBlock({ first: false }),
      emptyHeaderBlock({ first: false }),
    ];
    inflate.write(Buffer.concat(blocks));
    await new Promise((done) => inflate.flush(() => done(undefined)));
    expect(inflate.read()).toEqual(Buffer.alloc(12));
  });

  test("a hundred blocks of one connection, in order", async () => {
    const client = new Client();
    const unpacker = new HeaderUnpacker();
    for (let count = 0; count < 100; count += 1) {
      const headers = {
        streamType: "data",
        port: String(count),
        requestID: String(count % 7),
        big: "x".repeat(count * 500),
      };
      expect(Object.fromEntries(await unpacker.unpack(await client.block(headers)))).toEqual({
        streamtype: "data",
        port: headers.port,
        requestid: headers.requestID,
        big: headers.big,
      });
    }
  });

  test("a block that unpacks to more than is allowed, or isn't one, is refused, and so is all that follows", async () => {
    const client = new Client();
    const bomb = new HeaderUnpacker();
    await expect(bomb.unpack(await client.block({ a: "x".repeat(HEADER_BLOCK_BYTES_MAX * 4) }))).rejects.toThrow(
      "too long",
    );
    await expect(bomb.unpack(await client.block({ a: "b" }))).rejects.toThrow();
    const garbled = new HeaderUnpacker();
    await expect(garbled.unpack(Buffer.from("not zlib at all"))).rejects.toThrow();
    expect(() => parseHeaders(Buffer.concat([word(1), word(9), Buffer.from("short")]))).toThrow("cut short");
  });
});

describe("frames", () => {
  test("however the bytes are cut, the frames are the same", async () => {
    const client = new Client();
    const wire = Buffer.concat([
      await client.open(1, { a: "b" }),
      dataFrame(1, Buffer.from("hello"), false),
      control(6, word(7)),
      dataFrame(1, Buffer.alloc(0), true),
      control(4, Buffer.from([0, 0, 0, 0])),
      control(9, Buffer.concat([word(1), word(65536)])),
      control(3, Buffer.concat([word(1), word(5)])),
      control(7, Buffer.concat([word(0), word(0)])),
    ]);
    const summary = (frames: SpdyInput[]) => {
      const data = frames.flatMap((frame) => (frame.type === "data" ? [frame.bytes] : []));
      return [
        frames.filter(({ type }) => type !== "data"),
        Buffer.concat(data).toString(),
        frames.filter((f) => "fin" in f && f.fin).length,
      ];
    };
    const whole = summary([...new SpdyFrameReader().read(wire)]);
    expect((whole[0] as SpdyInput[]).map(({ type }) => type)).toEqual([
      "syn-stream",
      "ping",
      "ignored",
      "ignored",
      "reset",
      "goaway",
    ]);
    for (let seed = 0; seed < 200; seed += 1) {
      const random = seeded(seed);
      const reader = new SpdyFrameReader();
      const frames: SpdyInput[] = [];
      for (let at = 0; at < wire.length; ) {
        const end = Math.min(wire.length, at + 1 + random.integer(12));
        frames.push(...reader.read(wire.subarray(at, end)));
        at = end;
      }
      expect(summary(frames), `seed ${seed}`).toEqual(whole);
    }
  });

  test.each([
    ["another version", Buffer.from([0x80, 2, 0, 1, 0, 0, 0, 0])],
    ["an unknown type", control(77, Buffer.alloc(0))],
    ["a short SYN_STREAM", control(1, Buffer.alloc(9))],
    ["a control frame of megabytes", Buffer.from([0x80, 3, 0, 1, 0, 0xff, 0xff, 0xff])],
  ])("%s is a violation", (_name, bytes) => {
    expect([...new SpdyFrameReader().read(bytes)].map(({ type }) => type)).toEqual(["violation"]);
  });

  test("random bytes never throw", () => {
    const random = seeded(3);
    for (let round = 0; round < 2000; round += 1) {
      const reader = new SpdyFrameReader();
      const bytes = Buffer.from(random.bytes(random.integer(60)));
      if (bytes.length > 1 && random.integer(2) === 0) bytes.set([0x80, 3]);
      expect(() => [...reader.read(bytes)]).not.toThrow();
    }
  });
});

describe("connection", () => {
  test("streams open, carry, half-close, and end; each byte is accounted for once it was taken", async () => {
    const { connection, streams, heard, sent, dones, consumed } = serve();
    const client = new Client();
    const wire = Buffer.concat([
      await client.open(1, { streamType: "error", port: "80" }),
      dataFrame(1, Buffer.alloc(0), true),
      await client.open(3, { streamType: "data", port: "80" }),
      dataFrame(3, Buffer.from("ping"), false),
    ]);
    connection.receive(wire);
    await until(() => heard.length === 2);
    expect(streams.map(({ headers }) => headers.get("streamtype"))).toEqual(["error", "data"]);
    expect(heard).toEqual(["1 end", "3 ping"]);
    await until(() => consumed() === wire.length - 4);
    dones[0]?.();
    expect(consumed()).toBe(wire.length);
    sent.length = 0;
    streams[1]?.send(Buffer.from("pong"));
    streams[1]?.end();
    expect(Buffer.concat(sent)).toEqual(
      Buffer.concat([dataFrame(3, Buffer.from("pong"), false), dataFrame(3, Buffer.alloc(0), true)]),
    );
    connection.receive(dataFrame(3, Buffer.from("late"), true));
    await until(() => heard.length === 4);
    expect(heard.slice(2)).toEqual(["3 late", "3 end"]);
  });

  test("pings of the client are answered, echoes of ours are not", async () => {
    const { connection, sent } = serve();
    connection.receive(Buffer.concat([control(6, word(9)), control(6, word(8)), control(6, word(11))]));
    await until(() => sent.length === 2);
    expect(sent).toEqual([control(6, word(9)), control(6, word(11))]);
  });

  test("a refused, doubled or reset stream leaves the others alone", async () => {
    const { connection, heard, sent, refuse } = serve();
    const client = new Client();
    connection.receive(await client.open(1, { a: "1" }));
    await until(() => sent.length === 1);
    connection.receive(await client.open(1, { a: "2" }));
    await until(() => sent.length === 2);
    expect(sent[1]?.subarray(0, 4)).toEqual(Buffer.from([0x80, 3, 0, 3]));
    refuse();
    connection.receive(await client.open(3, { a: "3" }));
    await until(() => sent.length === 3);
    connection.receive(control(3, Buffer.concat([word(1), word(5)])));
    await until(() => heard.length === 1);
    expect(heard).toEqual(["1 closed"]);
  });

  test.each([
    ["goodbye", control(7, Buffer.concat([word(0), word(0)])), undefined],
    ["a bad frame", control(77, Buffer.alloc(0)), expect.stringContaining("77")],
    [
      "a bad block",
      control(1, Buffer.concat([word(3), word(0), Buffer.alloc(2), Buffer.from("junk")])),
      expect.any(String),
    ],
  ])("%s ends every stream, and nothing after it is heard", async (_name, last, violation) => {
    const { connection, heard, ends, sent } = serve();
    const client = new Client();
    connection.receive(Buffer.concat([await client.open(1, { a: "1" }), last, dataFrame(1, Buffer.from("x"), false)]));
    await until(() => ends.length === 1);
    expect(ends).toEqual([violation]);
    expect(heard).toEqual(["1 closed"]);
    const before = sent.length;
    connection.receive(control(6, word(9)));
    connection.lost();
    await new Promise((done) => setTimeout(done, 10));
    expect(sent.length).toBe(before);
  });
});
