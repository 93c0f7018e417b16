// A client of exec and attach, as kubectl or a client library would be one.
import { WebSocket } from "ws";

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** What came on the error channel: a Status as JSON, from v4 on. */
  readonly error: string;
  readonly closeCode: number;
  readonly subprotocol: string;
}

export class CommandClient {
  readonly socket: WebSocket;
  readonly #chunks: Buffer[][] = [[], [], [], [], []];
  readonly result: Promise<CommandResult>;
  readonly open: Promise<void>;
  readonly #base64: boolean;

  constructor(url: string, subprotocols: string[] = ["v5.channel.k8s.io"]) {
    this.socket = new WebSocket(url.replace(/^http/, "ws"), subprotocols, { perMessageDeflate: false });
    this.#base64 = subprotocols[0]?.includes("base64") ?? false;
    this.open = new Promise((resolve, reject) => {
      this.socket.once("open", () => resolve());
      this.socket.once("error", reject);
    });
    this.open.catch(() => undefined);
    this.result = new Promise((resolve) => {
      this.socket.on("close", (closeCode) =>
        resolve({
          stdout: this.said(1),
          stderr: this.said(2),
          error: this.said(3),
          closeCode,
          subprotocol: this.socket.protocol,
        }),
      );
    });
    this.socket.on("message", (data: Buffer) => {
      if (this.#base64)
        this.#chunks[(data[0] as number) - 48]?.push(Buffer.from(data.subarray(1).toString(), "base64"));
      else this.#chunks[data[0] as number]?.push(data.subarray(1));
    });
  }

  /** What has come on a channel so far. */
  said(channel: number): string {
    return Buffer.concat(this.#chunks[channel] ?? []).toString();
  }

  bytes(channel: number): number {
    return (this.#chunks[channel] ?? []).reduce((sum, chunk) => sum + chunk.length, 0);
  }

  async until(channel: number, text: string): Promise<void> {
    for (let tries = 0; tries < 1000; tries += 1) {
      if (this.said(channel).includes(text)) return;
      await new Promise((done) => setTimeout(done, 5));
    }
    throw new Error(`channel ${channel} never said ${JSON.stringify(text)}, but ${JSON.stringify(this.said(channel))}`);
  }

  send(channel: number, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
    if (this.#base64) this.socket.send(String(channel) + bytes.toString("base64"));
    else this.socket.send(Buffer.concat([Buffer.from([channel]), bytes]));
  }

  /** v5's end of a channel. */
  end(channel: number): void {
    this.socket.send(Buffer.from([255, channel]));
  }
}
