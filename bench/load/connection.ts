// One TLS connection to the server: kept alive, one request at a time.
import { connect, type TLSSocket } from "node:tls";
import { ResponseReader } from "./response-reader.ts";

export interface Endpoint {
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** As any client of the API sends it: these headers, and no more. */
export function requestText({ method, path, body, contentType }: Request, token: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\naccept: application/json\r\nuser-agent: skerry-bench\r\n`;
  if (body === undefined) return `${head}\r\n`;
  const type = contentType ?? "application/json";
  return `${head}content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export interface Answer {
  readonly code: number;
  readonly bytes: number;
  /** Of an error or, when asked for, of any answer. */
  readonly text: string;
}

interface Waiting {
  readonly keep: boolean;
  /** Told of every piece instead of keeping it. */
  readonly onBody: ((piece: Buffer) => void) | undefined;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class Connection {
  readonly #socket: TLSSocket;
  readonly #token: string;
  #waiting: Waiting | undefined;
  #kept: Buffer[] = [];
  #bytes = 0;

  constructor(socket: TLSSocket, token: string) {
    this.#socket = socket;
    this.#token = token;
    const reader = new ResponseReader({ body: (piece) => this.#body(piece), done: (code) => this.#done(code) });
    socket.on("data", (bytes: Buffer) => {
      try {
        reader.push(bytes);
      } catch (error) {
        this.#fail(error as Error);
      }
    });
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the server closed the connection")));
  }

  /** Rejects when there is no whole answer. Of a body only its length is known, unless `keep`. */
  send(request: Request, keep = false): Promise<Answer> {
    return this.#start(request, keep, undefined);
  }

  /** Tells `onBody` of the answer as it comes. Resolves when it ends. */
  stream(request: Request, onBody: (piece: Buffer) => void): Promise<Answer> {
    return this.#start(request, false, onBody);
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #start(request: Request, keep: boolean, onBody: Waiting["onBody"]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { keep, onBody, resolve, reject };
      this.#socket.write(requestText(request, this.#token));
    });
  }

  #body(piece: Buffer): void {
    this.#bytes += piece.length;
    const { keep = false, onBody } = this.#waiting ?? {};
    if (onBody !== undefined) onBody(piece);
    // The beginning of every body, for it may turn out to be an error's.
    else if (keep || this.#kept.length === 0) this.#kept.push(piece);
  }

  #done(code: number): void {
    const waiting = this.#waiting;
    const wantsText = waiting?.keep === true || code >= 300;
    const text = wantsText ? Buffer.concat(this.#kept).toString("utf8") : "";
    const answer = { code, bytes: this.#bytes, text };
    this.#waiting = undefined;
    this.#kept = [];
    this.#bytes = 0;
    waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

export function openConnection({ port, ca, token }: Endpoint): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, ca }, () => {
      socket.off("error", reject);
      socket.setNoDelay();
      resolve(new Connection(socket, token));
    });
    socket.on("error", reject);
  });
}

/** `count` of them, a few at a time. */
export async function openConnections(endpoint: Endpoint, count: number): Promise<Connection[]> {
  const connections: Connection[] = [];
  while (connections.length < count) {
    const next = Array.from({ length: Math.min(handshakesMax, count - connections.length) }, () =>
      openConnection(endpoint),
    );
    connections.push(...(await Promise.all(next)));
  }
  return connections;
}

/** Handshakes at once: more than the server's backlog would be refused. */
const handshakesMax = 50;
