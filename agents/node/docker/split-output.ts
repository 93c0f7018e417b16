// Takes apart Docker's multiplexed output (logs, exec and attach without a terminal).
// Docker: pkg/stdcopy; a frame is [stream, 0, 0, 0, length as 32-bit big endian] and its payload.

export interface OutputPiece {
  readonly stream: "stdout" | "stderr";
  /** A view into the chunk that came in: copy it to keep it. */
  readonly bytes: Buffer;
}

/** One per connection: remembers where in a frame the last chunk ended. Nothing is buffered but half a header. */
export class OutputSplitter {
  #header = Buffer.alloc(8);
  #headerLength = 0;
  #stream: OutputPiece["stream"] = "stdout";
  #remaining = 0;

  /** The pieces in `chunk`, in order. A frame that spans chunks comes in several pieces. */
  *split(chunk: Buffer): Generator<OutputPiece> {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#remaining === 0) {
        offset += this.#readHeader(chunk, offset);
        continue;
      }
      const end = Math.min(offset + this.#remaining, chunk.length);
      this.#remaining -= end - offset;
      yield { stream: this.#stream, bytes: chunk.subarray(offset, end) };
      offset = end;
    }
  }

  /** How many bytes of `chunk` were taken. */
  #readHeader(chunk: Buffer, offset: number): number {
    const taken = Math.min(8 - this.#headerLength, chunk.length - offset);
    chunk.copy(this.#header, this.#headerLength, offset, offset + taken);
    this.#headerLength += taken;
    if (this.#headerLength === 8) {
      this.#headerLength = 0;
      // 0 is stdin echoed, 3 Docker's own error message: both are for the person who reads stderr.
      this.#stream = this.#header[0] === 1 ? "stdout" : "stderr";
      this.#remaining = this.#header.readUInt32BE(4);
    }
    return taken;
  }
}
