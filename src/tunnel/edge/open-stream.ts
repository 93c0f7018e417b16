// Opens a stream to a node through its link object.
import {
  badRequest,
  internalError,
  type Status,
  StatusError,
  type StatusReason,
  serviceUnavailable,
} from "../../apimachinery/status-error.ts";
import type { OpenHeader, RejectHeader } from "../headers.ts";
import { decodeFrame, headerFits } from "../protocol.ts";
import { STREAM_URL } from "../relay/paths.ts";
import { StreamEnd, type StreamListener, type StreamOutcome } from "../stream-end.ts";
import type { EdgeHost, EdgeSocket, LinkStub } from "./host.ts";

export interface OpenStream {
  readonly link: LinkStub;
  readonly header: OpenHeader;
  readonly host: EdgeHost;
  readonly listener: StreamListener;
  /** Without, the node may take as long as it likes. */
  readonly answerWithinMs?: number;
}

/**
 * Asks the node for a stream; its answer comes to the listener. Throws StatusError when the node isn't connected.
 * Whatever happens, the listener hears `closed` once, unless it ended the stream itself.
 */
export async function openStream({ link, header, host, listener, answerWithinMs }: OpenStream): Promise<StreamEnd> {
  if (!headerFits(header)) throw badRequest("the request is too long to be carried to the node");
  const socket = await connect(link);
  // The object gives the stream its number.
  const end = new StreamEnd({ role: "opener", stream: 0, transmit: (message) => transmit(socket, message) });
  const cancelTimeout = answerWithinMs === undefined ? () => {} : host.timers.after(answerWithinMs, giveUp);
  function giveUp(): void {
    end.reset("no answer in time");
    listener.closed({ type: "rejected", header: noAnswer });
  }
  end.listen({
    accepted(accepted) {
      cancelTimeout();
      listener.accepted?.(accepted);
    },
    data: (channel, bytes) => listener.data(channel, bytes),
    ended: (channel) => listener.ended(channel),
    closed(outcome) {
      cancelTimeout();
      listener.closed(outcome);
    },
  });
  socket.addEventListener("message", ({ data }) => receive(end, data));
  socket.addEventListener("close", () => {
    cancelTimeout();
    end.lost();
  });
  socket.addEventListener("error", () => end.lost());
  end.open(header);
  return end;
}

const noAnswer: RejectHeader = { code: 504, reason: "Timeout", message: "the node did not answer in time" };

async function connect(link: LinkStub): Promise<EdgeSocket> {
  const answer = await link.fetch(new Request(STREAM_URL, { headers: { Upgrade: "websocket" } }));
  const socket = answer.webSocket;
  if (socket === undefined || socket === null) throw refusalOf(answer.status, await answer.text());
  socket.accept();
  socket.binaryType = "arraybuffer";
  return socket;
}

/** The object's own refusal is a Status. */
function refusalOf(code: number, body: string): StatusError {
  try {
    const { message, reason, details } = JSON.parse(body) as Status;
    return new StatusError(code, reason ?? "", message ?? "", details);
  } catch {
    return serviceUnavailable("the node can't be reached");
  }
}

function transmit(socket: EdgeSocket, message: Uint8Array): void {
  try {
    socket.send(message);
  } catch {
    // Closed already: its close event ends the stream.
  }
}

function receive(end: StreamEnd, data: unknown): void {
  const frame = data instanceof ArrayBuffer ? decodeFrame(new Uint8Array(data)) : undefined;
  if (frame === undefined || frame.type === "malformed") end.violated("the node sent what is no frame");
  else if (frame.type === "hello" || frame.type === "open") end.violated(`the node sent ${frame.type}`);
  else end.receive(frame);
}

/** What the client hears of a stream that did not finish. */
export function failureOf(outcome: Exclude<StreamOutcome, { type: "finished" }>): StatusError {
  switch (outcome.type) {
    case "rejected": {
      const { code, reason, message } = outcome.header;
      return new StatusError(code, reason as StatusReason, message);
    }
    case "reset":
      return internalError(outcome.message);
    case "lost":
      return serviceUnavailable("the connection to the node was lost");
  }
}
