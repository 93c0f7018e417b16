// A proxied WebSocket: the agent is its client, messages travel as records.
import { WebSocket } from "ws";
import { bodyChannel } from "../../../src/tunnel/channels.ts";
import type { HttpHeader } from "../../../src/tunnel/headers.ts";
import {
  encodeRecord,
  RECORD_BYTES_MAX,
  RecordReader,
  type WebSocketRecord,
} from "../../../src/tunnel/web-socket-records.ts";
import type { ServedStream } from "../link/session.ts";
import { internalError } from "./context.ts";
import { unreachable } from "./http.ts";
import { tlsOptions } from "./tls-options.ts";

/** Made anew by the client library for its own handshake. */
const handshakeHeaders = /^(connection|upgrade|sec-websocket-.*)$/i;

/** Names that come several times (a caller's groups) keep all their values. */
function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const known = values[name];
    values[name] = known === undefined ? value : [known, value].flat();
  }
  // Node takes lists, whatever the library's types say.
  return values as Record<string, string>;
}

export function serveWebSocket({ destination, path, headers }: HttpHeader, stream: ServedStream): void {
  if (destination.type === "agent") {
    stream.end.reject(internalError("the agent itself has no WebSockets"));
    return;
  }
  const scheme = destination.scheme === "https" ? "wss" : "ws";
  const host = destination.host.includes(":") ? `[${destination.host}]` : destination.host;
  const asked = headers.filter(([name]) => name.toLowerCase() === "sec-websocket-protocol").map(([, value]) => value);
  const protocols = asked.flatMap((value) => value.split(",")).map((one) => one.trim());
  const socket = new WebSocket(`${scheme}://${host}:${destination.port}${path}`, protocols, {
    headers: grouped(headers.filter(([name]) => !handshakeHeaders.test(name))),
    maxPayload: RECORD_BYTES_MAX,
    perMessageDeflate: false,
    ...tlsOptions(destination),
  });
  listenToClient(socket, stream);
  socket.on("open", () => {
    const answered: [string, string][] = socket.protocol === "" ? [] : [["Sec-WebSocket-Protocol", socket.protocol]];
    stream.end.accept({ http: { status: 101, headers: answered } });
  });
  socket.on("message", async (data, isBinary) => {
    stream.end.send(bodyChannel, encodeRecord({ kind: isBinary ? "binary" : "text", bytes: data as Buffer }));
    socket.pause();
    await stream.ready();
    socket.resume();
  });
  socket.on("close", (code, reason) => {
    stream.end.send(bodyChannel, encodeRecord({ kind: "close", code, reason: reason.toString() }));
    stream.end.finish();
  });
  socket.on("error", (error) => {
    if (stream.end.state === "opening") stream.end.reject(unreachable(destination, error));
  });
}

function listenToClient(socket: WebSocket, stream: ServedStream): void {
  const reader = new RecordReader();
  const early: WebSocketRecord[] = [];
  socket.on("open", () => {
    for (const record of early.splice(0)) pass(record);
  });
  stream.end.listen({
    data(_channel, bytes) {
      const records = reader.read(bytes);
      stream.end.consumed(bytes.length);
      if (records === undefined) stream.end.violated("a WebSocket record");
      else if (socket.readyState === WebSocket.CONNECTING) early.push(...records);
      else for (const record of records) pass(record);
    },
    ended: () => {},
    closed: () => socket.terminate(),
  });

  function pass(record: WebSocketRecord): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (record.kind === "close") socket.close(sendable(record.code), record.reason);
    else socket.send(record.bytes, { binary: record.kind === "binary" });
  }
}

/** Codes that say that there was none may not be sent. */
function sendable(code: number): number {
  return code === 1005 || code === 1006 || code === 1015 ? 1000 : code;
}
