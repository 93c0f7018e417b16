// The sockets: UDP and TCP on explicit addresses, and the way to other resolvers, all on loopback.
import { createSocket } from "node:dgram";
import { createServer, type Server } from "node:net";
import { decode, encode, type Question } from "dns-packet";
import { afterEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../../src/platform/node/random.ts";
import { systemTimers } from "../../../src/platform/node/timers.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Answerer } from "./answerer.ts";
import { createDnsServer } from "./dns-server.ts";
import { createForwarder } from "./forwarder.ts";
import { framed } from "./tcp-messages.ts";

const log = { info() {}, warn() {}, error() {} };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Answers every question with its own name and a 1, and says over what it came. */
const echo: Answerer = {
  answer(packet, transport) {
    const { id, questions = [] } = decode(packet);
    const [question] = questions as [Question];
    const answers = [{ type: "TXT" as const, name: question.name, data: transport }];
    const answer = encode({ type: "response", id: id ?? 0, questions, answers });
    return question.name === "late" ? Promise.resolve(answer) : answer;
  },
};

function question(name: string): Buffer {
  return encode({ type: "query", id: 9, questions: [{ name, type: "TXT" }] });
}

function textOf(packet: Buffer | undefined): string {
  if (!packet) return "nothing";
  const [answer] = decode(packet).answers as { data: Buffer[] }[];
  return answer ? String(answer.data) : "empty";
}

/** A server on a free port of 127.0.0.1. */
async function serve(answerer: Answerer, timers: Timers = systemTimers): Promise<number> {
  const port = await freePort();
  const server = createDnsServer({ answerer, timers, log, port });
  expect(await server.ensure(["127.0.0.1"])).toEqual(["127.0.0.1"]);
  ends.push(() => server.stop());
  return port;
}

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function forwarder(port: number, servers: readonly string[] = ["127.0.0.1"], timers: Timers = systemTimers) {
  return createForwarder({ upstreams: { list: async () => servers }, timers, random: systemRandom, port });
}

/** A resolver that answers over UDP as told. */
async function resolver(answer: (packet: Buffer) => Buffer[]): Promise<number> {
  const socket = createSocket("udp4");
  socket.on("message", (packet, from) => {
    for (const one of answer(packet)) socket.send(one, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  ends.push(() => void socket.close());
  return socket.address().port;
}

describe("server", () => {
  test("answers over UDP and TCP, at once or later", async () => {
    const ask = forwarder(await serve(echo));
    expect(textOf(await ask.ask(question("now"), "udp"))).toBe("udp");
    expect(textOf(await ask.ask(question("late"), "udp"))).toBe("udp");
    expect(textOf(await ask.ask(question("late"), "tcp"))).toBe("tcp");
  });

  test("takes several questions of one connection, also in pieces", async () => {
    const port = await serve(echo);
    const { connect } = await import("node:net");
    const socket = connect(port, "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk) => received.push(chunk));
    const bytes = Buffer.concat([framed(question("one")), framed(question("two"))]);
    socket.write(bytes.subarray(0, 7));
    await systemTimers.sleep(20);
    socket.write(bytes.subarray(7));
    const wanted = 2 * framed((await forwarder(port).ask(question("one"), "tcp")) as Buffer).length;
    await expect.poll(() => Buffer.concat(received).length).toBe(wanted);
    socket.destroy();
  });

  test("survives an answerer that throws", async () => {
    const throws: Answerer = {
      answer(packet, transport) {
        if (packet.includes("bad")) throw new Error("bad");
        return echo.answer(packet, transport);
      },
    };
    const quick: Timers = { ...systemTimers, after: (_delayMs, body) => systemTimers.after(100, body) };
    const ask = forwarder(await serve(throws), ["127.0.0.1"], quick);
    expect(await ask.ask(question("bad"), "udp")).toBeUndefined();
    expect(await ask.ask(question("bad"), "tcp")).toBeUndefined();
    expect(textOf(await ask.ask(question("good"), "udp"))).toBe("udp");
  });

  test("an address that isn't there yet is tried again, the others are served", async () => {
    const port = await serve(echo);
    const second = createDnsServer({ answerer: echo, timers: systemTimers, log, port });
    ends.push(() => second.stop());
    expect(await second.ensure(["127.0.0.1", "127.0.0.9"])).toEqual(["127.0.0.9"]);
    await ends.shift()?.();
    expect(await second.ensure(["127.0.0.1", "127.0.0.9"])).toEqual(["127.0.0.9", "127.0.0.1"]);
  });
});

describe("forwarder", () => {
  test("goes on to the next resolver at once when nobody listens, and remembers who answered", async () => {
    const port = await freePort();
    const server = createDnsServer({ answerer: echo, timers: systemTimers, log, port });
    ends.push(() => server.stop());
    await server.ensure(["127.0.0.3"]);
    const ask = forwarder(port, ["127.0.0.2", "127.0.0.3"]);
    const started = performance.now();
    expect(textOf(await ask.ask(question("x"), "udp"))).toBe("udp");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("waits so long for one resolver and not longer", async () => {
    const port = await resolver(() => []);
    const waits: number[] = [];
    const instant: Timers = {
      ...systemTimers,
      after(delayMs, body) {
        waits.push(delayMs);
        return systemTimers.after(20, body);
      },
    };
    expect(await forwarder(port, ["127.0.0.1"], instant).ask(question("x"), "udp")).toBeUndefined();
    expect(waits).toEqual([2000]);
  });

  test("takes no answer with another ID or to another question", async () => {
    const port = await resolver((packet) => {
      const { id = 0, questions = [] } = decode(packet);
      const answer = (differentId: number, name: string, data: string) =>
        encode({
          type: "response",
          id: differentId,
          questions: [{ name, type: "TXT" }],
          answers: [{ type: "TXT", name, data }],
        });
      const [asked] = questions as [Question];
      return [
        answer((id + 1) % 65_536, asked.name, "forged"),
        answer(id, "other", "forged"),
        answer(id, asked.name, "true"),
      ];
    });
    const answer = await forwarder(port).ask(question("x"), "udp");
    expect([textOf(answer), answer?.readUInt16BE(0)]).toEqual(["true", 9]);
  });

  test("a cut answer is fetched again over TCP", async () => {
    const port = await serve({
      answer(packet, transport) {
        const whole = echo.answer(packet, transport) as Buffer;
        if (transport === "udp") whole.writeUInt16BE(whole.readUInt16BE(2) | 0x0200, 2);
        return whole;
      },
    });
    expect(textOf(await forwarder(port).ask(question("x"), "udp"))).toBe("tcp");
  });

  test("without a resolver there is no answer", async () => {
    expect(await forwarder(1, []).ask(question("x"), "udp")).toBeUndefined();
  });
});
