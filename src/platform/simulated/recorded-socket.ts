// A socket that writes down what is sent on it: for unit tests of whoever sends.
import type { Socket, Sockets } from "../sockets.ts";

export class RecordedSocket implements Socket {
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
    return this.#attachment;
  }

  /** What can't be cloned can't be attached, as on the platform. */
  attach(value: unknown): void {
    this.#attachment = structuredClone(value);
  }
}

/** The sockets of one object, by tag. Survives a new instance, as through hibernation. */
export class RecordedSockets implements Sockets {
  readonly #byTag = new Map<string, RecordedSocket[]>();

  accept(tag: string): RecordedSocket {
    const socket = new RecordedSocket();
    this.#byTag.set(tag, [...(this.#byTag.get(tag) ?? []), socket]);
    return socket;
  }

  all(tag?: string): RecordedSocket[] {
    const sockets = tag === undefined ? [...this.#byTag.values()].flat() : (this.#byTag.get(tag) ?? []);
    return sockets.filter((socket) => socket.closed === undefined);
  }
}
