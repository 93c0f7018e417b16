// A WebSocket client small enough to ask for subprotocols that `ws` refuses: "SPDY/3.1+portforward.k8s.io" has a slash.
import { type IncomingMessage, request } from "node:http";
import type { Duplex } from "node:stream";

export interface RawWebSocket {
  readonly subprotocol: string;
  /** One binary message. */
  send(bytes: Buffer): void;
  close(): void;
  /** The other side's close code; 1006 when it went without one. */
  readonly closed: Promise<number>;
}

export function openRawWebSocket(
  url: string,
  subprotocol: string,
  onMessage: (bytes: Buffer) => void,
): Promise<RawWebSocket> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      headers: {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": Buffer.alloc(16, 7).toString("base64"),
        "Sec-WebSocket-Protocol": subprotocol,
      },
    });
    outgoing.on("response", (response) => reject(new Error(`status ${response.statusCode}`)));
    outgoing.on("error", reject);
    outgoing.on("upgrade", (response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(rawWebSocket(response, socket, onMessage));
    });
    outgoing.end();
  });
}

function rawWebSocket(response: IncomingMessage, socket: Duplex, onMessage: (bytes: Buffer) => void): RawWebSocket {
  let closeCode = 1006;
  let pending: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let frame = nextFrame(pending); frame !== undefined; frame = nextFrame(pending)) {
      pending = frame.rest;
      if (frame.code === 2) onMessage(frame.payload);
      if (frame.code === 8) {
        closeCode = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
        socket.write(masked(8, frame.payload));
        socket.end();
      }
    }
  });
  socket.on("error", () => undefined);
  return {
    subprotocol: String(response.headers["sec-websocket-protocol"] ?? ""),
    send: (bytes) => void socket.write(masked(2, bytes)),
    close: () => void socket.destroy(),
    closed: new Promise((done) => socket.on("close", () => done(closeCode))),
  };
}

function nextFrame(bytes: Buffer): { code: number; payload: Buffer; rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] as number) & 127;
  const headLength = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < headLength) return undefined;
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < headLength + length) return undefined;
  const end = headLength + length;
  return { code: (bytes[0] as number) & 15, payload: bytes.subarray(headLength, end), rest: bytes.subarray(end) };
}

/** With a mask of zeros, which changes nothing. */
function masked(code: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length > 65535 ? 14 : payload.length > 125 ? 8 : 6);
  head[0] = 0x80 | code;
  if (payload.length > 65535) {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  } else if (payload.length > 125) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = 0x80 | payload.length;
  }
  return Buffer.concat([head, payload]);
}
