// A Durable Object's hibernatable WebSockets.
import type { Socket, Sockets } from "../sockets.ts";

/** Sockets by the runtime's own; the same one every time, so that they can be keys. */
export class DurableSockets implements Sockets {
  readonly #state: DurableObjectState;
  readonly #known = new WeakMap<WebSocket, Socket>();

  constructor(state: DurableObjectState) {
    this.#state = state;
  }

  all(tag?: string): Socket[] {
    return this.#state.getWebSockets(tag).map((socket) => this.of(socket));
  }

  /** Takes one end of a new pair under `tag`; answers it with the response that hands out the other end. */
  accept(tag: string): { readonly socket: Socket; readonly response: Response } {
    const { 0: theirs, 1: ours } = new WebSocketPair();
    this.#state.acceptWebSocket(ours, [tag]);
    return { socket: this.of(ours), response: new Response(null, { status: 101, webSocket: theirs }) };
  }

  of(socket: WebSocket): Socket {
    const known = this.#known.get(socket);
    if (known !== undefined) return known;
    const fresh = wrapped(socket);
    this.#known.set(socket, fresh);
    return fresh;
  }
}

function wrapped(socket: WebSocket): Socket {
  return {
    send(message) {
      // Throws when the peer has gone; its close event is on the way.
      try {
        socket.send(message);
      } catch {}
    },
    close(code, reason) {
      try {
        socket.close(code, reason);
      } catch {}
    },
    attachment: () => socket.deserializeAttachment(),
    attach: (value) => socket.serializeAttachment(value),
  };
}
