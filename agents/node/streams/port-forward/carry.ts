// Carries one connection between a client and a port of a pod, whatever the client's framing.
import type { PodRef } from "../../../../src/tunnel/headers.ts";
import { messageOf } from "../context.ts";
import { SpooledInput } from "../spooled-input.ts";
import type { DialPod, PodConnection } from "./dial-pod.ts";

export interface Carried {
  readonly pod: PodRef;
  readonly port: number;
  readonly dialPod: DialPod;
  readonly spoolDirectory: string;
  readonly log: (message: string) => void;
  /** From the server; resolves when more is wanted. */
  readonly send: (bytes: Buffer) => Promise<void>;
}

/** The client's side of one connection to a pod. */
export class CarriedConnection {
  readonly #connection: Promise<PodConnection>;
  #input: SpooledInput | undefined;
  readonly #carried: Carried;
  #over = false;

  constructor(carried: Carried) {
    this.#carried = carried;
    this.#connection = this.#dial();
    // Told by `run`.
    this.#connection.catch(() => undefined);
  }

  /** Resolves when the server's side has ended: with what the client is told of a failure, or undefined. */
  async run(): Promise<string | undefined> {
    const { pod, port, send, log } = this.#carried;
    try {
      const connection = await this.#connection;
      if (this.#over) connection.destroy();
      try {
        for await (const chunk of connection.output as AsyncIterable<Buffer>) await send(chunk);
      } catch (error) {
        // A server that resets its connection, or a client that left: nothing that another connection would suffer from.
        log(messageOf(error));
      }
      const refusal = await connection.refusal;
      this.#input?.destroy();
      connection.destroy();
      if (refusal === undefined || this.#over) return undefined;
      throw new Error(`failed to connect to localhost:${port} inside the pod's network: ${refusal}`);
    } catch (error) {
      return `error forwarding port ${port} to pod ${pod.name}, uid ${pod.uid}: ${messageOf(error)}`;
    }
  }

  /** Toward the server; `done` when more may come. Order is kept also before there is a connection. */
  async write(bytes: Uint8Array, done: () => void): Promise<void> {
    await this.#connection.catch(() => undefined);
    if (this.#input === undefined) done();
    else this.#input.write(bytes, done);
  }

  /** The client has no more. */
  async end(): Promise<void> {
    await this.#connection.catch(() => undefined);
    this.#input?.end();
  }

  /** The client has gone. */
  async abandon(): Promise<void> {
    this.#over = true;
    const connection = await this.#connection.catch(() => undefined);
    this.#input?.destroy();
    connection?.destroy();
  }

  async #dial(): Promise<PodConnection> {
    const { dialPod, pod, port, spoolDirectory } = this.#carried;
    const connection = await dialPod(pod, port);
    this.#input = new SpooledInput(connection.input, { directory: spoolDirectory });
    return connection;
  }
}
