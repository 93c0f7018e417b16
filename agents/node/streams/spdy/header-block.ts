// Header blocks: names and values, compressed in one zlib stream for the whole connection.
import { constants, createInflate, type Inflate } from "node:zlib";
import { spdyDictionary } from "./dictionary.ts";
import { HEADER_BLOCK_BYTES_MAX } from "./limits.ts";

export type SpdyHeaders = ReadonlyMap<string, string>;

/** Unpacks the blocks of one connection. They share a compression state, so each must be read before the next. */
export class HeaderUnpacker {
  readonly #inflate: Inflate;
  #failed: Error | undefined;
  #fail: (error: Error) => void = () => {};

  constructor() {
    this.#inflate = createInflate({
      dictionary: spdyDictionary,
      flush: constants.Z_SYNC_FLUSH,
      // Room for a whole block: only then is the write's callback its end.
      readableHighWaterMark: 2 * HEADER_BLOCK_BYTES_MAX,
    } as Parameters<typeof createInflate>[0]);
    this.#inflate.on("error", (error) => {
      this.#failed = error;
      this.#fail(error);
    });
  }

  /** Names in lower case. Rejects when the block is none, or unpacks to too much. */
  async unpack(block: Buffer): Promise<SpdyHeaders> {
    if (this.#failed !== undefined) throw this.#failed;
    return parseHeaders(await this.#write(block));
  }

  close(): void {
    this.#inflate.destroy();
  }

  #write(block: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      const chunks: Buffer[] = [];
      let length = 0;
      const collect = () => {
        for (let chunk = this.#inflate.read(); chunk !== null; chunk = this.#inflate.read()) {
          chunks.push(chunk);
          length += chunk.length;
          if (length > HEADER_BLOCK_BYTES_MAX) this.#inflate.destroy(new Error("a header block is too long"));
        }
      };
      // A block that unpacks to more than the buffer would wait for a reader for ever.
      this.#inflate.on("readable", collect);
      this.#inflate.write(block, () => {
        collect();
        this.#inflate.off("readable", collect);
        resolve(Buffer.concat(chunks));
      });
    });
  }
}

/** [count, then for each: length, name, length, value], all lengths 32-bit big endian. */
export function parseHeaders(bytes: Buffer): SpdyHeaders {
  let at = 0;
  const number = () => {
    if (at + 4 > bytes.length) throw new Error("a header block is cut short");
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    if (at + length > bytes.length) throw new Error("a header block is cut short");
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const count = number();
  const headers = new Map<string, string>();
  for (let index = 0; index < count; index += 1) {
    const name = text().toLowerCase();
    headers.set(name, text());
  }
  return headers;
}

/**
 * A block without headers, as a piece of our connection's zlib stream: the only one that is ever sent. Stored, not
 * compressed, so it needs no compressor with its quarter of a megabyte. The first begins the zlib stream. Each ends with
 * an empty stored block: Go's decompressor gives nothing out before one.
 */
export function emptyHeaderBlock({ first }: { readonly first: boolean }): Buffer {
  const stored = [0x00, 0x04, 0x00, 0xfb, 0xff, 0, 0, 0, 0, 0x00, 0x00, 0x00, 0xff, 0xff];
  // zlib's header with the mark of a preset dictionary, and the dictionary's Adler-32.
  return Buffer.from(first ? [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2, ...stored] : stored);
}
