// A world of its own: one time, one queue of events, one seed. Everything that happens in it happens again with the same seed.
import type { SeededRandom } from "./random.ts";

/** Runs an event. If it answers a function, that runs after every microtask that the event caused. */
export type WorldEvent = () => unknown;

interface Queued {
  readonly atMs: number;
  readonly order: number;
  readonly label: string;
  run: WorldEvent | undefined;
}

/** Steps that are remembered for a report. */
const traceMax = 2_000;

export class World {
  readonly random: SeededRandom;
  readonly #drain: () => Promise<void>;
  readonly #heap: Queued[] = [];
  readonly #trace: string[] = [];
  #nowMs: number;
  #order = 0;
  /** True: arguments and answers are written down, too. */
  isVerbose = false;

  /** `drain` resolves after all pending microtasks have run. */
  constructor(random: SeededRandom, startMs: number, drain: () => Promise<void>) {
    this.random = random;
    this.#nowMs = startMs;
    this.#drain = drain;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many events there were. */
  get steps(): number {
    return this.#order;
  }

  /** Runs `run` in `delayMs`; events of one time run in the order they were asked for. Answers how to call it off. */
  after(delayMs: number, label: string, run: WorldEvent): () => void {
    const event: Queued = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, label, run };
    this.#order += 1;
    this.#push(event);
    return () => {
      event.run = undefined;
    };
  }

  sleep(delayMs: number, label: string): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, label, () => resolve());
    });
  }

  /** Runs everything that is due until `untilMs`, or until `isDone`. */
  async run(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    while (!isDone()) {
      const event = this.#heap[0];
      if (event === undefined || event.atMs > untilMs) break;
      this.#pop();
      if (event.run === undefined) continue;
      this.#nowMs = Math.max(this.#nowMs, event.atMs);
      this.note(event.label);
      const finish = event.run();
      await this.#drain();
      if (typeof finish === "function") finish();
    }
    if (!isDone()) this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** A line for the report of a failure that is worth its price only when one looks at a single run. */
  detail(text: () => string): void {
    if (this.isVerbose) this.note(text());
  }

  /** A line for the report of a failure. */
  note(text: string): void {
    if (text === "") return;
    this.#trace.push(`${this.#nowMs} ${text}`);
    if (this.#trace.length > traceMax * 2) this.#trace.splice(0, traceMax);
  }

  get trace(): readonly string[] {
    return this.#trace;
  }

  #push(event: Queued): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent] as Queued, event)) break;
      heap[index] = heap[parent] as Queued;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Queued;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Queued, heap[child] as Queued)) child += 1;
      if (isBefore(last, heap[child] as Queued)) break;
      heap[index] = heap[child] as Queued;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(left: Queued, right: Queued): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}
