// Keeps the one connection to the control plane: dials, says hello, beats, notices silence, dials again.
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { HEARTBEAT_INTERVAL_MS, LINK_SILENCE_MS } from "../../../src/tunnel/limits.ts";
import { decodeFrame, encodeFrame, LINK_VERSIONS, PING } from "../../../src/tunnel/protocol.ts";
import type { Dial, LinkConnection } from "./dial.ts";
import { CONNECT_TIMEOUT_MS, SOUND_AFTER_MS } from "./limits.ts";
import { type LinkAction, type LinkEvent, type LinkState, linkTable } from "./link-state.ts";
import { redialDelayMs } from "./redial.ts";
import { Session, type StreamServer } from "./session.ts";

export interface LinkOptions {
  readonly dial: Dial;
  /** What the agent calls itself: name and version. */
  readonly agent: string;
  readonly serve: StreamServer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** Told when the link comes up and when it goes: pods are none of its business. */
  readonly onChange?: (up: boolean) => void;
}

export class Link {
  readonly #options: LinkOptions;
  #state: LinkState = "waiting";
  #connection: LinkConnection | undefined;
  #session: Session | undefined;
  #failures = 0;
  #closeCode: number | undefined;
  #upSinceMs = 0;
  #heardAtMs = 0;
  #cancelTimer = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#state === "up";
  }

  /** Dials, and goes on dialing until stopped. */
  start(): void {
    this.#happen("retry");
  }

  /** Ends the link and its streams. It can't be started again. */
  stop(): void {
    this.#happen("stop");
  }

  #happen(event: LinkEvent): void {
    const before = this.#state;
    const move = linkTable[before][event];
    this.#state = move.to;
    if (before === "up" && move.to !== "up") this.#fell();
    this.#act(move.does);
  }

  #act(action: LinkAction): void {
    switch (action) {
      case "dial":
        this.#dial();
        return;
      case "greet":
        this.#connection?.send(
          encodeFrame({
            type: "hello",
            stream: 0,
            header: { versions: [...LINK_VERSIONS], agent: this.#options.agent },
          }),
        );
        return;
      case "serve":
        this.#rose();
        return;
      case "give-up":
        this.#connection?.drop();
        this.#wait();
        return;
      case "wait":
        this.#wait();
        return;
      case "end":
        this.#cancelTimer();
        this.#connection?.close();
        this.#connection = undefined;
        return;
      case "none":
        return;
    }
  }

  #dial(): void {
    // What an earlier connection still says is not this one's.
    const mine = (act: () => void) => {
      if (connection === this.#connection) act();
    };
    const connection = this.#options.dial({
      opened: () => mine(() => this.#happen("opened")),
      message: (message) => mine(() => this.#receive(message)),
      closed: (code, reason) =>
        mine(() => {
          this.#closeCode = code;
          this.#options.log.info("the node link is closed", { code, reason });
          this.#happen("closed");
        }),
    });
    this.#connection = connection;
    this.#heardAtMs = this.#options.clock.now();
    this.#timer(CONNECT_TIMEOUT_MS, () => this.#happen("silent"));
  }

  #receive(message: Uint8Array | string): void {
    this.#heardAtMs = this.#options.clock.now();
    if (typeof message === "string") return;
    const frame = decodeFrame(message);
    if (frame.type === "malformed") {
      this.#options.log.warn("the node link sent what is no frame", { reason: frame.reason });
      this.#happen("silent");
    } else if (frame.type === "hello") {
      this.#happen("greeted");
    } else {
      this.#session?.receive(frame);
    }
  }

  #rose(): void {
    const { clock, timers, serve, onChange, log } = this.#options;
    const connection = this.#connection as LinkConnection;
    this.#upSinceMs = clock.now();
    this.#session = new Session({ connection, serve, timers });
    log.info("the node link is up");
    onChange?.(true);
    this.#beat();
  }

  #beat(): void {
    if (this.#options.clock.now() - this.#heardAtMs >= LINK_SILENCE_MS) {
      this.#options.log.warn("the node link is silent: dialing again");
      this.#happen("silent");
      return;
    }
    this.#connection?.send(PING);
    this.#timer(HEARTBEAT_INTERVAL_MS, () => this.#beat());
  }

  #fell(): void {
    if (this.#options.clock.now() - this.#upSinceMs >= SOUND_AFTER_MS) this.#failures = 0;
    this.#session?.lost();
    this.#session = undefined;
    this.#options.onChange?.(false);
  }

  #wait(): void {
    this.#connection = undefined;
    this.#failures += 1;
    const delayMs = redialDelayMs(this.#failures, this.#closeCode, this.#options.random);
    this.#closeCode = undefined;
    this.#timer(delayMs, () => this.#happen("retry"));
  }

  /** One timer at a time: the connection's patience, the next beat, or the next attempt. */
  #timer(delayMs: number, body: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.timers.after(delayMs, body);
  }
}
