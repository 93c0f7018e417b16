// A watch as a client reads it: one JSON document a line.
import type { IncomingMessage } from "node:http";
import type { ApiObject } from "./api.ts";

export interface Event {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: ApiObject;
}

/** Long enough for a busy machine; no test waits for silence this long. */
const patienceMs = 30_000;

export class Watch {
  readonly #response: IncomingMessage;
  readonly #waiting: Event[] = [];
  #rest = "";
  #ended = false;
  #wake: () => void = () => {};

  constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding("utf8");
    response.on("data", (text: string) => this.#read(text));
    for (const end of ["end", "close", "error"]) {
      response.on(end, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  /** The next event; throws when none comes, or the server ends the watch. */
  async next(withinMs = patienceMs): Promise<Event> {
    const event = await this.#within(withinMs);
    if (event === undefined) throw new Error(this.#ended ? "the watch has ended" : `no event within ${withinMs} ms`);
    return event;
  }

  /** The first event from here on that `isIt`; others are passed over. */
  async until(isIt: (event: Event) => boolean, withinMs = patienceMs): Promise<Event> {
    const passed: string[] = [];
    const deadlineMs = Date.now() + withinMs;
    for (;;) {
      const event = await this.#within(deadlineMs - Date.now());
      if (event === undefined)
        throw new Error(`it has not come; there came: ${passed.slice(-20).join(", ") || "nothing"}`);
      if (isIt(event)) return event;
      passed.push(`${event.type} ${event.object.metadata?.name ?? event.object.kind}`);
    }
  }

  /** What comes within `ms`, for tests of what must not come. */
  async during(ms: number): Promise<Event[]> {
    const events: Event[] = [];
    const deadlineMs = Date.now() + ms;
    for (;;) {
      const event = await this.#within(deadlineMs - Date.now());
      if (event === undefined) return events;
      events.push(event);
    }
  }

  /** Resolves when the server has ended it. */
  async end(withinMs = patienceMs): Promise<void> {
    while (!this.#ended) if ((await this.#within(withinMs)) === undefined) break;
    if (!this.#ended) throw new Error("the watch goes on");
  }

  close(): void {
    this.#response.destroy();
  }

  async #within(ms: number): Promise<Event | undefined> {
    const deadlineMs = Date.now() + ms;
    // What wakes may be an empty line, by which the server sees whether anybody still listens.
    while (this.#waiting.length === 0 && !this.#ended && Date.now() < deadlineMs) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadlineMs - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#waiting.shift();
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") this.#waiting.push(JSON.parse(line));
    this.#wake();
  }
}
