// Sockets between a simulated object and its peers: in order, delayed, cut when the object dies, kept when it hibernates.
import type { Socket, Sockets } from "../sockets.ts";
import type { SimulatedObject } from "./object.ts";
import type { World, WorldEvent } from "./world.ts";

/** The peer's end. */
export interface SocketPeer {
  message(message: string): void;
  closed(reason: string): void;
}

/** The usual delay of one message. */
const delayMaxMs = 4;

export class SimulatedSocket implements Socket {
  readonly #table: SocketTable;
  readonly #object: SimulatedObject;
  readonly #peer: SocketPeer;
  #attachment: unknown;
  #isOpen = true;
  /** Messages keep their order: none arrives before the one sent before it. */
  #arrivalMs = 0;
  /** Raised when the socket is cut: messages on their way may be lost. */
  #cutAfterMs = Number.POSITIVE_INFINITY;

  constructor(table: SocketTable, object: SimulatedObject, peer: SocketPeer) {
    this.#table = table;
    this.#object = object;
    this.#peer = peer;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  send(message: string | Uint8Array): void {
    this.#object.send(() => this.#toPeer(() => this.#peer.message(String(message))));
  }

  close(_code: number, reason: string): void {
    this.#object.send(() => {
      if (!this.#isOpen) return;
      this.#isOpen = false;
      this.#table.remove(this);
      this.#toPeer(() => this.#peer.closed(reason), true);
    });
  }

  attachment(): unknown {
    return this.#attachment;
  }

  attach(value: unknown): void {
    this.#attachment = value;
  }

  /** The connection breaks; of what is on its way only the beginning arrives. */
  cut(): void {
    if (!this.#isOpen) return;
    const { world } = this.#object;
    this.#isOpen = false;
    this.#table.remove(this);
    this.#cutAfterMs = world.nowMs + world.random.integer(delayMaxMs * 2);
    world.after(delayMaxMs * 2, "", () => this.#peer.closed("cut"));
  }

  /** The peer says something. */
  receive(message: string): void {
    this.#toObject(() => this.#object.step((instance) => instance.message?.(this, message)));
  }

  /** The peer leaves. */
  leave(): void {
    this.#toObject(() => {
      this.#isOpen = false;
      this.#table.remove(this);
      return this.#object.step((instance) => instance.closed?.(this));
    });
  }

  #toPeer(deliver: () => void, evenClosed = false): void {
    if (!this.#isOpen && !evenClosed) return;
    const { world, chaos } = this.#object;
    const lateMs = world.random.chance(chaos.late) ? world.random.integer(chaos.lateMs) : 0;
    this.#arrivalMs = Math.max(this.#arrivalMs, world.nowMs + world.random.integer(delayMaxMs) + lateMs);
    world.after(this.#arrivalMs - world.nowMs, "", () => {
      if (world.nowMs <= this.#cutAfterMs) deliver();
    });
  }

  #toObject(deliver: WorldEvent): void {
    const { world } = this.#object;
    world.after(world.random.integer(delayMaxMs), "", () => (this.#isOpen ? deliver() : undefined));
  }
}

/** The sockets of one object. They belong to the platform: a hibernating object's stay open. */
export class SocketTable implements Sockets {
  readonly #world: World;
  readonly #object: SimulatedObject;
  readonly #tags = new Map<SimulatedSocket, string>();

  constructor(world: World, object: SimulatedObject) {
    this.#world = world;
    this.#object = object;
  }

  all(tag?: string): SimulatedSocket[] {
    return [...this.#tags].filter(([, one]) => tag === undefined || one === tag).map(([socket]) => socket);
  }

  /** A peer connects. `opened` gets the peer's handle once the object has accepted. */
  connect(request: unknown, peer: SocketPeer, opened: (socket: SimulatedSocket) => void): void {
    const object = this.#object;
    this.#world.after(this.#world.random.integer(delayMaxMs), `connect to ${object.name}`, () => {
      const socket = new SimulatedSocket(this, object, peer);
      opened(socket);
      return object.step((instance) => {
        // The tag is known only to the instance, which may look its sockets up as soon as it has accepted this one.
        this.#tags.set(socket, "");
        const tag = instance.connect?.(socket, request);
        if (socket.isOpen && this.#tags.has(socket)) this.#tags.set(socket, tag ?? "");
      });
    });
  }

  remove(socket: SimulatedSocket): void {
    this.#tags.delete(socket);
  }

  cutAll(): void {
    for (const socket of this.#tags.keys()) socket.cut();
  }
}
