// Sockets as an object holds them, without a network: what was sent is kept, attachments outlive the object.
import type { Socket, Sockets } from "../../src/platform/sockets.ts";
import { decodeFrame, type Frame } from "../../src/tunnel/protocol.ts";

export class FakeSocket implements Socket {
  readonly sent: (string | Uint8Array)[] = [];
  closed: { code: number; reason: string } | undefined;
  #attachment: unknown;

  send(message: string | Uint8Array): void {
    if (this.closed === undefined) this.sent.push(message);
  }
  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }
  attachment(): unknown {
    return structuredClone(this.#attachment);
  }
  attach(value: unknown): void {
    this.#attachment = structuredClone(value);
  }

  /** The frames sent since last asked. */
  frames(): Frame[] {
    return this.sent.splice(0).map((message) => {
      const frame = decodeFrame(message as Uint8Array);
      if (frame.type === "malformed") throw new Error(frame.reason);
      return frame;
    });
  }
}

export class FakeSockets implements Sockets {
  readonly list: FakeSocket[] = [];

  accept(): FakeSocket {
    const socket = new FakeSocket();
    this.list.push(socket);
    return socket;
  }
  all(): Socket[] {
    return [...this.list];
  }
}
