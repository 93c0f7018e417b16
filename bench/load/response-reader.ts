// Reads the HTTP/1.1 responses of one connection as their bytes come: enough of the protocol for what our server sends.
// Node's own client costs several times what the server does, and would be what is measured.

export interface ResponseHead {
  readonly code: number;
  /** Bytes of the body; undefined: it comes in chunks. */
  readonly length: number | undefined;
}

/** Throws on what is no head, or has a body that ends with the connection. `text` ends with an empty line. */
export function parseHead(text: string): ResponseHead {
  const code = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  if (code === undefined) throw new Error(`no HTTP response: ${text.slice(0, 40)}`);
  if (/\r\ntransfer-encoding: *chunked\r\n/i.test(text)) return { code: Number(code), length: undefined };
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text)?.[1];
  if (length === undefined) throw new Error(`a response of unknown length: ${text.slice(0, 200)}`);
  return { code: Number(code), length: Number(length) };
}

export interface ResponseListener {
  /** Pieces of the body, as they come. */
  body(piece: Buffer): void;
  done(code: number): void;
}

const headEnd = Buffer.from("\r\n\r\n");
const none = Buffer.alloc(0);

type State = "head" | "length" | "chunk size" | "chunk" | "chunk end" | "trailer";

export class ResponseReader {
  readonly #listener: ResponseListener;
  #state: State = "head";
  #rest: Buffer = none;
  #code = 0;
  /** Bytes to come of the body or of the chunk. */
  #left = 0;

  constructor(listener: ResponseListener) {
    this.#listener = listener;
  }

  push(bytes: Buffer): void {
    let data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = none;
    while (data.length > 0) {
      const taken = this.#step(data);
      if (taken === 0) {
        this.#rest = data;
        return;
      }
      data = data.subarray(taken);
    }
  }

  /** How many bytes were read; 0: more are needed. */
  #step(data: Buffer): number {
    switch (this.#state) {
      case "head":
        return this.#head(data);
      case "length":
      case "chunk":
        return this.#bytes(data);
      case "chunk size":
        return this.#chunkSize(data);
      case "chunk end":
        if (data.length < 2) return 0;
        this.#state = "chunk size";
        return 2;
      case "trailer":
        if (data.length < 2) return 0;
        this.#finish();
        return 2;
    }
  }

  #head(data: Buffer): number {
    const end = data.indexOf(headEnd);
    if (end < 0) return 0;
    const head = parseHead(data.toString("latin1", 0, end + 4));
    this.#code = head.code;
    if (head.length === undefined) this.#state = "chunk size";
    else if (head.length === 0) this.#finish();
    else {
      this.#state = "length";
      this.#left = head.length;
    }
    return end + 4;
  }

  #bytes(data: Buffer): number {
    const piece = data.length <= this.#left ? data : data.subarray(0, this.#left);
    this.#left -= piece.length;
    this.#listener.body(piece);
    if (this.#left > 0) return piece.length;
    if (this.#state === "chunk") this.#state = "chunk end";
    else this.#finish();
    return piece.length;
  }

  #chunkSize(data: Buffer): number {
    const end = data.indexOf("\r\n");
    if (end < 0) return 0;
    const size = Number.parseInt(data.toString("latin1", 0, end), 16);
    if (!Number.isInteger(size)) throw new Error("a chunk without a size");
    this.#left = size;
    this.#state = size === 0 ? "trailer" : "chunk";
    return end + 2;
  }

  #finish(): void {
    this.#state = "head";
    this.#listener.done(this.#code);
  }
}
