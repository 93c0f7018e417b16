// The DNS server's sockets: UDP and TCP on each of its addresses. Bound to addresses, never to all: an answer must come from where the question went.
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import type { Log } from "../../../src/platform/log.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Answerer } from "./answerer.ts";
import { tcpBacklogBytesMax, tcpConnectionsMax, tcpIdleMs, tcpQuestionsMax, udpReceiveBufferBytes } from "./limits.ts";
import { framed, takeMessages } from "./tcp-messages.ts";

export interface DnsServer {
  /** Opens what of `addresses` isn't open yet: one may appear late, a port may be taken for a while. Answers all that are served. */
  ensure(addresses: readonly string[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface DnsServerOptions {
  readonly answerer: Answerer;
  readonly timers: Timers;
  readonly log: Log;
  /** Another port than 53, for tests. */
  readonly port?: number;
}

interface Listener {
  stop(): Promise<void>;
}

export function createDnsServer(options: DnsServerOptions): DnsServer {
  const { log, port = 53 } = options;
  const open = new Map<string, Listener>();
  const complained = new Map<string, string>();

  async function tryOpen(address: string): Promise<void> {
    try {
      const udp = await listenUdp(address, port, options);
      const tcp = await listenTcp(address, port, options).catch(async (error: unknown) => {
        await udp.stop();
        throw error;
      });
      open.set(address, { stop: async () => void (await Promise.all([udp.stop(), tcp.stop()])) });
      complained.delete(address);
    } catch (error) {
      const why = String(error);
      if (complained.get(address) !== why)
        log.error("DNS can't be served here; will try again", { address, port, why });
      complained.set(address, why);
    }
  }

  return {
    async ensure(addresses) {
      for (const address of addresses) if (!open.has(address)) await tryOpen(address);
      return [...open.keys()];
    },
    async stop() {
      const listeners = [...open.values()];
      open.clear();
      await Promise.all(listeners.map((one) => one.stop()));
    },
  };
}

function listenUdp(address: string, port: number, { answerer, log }: DnsServerOptions): Promise<Listener> {
  const socket = createSocket({ type: "udp4", recvBufferSize: udpReceiveBufferBytes });
  const failed = (error: unknown) => log.error("a question could not be answered", { error: String(error) });
  socket.on("message", (packet, from) => {
    // No packet, however odd, may end the agent.
    try {
      const answer = answerer.answer(packet, "udp");
      if (answer === undefined) return;
      if (Buffer.isBuffer(answer)) reply(socket, answer, from);
      else answer.then((late) => late && reply(socket, late, from)).catch(failed);
    } catch (error) {
      failed(error);
    }
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off("error", reject);
      socket.on("error", (error) => log.warn("DNS socket", { address, error: String(error) }));
      resolve({ stop: () => new Promise((closed) => void socket.close(() => closed())) });
    });
  });
}

function reply(socket: UdpSocket, answer: Buffer, to: { readonly port: number; readonly address: string }): void {
  // A client that is gone, or a socket that was closed meanwhile, is nobody's trouble.
  try {
    socket.send(answer, to.port, to.address, () => {});
  } catch {}
}

function listenTcp(address: string, port: number, options: DnsServerOptions): Promise<Listener> {
  const clients = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    client.once("close", () => clients.delete(client));
    serveTcp(client, options);
  });
  server.maxConnections = tcpConnectionsMax;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      server.on("error", (error) => options.log.warn("DNS socket", { address, error: String(error) }));
      resolve({
        stop() {
          for (const client of clients) client.destroy();
          return new Promise((closed) => void server.close(() => closed()));
        },
      });
    });
  });
}

/** Questions of one connection are answered as answers come, as RFC 7766 allows; a client that asks faster than it reads is cut off. */
function serveTcp(client: Socket, { answerer, timers }: DnsServerOptions): void {
  let received: Buffer = Buffer.alloc(0);
  let waiting = 0;
  let cancelIdle = timers.after(tcpIdleMs, () => client.destroy());

  async function answerOne(packet: Buffer): Promise<void> {
    waiting += 1;
    const answer = await answerer.answer(packet, "tcp");
    waiting -= 1;
    if (answer && client.writable) client.write(framed(answer));
  }

  client.on("error", () => client.destroy());
  client.once("close", () => cancelIdle());
  client.on("data", (chunk) => {
    cancelIdle();
    cancelIdle = timers.after(tcpIdleMs, () => client.destroy());
    const { messages, rest } = takeMessages(Buffer.concat([received, chunk]));
    received = rest;
    if (waiting + messages.length > tcpQuestionsMax || client.writableLength > tcpBacklogBytesMax)
      return void client.destroy();
    for (const message of messages) answerOne(message).catch(() => client.destroy());
  });
}
