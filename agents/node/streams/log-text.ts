// A log's bytes as a client reads them: Docker's frames taken apart, and cut at the limit.
import { OutputSplitter } from "../docker/split-output.ts";

export interface LogTextOptions {
  /** The container has a terminal: Docker doesn't frame its log. */
  readonly tty: boolean;
  readonly limitBytes: number | undefined;
}

export class LogText {
  readonly #tty: boolean;
  readonly #splitter = new OutputSplitter();
  #remaining: number;

  constructor({ tty, limitBytes }: LogTextOptions) {
    this.#tty = tty;
    this.#remaining = limitBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Nothing more is wanted. */
  get full(): boolean {
    return this.#remaining === 0;
  }

  /** What of `chunk` goes to the client. */
  read(chunk: Buffer): Buffer {
    if (this.#tty) return this.#cut(chunk);
    return this.#cut(Buffer.concat([...this.#splitter.split(chunk)].map(({ bytes }) => bytes)));
  }

  #cut(bytes: Buffer): Buffer {
    const kept = bytes.length > this.#remaining ? bytes.subarray(0, this.#remaining) : bytes;
    this.#remaining -= kept.length;
    return kept;
  }
}
