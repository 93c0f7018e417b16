// What a client sends to a process: its input, the end of it, and the size of its terminal.
import type { Writable } from "node:stream";
import { commandChannels } from "../../../src/tunnel/channels.ts";
import type { StreamEnd } from "../../../src/tunnel/stream-end.ts";
import { SpooledInput } from "./spooled-input.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export type Resize = (size: TerminalSize) => void;

const decoder = new TextDecoder();

/** Holds what comes before the process is there: the stream's window bounds it. */
export class CommandInput {
  readonly #end: StreamEnd;
  readonly #spoolDirectory: string;
  #early: (() => void)[] | undefined = [];
  #stdin: SpooledInput | undefined;
  #resize: Resize = () => {};

  constructor(end: StreamEnd, spoolDirectory: string) {
    this.#end = end;
    this.#spoolDirectory = spoolDirectory;
  }

  /** The process is there. */
  connect(stdin: Writable, resize: Resize): void {
    this.#stdin = new SpooledInput(stdin, { directory: this.#spoolDirectory });
    this.#resize = resize;
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const act of early) act();
  }

  data(channel: number, bytes: Uint8Array): void {
    if (this.#early !== undefined) this.#early.push(() => this.data(channel, bytes));
    else if (channel === commandChannels.stdin) this.#write(bytes);
    else this.#setSize(bytes);
  }

  ended(channel: number): void {
    if (this.#early !== undefined) this.#early.push(() => this.ended(channel));
    else if (channel === commandChannels.stdin) this.#stdin?.end();
  }

  /** The process is over, or its client: what still waits for it is dropped. */
  destroy(): void {
    this.#stdin?.destroy();
  }

  #write(bytes: Uint8Array): void {
    this.#stdin?.write(bytes, () => this.#end.consumed(bytes.length));
  }

  #setSize(bytes: Uint8Array): void {
    this.#end.consumed(bytes.length);
    const size = terminalSizeOf(decoder.decode(bytes));
    if (size !== undefined) this.#resize(size);
  }
}

/** Kubernetes: staging/src/k8s.io/client-go/tools/remotecommand/resize.go TerminalSize. Sizes that no terminal has are ignored. */
export function terminalSizeOf(json: string): TerminalSize | undefined {
  // Several may have been written before we read: the last one counts.
  const last = json.trim().split("\n").at(-1) ?? "";
  try {
    const { Width, Height } = JSON.parse(last) as { Width?: unknown; Height?: unknown };
    const fits = (value: unknown): value is number =>
      Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536;
    return fits(Width) && fits(Height) ? { columns: Width, rows: Height } : undefined;
  } catch {
    return undefined;
  }
}
