// Joins a client's WebSocket to a stream: dialect, pace, and how it ends. Knows no kind of stream.
import { type Status, tooLarge } from "../../apimachinery/status-error.ts";
import { CLIENT_BUFFERED_BYTES_MAX, CLIENT_DRAIN_POLL_MS, HOLDS, UNSENT_BYTES_MAX } from "../limits.ts";
import type { StreamEnd, StreamListener, StreamOutcome } from "../stream-end.ts";
import type { Dialect, Message } from "./dialect.ts";
import type { EdgeHost, EdgeSocket } from "./host.ts";
import { failureOf } from "./open-stream.ts";

/** 1000: upstream closes normally, also after a failure that the error channel told. */
const CLOSE_NORMAL = 1000;
const CLOSE_UNSUPPORTED = 1003;

export class ClientBridge implements StreamListener {
  readonly #socket: EdgeSocket;
  readonly #dialect: Dialect;
  readonly #host: EdgeHost;
  #end: StreamEnd | undefined;
  #open = true;
  /** Bytes given to the connection, for which the node has no credit yet. */
  #owed = 0;
  #draining = false;

  constructor(socket: EdgeSocket, dialect: Dialect, host: EdgeHost) {
    this.#socket = socket;
    this.#dialect = dialect;
    this.#host = host;
  }

  /** From here on the client is heard: at once after the stream was opened, so that nothing of either is missed. */
  join(end: StreamEnd): void {
    this.#end = end;
    this.#socket.addEventListener("message", ({ data }) => this.#receive(data));
    this.#socket.addEventListener("close", (event) => this.#left(event));
    this.#socket.addEventListener("error", (event) => this.#left(event));
    this.#accept();
  }

  /** The stream could not even be opened. */
  refuse(status: Status): void {
    this.#accept();
    this.#fail(status);
  }

  data(channel: number, bytes: Uint8Array): void {
    for (const output of this.#dialect.toClient(channel, bytes)) {
      if (output.type === "message") this.#send(output.message);
      else this.#close(sendableCode(output.code), output.reason);
    }
    this.#owed += bytes.length;
    this.#settle();
  }

  /** No dialect tells a client of one channel's end. */
  ended(): void {}

  closed(outcome: StreamOutcome): void {
    if (outcome.type === "finished") this.#close(CLOSE_NORMAL, "");
    else this.#fail(failureOf(outcome).status());
  }

  #accept(): void {
    this.#socket.accept();
    this.#socket.binaryType = "arraybuffer";
    for (const greeting of this.#dialect.greetings) this.#send(greeting);
  }

  #fail(status: Status): void {
    const message = this.#dialect.failure(status);
    if (message !== undefined) this.#send(message);
    this.#close(CLOSE_NORMAL, "");
  }

  #receive(data: unknown): void {
    const end = this.#end;
    if (!this.#open || end === undefined) return;
    const message = data instanceof ArrayBuffer ? new Uint8Array(data) : String(data);
    const input = this.#dialect.fromClient(message);
    switch (input.type) {
      case "data":
        end.send(input.channel, input.bytes);
        this.#brake(end);
        return;
      case "end":
        end.end(input.channel);
        return;
      case "violation":
        end.reset(input.reason);
        this.#close(CLOSE_UNSUPPORTED, input.reason);
        return;
      case "nothing":
        return;
    }
  }

  #brake(end: StreamEnd): void {
    if (end.unsentBytes > UNSENT_BYTES_MAX) {
      this.#cut(end);
      return;
    }
    const hold = HOLDS.find(({ aboveBytes }) => end.unsentBytes > aboveBytes);
    if (hold !== undefined) this.#host.hold?.(hold.ms);
  }

  /** A client that can't be made to wait is told why it is cut off. */
  #cut(end: StreamEnd): void {
    const why = `the container did not take its input fast enough: more than ${UNSENT_BYTES_MAX >> 20} MiB were waiting`;
    end.reset(why);
    this.#fail(tooLarge(why).status());
  }

  #left(event: unknown): void {
    const { code = 1005, reason = "" } = event as { readonly code?: number; readonly reason?: string };
    const last = this.#open ? this.#dialect.fromClose?.(code, reason) : undefined;
    this.#open = false;
    if (last?.type !== "data") {
      this.#end?.reset("the client went away");
      return;
    }
    this.#end?.send(last.channel, last.bytes);
    this.#end?.finish();
  }

  #send(message: Message): void {
    if (!this.#open) return;
    try {
      this.#socket.send(message);
    } catch {
      // Closed already: its close event follows.
    }
  }

  #close(code: number, reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      this.#socket.close(code, reason);
    } catch {
      // Closed already.
    }
  }

  /** Gives credit for what the connection has taken, now or as soon as it has. */
  #settle(): void {
    if (this.#draining || this.#owed === 0) return;
    if (this.#socket.bufferedAmount > CLIENT_BUFFERED_BYTES_MAX && this.#open) {
      this.#draining = true;
      this.#host.timers.after(CLIENT_DRAIN_POLL_MS, () => {
        this.#draining = false;
        this.#settle();
      });
      return;
    }
    const owed = this.#owed;
    this.#owed = 0;
    this.#end?.consumed(owed);
  }
}

/** Codes that stand for a missing one can't be sent. */
function sendableCode(code: number): number {
  return code === 1005 || code === 1006 || code === 1015 ? CLOSE_NORMAL : code;
}
