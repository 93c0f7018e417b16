// Questions about the rest of the world: to the host's resolvers and back.
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { forwardAttemptsMax, forwardedQuestionsMax, forwardTimeoutMs } from "./limits.ts";
import { framed, takeMessages } from "./tcp-messages.ts";
import type { Upstreams } from "./upstreams.ts";

export interface Forwarder {
  /** The answer to a packet, with the packet's own ID; undefined when no resolver answered. */
  ask(packet: Buffer, transport: "udp" | "tcp"): Promise<Buffer | undefined>;
}

export interface ForwarderParts {
  readonly upstreams: Upstreams;
  readonly timers: Timers;
  readonly random: Random;
  /** Another port than 53, for tests. */
  readonly port?: number;
}

/** Every question goes out from a socket of its own with an ID of its own: whoever wants to forge an answer must guess both. */
export function createForwarder(parts: ForwarderParts): Forwarder {
  const { upstreams, random } = parts;
  let under = 0;
  /** The resolver that answered last is asked first: a dead one costs its timeout once, not every time. */
  let preferred = "";

  async function ask(packet: Buffer, transport: "udp" | "tcp"): Promise<Buffer | undefined> {
    const all = await upstreams.list();
    const order = all.includes(preferred) ? [preferred, ...all.filter((one) => one !== preferred)] : all;
    const copy = Buffer.from(packet);
    copy.writeUInt16BE(random.integer(65_536), 0);
    for (const server of order.slice(0, forwardAttemptsMax)) {
      const answer = await askOne(copy, server, transport, parts);
      if (!answer) continue;
      preferred = server;
      answer.writeUInt16BE(packet.readUInt16BE(0), 0);
      return answer;
    }
    return undefined;
  }

  return {
    async ask(packet, transport) {
      if (under >= forwardedQuestionsMax) return undefined;
      under += 1;
      try {
        return await ask(packet, transport);
      } finally {
        under -= 1;
      }
    },
  };
}

async function askOne(
  packet: Buffer,
  server: string,
  transport: "udp" | "tcp",
  parts: ForwarderParts,
): Promise<Buffer | undefined> {
  if (transport === "tcp") return askByTcp(packet, server, parts);
  const answer = await askByUdp(packet, server, parts);
  const truncated = answer !== undefined && (answer.readUInt16BE(2) & 0x0200) !== 0;
  // Some clients never ask again by TCP. If that fails here, half an answer beats none.
  return truncated ? ((await askByTcp(packet, server, parts)) ?? answer) : answer;
}

function askByUdp(packet: Buffer, server: string, { timers, port = 53 }: ForwarderParts): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(server.includes(":") ? "udp6" : "udp4");
    const end = (answer?: Buffer) => {
      cancel();
      socket.removeAllListeners("message");
      resolve(answer);
      socket.close();
    };
    const cancel = timers.after(forwardTimeoutMs, () => end());
    // Connected, so that the kernel takes packets of this resolver only, and tells at once when nobody listens there.
    socket.once("error", () => end());
    socket.on("message", (answer) => {
      if (answers(answer, packet)) end(answer);
    });
    socket.connect(port, server, () => socket.send(packet));
  });
}

function askByTcp(packet: Buffer, server: string, { timers, port = 53 }: ForwarderParts): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: server, port, noDelay: true });
    const end = (answer?: Buffer) => {
      cancel();
      resolve(answer);
      socket.destroy();
    };
    const cancel = timers.after(forwardTimeoutMs, () => end());
    let received: Buffer = Buffer.alloc(0);
    socket.on("error", () => end());
    socket.on("close", () => end());
    socket.on("data", (chunk) => {
      const { messages, rest } = takeMessages(Buffer.concat([received, chunk]));
      received = rest;
      const answer = messages.find((one) => answers(one, packet));
      if (answer) end(Buffer.from(answer));
    });
    socket.write(framed(packet));
  });
}

/** Same ID, an answer, and to this question. */
function answers(answer: Buffer, packet: Buffer): boolean {
  if (answer.length < 12 || answer.readUInt16BE(0) !== packet.readUInt16BE(0) || !(answer.readUInt16BE(2) & 0x8000))
    return false;
  // A refusal may come without the question.
  if (answer.readUInt16BE(4) === 0) return true;
  const end = questionEndOf(packet);
  return sameText(answer.toString("latin1", 12, end), packet.toString("latin1", 12, end));
}

function questionEndOf(packet: Buffer): number {
  let offset = 12;
  while (packet[offset]) offset += (packet[offset] as number) + 1;
  return offset + 5;
}

/** Names differ in case at most. */
function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
