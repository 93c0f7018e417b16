// A client's WebSocket to a server in a pod: the agent opens the other half, messages travel as records.
import { bodyChannel } from "../channels.ts";
import type { OpenHeader } from "../headers.ts";
import { ANSWER_TIMEOUT_MS } from "../limits.ts";
import type { StreamOutcome } from "../stream-end.ts";
import { encodeRecord, RecordReader } from "../web-socket-records.ts";
import { Answer } from "./answer.ts";
import { ClientBridge } from "./client-bridge.ts";
import type { ClientOutput, Dialect } from "./dialect.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { failureOf, openStream } from "./open-stream.ts";

export interface ProxiedWebSocket {
  readonly link: LinkStub;
  /** Of kind http, with `upgrade`. */
  readonly header: OpenHeader;
  readonly host: EdgeHost;
}

/** The upgrade is answered when the server in the pod has answered its own. Throws StatusError when it doesn't. */
export async function openProxiedWebSocket({ link, header, host }: ProxiedWebSocket): Promise<Response> {
  const answer = new Answer<Response>();
  let bridge: ClientBridge | undefined;
  const end = await openStream({
    link,
    header,
    host,
    answerWithinMs: ANSWER_TIMEOUT_MS,
    listener: {
      accepted({ http }) {
        const chosen = http?.headers.find(([name]) => name.toLowerCase() === "sec-websocket-protocol")?.[1] ?? "";
        const { response, socket } = host.upgrade(chosen);
        bridge = new ClientBridge(socket, recordDialect(chosen), host);
        bridge.join(end);
        answer.resolve(response);
      },
      data: (channel, bytes) => bridge?.data(channel, bytes),
      ended: () => {},
      closed(outcome: StreamOutcome) {
        if (outcome.type !== "finished") answer.reject(failureOf(outcome));
        bridge?.closed(outcome);
      },
    },
  });
  return answer.promise;
}

/** One for each connection: it puts messages together again. */
export function recordDialect(subprotocol: string): Dialect {
  const reader = new RecordReader();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    subprotocol,
    greetings: [],
    fromClient(message) {
      const record =
        typeof message === "string"
          ? ({ kind: "text", bytes: encoder.encode(message) } as const)
          : ({ kind: "binary", bytes: message } as const);
      return { type: "data", channel: bodyChannel, bytes: encodeRecord(record) };
    },
    fromClose: (code, reason) => ({
      type: "data",
      channel: bodyChannel,
      bytes: encodeRecord({ kind: "close", code, reason }),
    }),
    toClient(_channel, bytes): readonly ClientOutput[] {
      const records = reader.read(bytes);
      if (records === undefined) return [{ type: "close", code: 1002, reason: "the server's messages can't be read" }];
      return records.map((record) => {
        if (record.kind === "close") return { type: "close", code: record.code, reason: record.reason };
        const message = record.kind === "text" ? decoder.decode(record.bytes) : record.bytes;
        return { type: "message", message };
      });
    },
    failure: () => undefined,
  };
}
