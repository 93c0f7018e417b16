// Input on its way to a process or a server that may be slower than its sender: what can't wait in memory waits on disk.
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { INPUT_MEMORY_BYTES, INPUT_SPOOL_BYTES_MAX, SPOOL_READ_BYTES } from "./limits.ts";

export interface SpooledInputOptions {
  /** Where files may be made; each is gone from there as soon as it is open, so that no crash leaves one behind. */
  readonly directory: string;
  readonly memoryBytes?: number;
  readonly spoolBytesMax?: number;
}

let filesMade = 0;

/** Order is kept: once something waits on disk, what comes later waits behind it. */
export class SpooledInput {
  readonly #sink: Writable;
  readonly #directory: string;
  readonly #memoryBytes: number;
  readonly #spoolBytesMax: number;
  #memory: Uint8Array[] = [];
  #memoryHeld = 0;
  #file: Promise<FileHandle> | undefined;
  /** Ends of what was given to the file, of what is in it, and of what was read from it. */
  #given = 0;
  #stored = 0;
  #read = 0;
  #storing: Promise<void> = Promise.resolve();
  /** What waits for room on disk: its senders get no credit. */
  #refused: (() => void)[] = [];
  #ended = false;
  #over = false;
  #pumping = false;

  constructor(sink: Writable, options: SpooledInputOptions) {
    this.#sink = sink;
    this.#directory = options.directory;
    this.#memoryBytes = options.memoryBytes ?? INPUT_MEMORY_BYTES;
    this.#spoolBytesMax = options.spoolBytesMax ?? INPUT_SPOOL_BYTES_MAX;
    // A process that has closed its input gets nothing more, and blocks nobody.
    sink.on("error", () => this.destroy());
    sink.on("close", () => this.destroy());
  }

  /** Bytes on disk that wait. */
  get spooledBytes(): number {
    return this.#given - this.#read;
  }

  /** `done` when the bytes are safe here, or no longer wanted: more may come. */
  write(bytes: Uint8Array, done: () => void): void {
    if (this.#over || this.#ended || !this.#sink.writable) {
      done();
    } else if (this.#refused.length > 0) {
      this.#refused.push(() => this.write(bytes, done));
    } else if (this.spooledBytes === 0 && this.#memoryHeld + bytes.length <= this.#memoryBytes) {
      this.#memory.push(bytes);
      this.#memoryHeld += bytes.length;
      done();
      void this.#pump();
    } else if (this.spooledBytes + bytes.length > this.#spoolBytesMax) {
      this.#refused.push(() => this.write(bytes, done));
    } else {
      this.#spool(bytes, done);
    }
  }

  /** No more comes: the sink is ended once it has everything. */
  end(): void {
    if (this.#refused.length > 0) {
      this.#refused.push(() => this.end());
      return;
    }
    this.#ended = true;
    void this.#pump();
  }

  /** Whatever waits is dropped. The sink is left as it is. */
  destroy(): void {
    if (this.#over) return;
    this.#over = true;
    this.#memory = [];
    this.#memoryHeld = 0;
    const refused = this.#refused.splice(0);
    for (const again of refused) again();
    const file = this.#file;
    this.#file = undefined;
    void this.#storing.then(async () => (await file)?.close()).catch(() => undefined);
  }

  #spool(bytes: Uint8Array, done: () => void): void {
    const position = this.#given;
    this.#given += bytes.length;
    this.#file ??= this.#makeFile();
    const file = this.#file;
    const stored = this.#storing.then(async () => {
      if (this.#over) return;
      await (await file).write(bytes, 0, bytes.length, position);
      this.#stored = position + bytes.length;
      void this.#pump();
    });
    // A full disk: what came is lost, so the process must not think that it got everything.
    this.#storing = stored.catch((error: Error) => void this.#sink.destroy(error)).finally(done);
  }

  async #makeFile(): Promise<FileHandle> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    filesMade += 1;
    const path = join(this.#directory, `input-${process.pid}-${filesMade}`);
    const file = await open(path, "wx+", 0o600);
    await unlink(path);
    return file;
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let bytes = await this.#next(); bytes !== undefined && !this.#over; bytes = await this.#next()) {
        await this.#deliver(bytes);
      }
    } catch (error) {
      this.#sink.destroy(error as Error);
    } finally {
      this.#pumping = false;
    }
    if (this.#over) return;
    // Something may have come between the last look and here.
    if (this.#memory.length > 0 || this.#stored > this.#read) void this.#pump();
    else if (this.#ended && this.spooledBytes === 0) this.#sink.end();
  }

  /** What comes next; undefined when nothing is here yet. */
  async #next(): Promise<Uint8Array | undefined> {
    const first = this.#memory.shift();
    if (first !== undefined) {
      this.#memoryHeld -= first.length;
      return first;
    }
    const length = Math.min(this.#stored - this.#read, SPOOL_READ_BYTES);
    if (length <= 0 || this.#file === undefined) return undefined;
    const file = await this.#file;
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, this.#read);
    this.#read += bytesRead;
    this.#reuse(file);
    for (const again of this.#refused.splice(0)) again();
    return buffer.subarray(0, bytesRead);
  }

  /** Everything on disk has been read: the file begins anew, so that it grows no larger than what ever waited. */
  #reuse(file: FileHandle): void {
    if (this.#read < this.#given) return;
    this.#given = 0;
    this.#stored = 0;
    this.#read = 0;
    // In its turn: what is written next goes to the beginning again.
    this.#storing = this.#storing.then(() => (this.#over ? undefined : file.truncate(0)));
  }

  #deliver(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#sink.write(bytes, () => resolve()));
  }
}
