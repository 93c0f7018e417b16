// From packet to packet: what clients see, and what is kept of it.
import { type Answer, type DecodedPacket, decode, encode, type Packet, type Question } from "dns-packet";
import { beforeEach, describe, expect, test } from "vitest";
import { service, slice } from "../../../test/network/objects.ts";
import { ServiceBook } from "../services/service-book.ts";
import { type Answerer, createAnswerer, type Transport } from "./answerer.ts";
import { createZone } from "./zone.ts";

let book: ServiceBook;
let answerer: Answerer;
/** Questions that went elsewhere, and what they get there. */
let asked: string[];
let forward: (packet: Buffer) => Buffer | undefined;
let elsewhere: (question: Question, packet: Buffer) => Buffer | undefined;

beforeEach(() => {
  book = new ServiceBook();
  book.services.replace([service("web"), service("many", { clusterIP: "None" })]);
  const endpoints = Array.from({ length: 40 }, (_, index): [string] => [`10.244.0.${index + 10}`]);
  book.slices.replace([slice("many-1", "many", endpoints)]);
  asked = [];
  elsewhere = (question, packet) => reply(packet, [{ type: "A", name: question.name, ttl: 60, data: "203.0.113.1" }]);
  forward = (packet) => {
    const [question] = decode(packet).questions as Question[];
    asked.push(`${question?.name} ${question?.type}`);
    return elsewhere(question as Question, packet);
  };
  const forwarder = { ask: async (packet: Buffer) => forward(packet) };
  const zone = createZone(book, { domain: "cluster.local", dnsAddress: "10.96.0.10", reverseCidrs: [] });
  answerer = createAnswerer({ book, zone, forwarder });
});

function reply(packet: Buffer, answers: Answer[]): Buffer {
  const { id, questions = [] } = decode(packet);
  return encode({ type: "response", id: id ?? 0, questions, answers });
}

function question(name: string, type = "A", more: Partial<Packet> = {}): Buffer {
  return encode({ type: "query", id: 77, flags: 1 << 8, questions: [{ name, type: type as "A" }], ...more });
}

/** The library's types leave out the code that it decodes. */
type Answered = DecodedPacket & { readonly rcode: string; readonly bytes: number };

async function ask(packet: Buffer, transport: Transport = "udp"): Promise<Answered> {
  const answer = (await answerer.answer(packet, transport)) as Buffer;
  return { ...(decode(answer) as Answered), bytes: answer.length };
}

const web = "web.default.svc.cluster.local";
const many = "many.default.svc.cluster.local";
const withEdns = {
  additionals: [{ type: "OPT", name: ".", udpPayloadSize: 4096, flags: 0, options: [] }],
} as unknown as Partial<Packet>;

describe("answers of the zone", () => {
  test("carry the client's ID, its question letter by letter, and are authoritative", async () => {
    const answer = await ask(question("wEb.Default.svc.cluster.local"));
    expect(answer).toMatchObject({ id: 77, rcode: "NOERROR", flag_aa: true, flag_ra: true, flag_rd: true });
    expect(answer.questions).toMatchObject([{ name: "wEb.Default.svc.cluster.local", type: "A" }]);
    expect(answer.answers).toMatchObject([{ type: "A", ttl: 5, data: "10.96.0.20" }]);
  });

  test("a no comes with the zone's SOA, for a name as for a type", async () => {
    const none = await ask(question("x.default.svc.cluster.local"));
    expect([none.rcode, none.answers, none.authorities?.[0]?.type]).toEqual(["NXDOMAIN", [], "SOA"]);
    const other = await ask(question(web, "AAAA"));
    expect([other.rcode, other.answers, other.authorities?.[0]?.type]).toEqual(["NOERROR", [], "SOA"]);
  });

  test("follow the services: what was cached of the state before is gone", async () => {
    expect((await ask(question(web))).rcode).toBe("NOERROR");
    book.services.delete(service("web"));
    expect((await ask(question(web))).rcode).toBe("NXDOMAIN");
  });

  test("of a repeated question come at once, with another client's ID", () => {
    answerer.answer(question(web), "udp");
    const answer = answerer.answer(question(web, "A", { id: 78 }), "udp");
    expect(Buffer.isBuffer(answer) && answer.readUInt16BE(0)).toBe(78);
  });

  test("let every address have its turn at the front", async () => {
    const first = new Set<string>();
    for (let round = 0; round < 40; round++) {
      const answer = await ask(question(many), "tcp");
      const all = (answer.answers as { data: string }[]).map(({ data }) => data);
      expect(new Set(all).size).toBe(40);
      first.add(all[0] as string);
    }
    expect(first.size).toBe(40);
  });
});

