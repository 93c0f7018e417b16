// A stream's channel 0 as the body of a Response: the reader's pace is the node's credit.
import { bodyChannel } from "../channels.ts";
import { BODY_BUFFER_BYTES } from "../limits.ts";
import type { StreamEnd, StreamOutcome } from "../stream-end.ts";
import { failureOf } from "./open-stream.ts";

export class StreamBody {
  readonly readable: ReadableStream<Uint8Array>;
  readonly #onLeft: () => void;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #end: StreamEnd | undefined;
  #owed = 0;
  #over = false;

  /** `onLeft`: the reader has gone; the stream has been reset. */
  constructor(onLeft: () => void = () => {}) {
    this.#onLeft = onLeft;
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#credit(),
        cancel: () => {
          this.#over = true;
          this.#end?.reset("the client went away");
          this.#onLeft();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BODY_BUFFER_BYTES }),
    );
  }

  join(end: StreamEnd): void {
    this.#end = end;
  }

  data(channel: number, bytes: Uint8Array): void {
    if (this.#over || channel !== bodyChannel) return;
    this.#owed += bytes.length;
    this.#controller.enqueue(bytes);
    if ((this.#controller.desiredSize ?? 0) > 0) this.#credit();
  }

  closed(outcome: StreamOutcome): void {
    if (this.#over) return;
    this.#over = true;
    if (outcome.type === "finished") this.#controller.close();
    else this.#controller.error(failureOf(outcome));
  }

  #credit(): void {
    const owed = this.#owed;
    this.#owed = 0;
    this.#end?.consumed(owed);
  }
}