describe("sizes", () => {
  test("what doesn't fit a plain UDP packet is cut with the mark, and whole over TCP", async () => {
    const cut = await ask(question(many));
    expect([cut.flag_tc, cut.answers?.length, cut.bytes <= 512]).toEqual([true, 0, true]);
    const whole = await ask(question(many), "tcp");
    expect([whole.flag_tc, whole.answers?.length]).toEqual([false, 40]);
  });

  test("a client with EDNS gets more, and an OPT record in return", async () => {
    const answer = await ask(question(many, "A", withEdns));
    expect([answer.flag_tc, answer.answers?.length]).toEqual([false, 40]);
    expect(answer.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232 }]);
    expect((await ask(question(web))).additionals).toEqual([]);
  });

  test("a forwarded answer too long for the client is cut as well", async () => {
    const data = Array.from({ length: 40 }, (_, index) => `203.0.113.${index}`);
    elsewhere = ({ name }, packet) =>
      reply(
        packet,
        data.map((one) => ({ type: "A", name, ttl: 60, data: one })),
      );
    expect(await ask(question("example.com"))).toMatchObject({ id: 77, flag_tc: true, answers: [] });
    expect((await ask(question("example.com"), "tcp")).answers?.length).toBe(40);
  });
});

describe("the rest of the world", () => {
  test("is asked elsewhere, and answered as it comes", async () => {
    expect((await ask(question("example.com"))).answers).toMatchObject([{ data: "203.0.113.1" }]);
    expect(asked).toEqual(["example.com A"]);
  });

  test("without anybody to ask is a failure, not a no", async () => {
    elsewhere = () => undefined;
    expect((await ask(question("example.com"))).rcode).toBe("SERVFAIL");
  });

  test("ExternalName: the alias and what is behind it, here or elsewhere", async () => {
    const external = (externalName: string) =>
      service("out", { spec: { type: "ExternalName", externalName, clusterIPs: [] } });
    book.services.set(external("example.com"));
    const answer = await ask(question("out.default.svc.cluster.local"));
    expect(answer.answers).toMatchObject([
      { type: "CNAME", data: "example.com" },
      { type: "A", data: "203.0.113.1" },
    ]);
    book.services.set(external(web));
    const inside = await ask(question("out.default.svc.cluster.local"));
    expect(inside.answers).toMatchObject([
      { type: "CNAME", data: web },
      { name: web, data: "10.96.0.20" },
    ]);
    book.services.set(external("out.default.svc.cluster.local"));
    expect((await ask(question("out.default.svc.cluster.local"))).rcode).toBe("SERVFAIL");
    expect(asked).toEqual(["example.com A"]);
  });
});

describe("bad packets", () => {
  test("noise and answers get no answer", () => {
    expect(answerer.answer(Buffer.from("hello"), "udp")).toBeUndefined();
    expect(answerer.answer(encode({ type: "response", questions: [{ name: web, type: "A" }] }), "udp")).toBeUndefined();
  });

  test("a header with a broken question is malformed", async () => {
    const packet = question(web).subarray(0, 20);
    expect(await ask(packet)).toMatchObject({ id: 77, rcode: "FORMERR" });
    expect(await ask(encode({ type: "query", id: 5, questions: [] }))).toMatchObject({ id: 5, rcode: "FORMERR" });
  });

  test("other kinds of requests and classes are refused by name", async () => {
    expect((await ask(question(web, "A", { flags: 5 << 11 }))).rcode).toBe("NOTIMP");
    const chaos = encode({ type: "query", id: 1, questions: [{ name: web, type: "TXT", class: "CH" }] });
    expect((await ask(chaos)).rcode).toBe("REFUSED");
  });

  test("random bytes never throw", async () => {
    let seed = 1;
    const next = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed >>> 16;
    };
    forward = () => undefined;
    for (let round = 0; round < 20_000; round++) {
      const packet = question(web, "A", withEdns);
      for (let change = 0; change < 4; change++) packet[next() % packet.length] = next() & 255;
      await answerer.answer(packet.subarray(0, next() % (packet.length + 1)), round % 2 === 0 ? "udp" : "tcp");
    }
    expect((await ask(question(web))).rcode).toBe("NOERROR");
  });
});
