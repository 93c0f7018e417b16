// Who waits for a seat of a priority level: fair among flows, first come first served within one.
// Start-time fair queuing after Kubernetes: staging/src/k8s.io/apiserver/pkg/util/flowcontrol/fairqueuing/queueset
import { serviceEstimateMs } from "./limits.ts";
import { dealHand } from "./shuffle-shard.ts";

export interface QueueShape {
  readonly queues: number;
  readonly handSize: number;
  readonly queueLengthLimit: number;
}

/** A request that waits. */
export interface Waiter {
  readonly namespace: string;
  /** It may run now, and its time is charged to `queue`. */
  start(queue: ServedQueue): void;
}

/** Where a request that was dispatched is charged. */
export interface ServedQueue {
  /** Virtual time at which the queue's next request begins. */
  tag: number;
}

/** A place in a queue. `leave` is false when the waiter has been started already. */
export interface Ticket {
  leave(): boolean;
}

interface Queue extends ServedQueue {
  readonly waiting: Waiter[];
}

export class FairQueues {
  readonly #queues = new Map<number, Queue>();
  #waiting = 0;
  /** The start tag of what was dispatched last. */
  #virtualTime = 0;

  get waiting(): number {
    return this.#waiting;
  }

  /** Puts the waiter in the shortest queue of its flow's hand. Undefined: that one is full. */
  add({ queues, handSize, queueLengthLimit }: QueueShape, hash: number, waiter: Waiter): Ticket | undefined {
    let shortest: { readonly index: number; readonly length: number } | undefined;
    for (const index of dealHand(hash, queues, handSize)) {
      const length = this.#queues.get(index)?.waiting.length ?? 0;
      if (shortest === undefined || length < shortest.length) shortest = { index, length };
    }
    if (shortest === undefined || shortest.length >= queueLengthLimit) return undefined;
    const { index } = shortest;
    const queue = this.#queues.get(index) ?? { waiting: [], tag: this.#virtualTime };
    this.#queues.set(index, queue);
    if (queue.waiting.length === 0) queue.tag = Math.max(queue.tag, this.#virtualTime);
    queue.waiting.push(waiter);
    this.#waiting += 1;
    return { leave: () => this.#take(queue, waiter) };
  }

  /** Starts the next request that `allows` lets run. False: nobody waits that may. */
  dispatch(allows: (namespace: string) => boolean): boolean {
    let best: { readonly queue: Queue; readonly waiter: Waiter } | undefined;
    for (const queue of this.#queues.values()) {
      if (best !== undefined && queue.tag >= best.queue.tag) continue;
      const waiter = queue.waiting.find(({ namespace }) => allows(namespace));
      if (waiter !== undefined) best = { queue, waiter };
    }
    if (best === undefined) return false;
    const { queue, waiter } = best;
    this.#virtualTime = Math.max(this.#virtualTime, queue.tag);
    queue.tag += serviceEstimateMs;
    this.#take(queue, waiter);
    waiter.start(queue);
    return true;
  }

  /** What the request really took, against the estimate that its queue was charged. */
  static settle(queue: ServedQueue, tookMs: number): void {
    queue.tag += tookMs - serviceEstimateMs;
  }

  #take(queue: Queue, waiter: Waiter): boolean {
    const at = queue.waiting.indexOf(waiter);
    if (at < 0) return false;
    queue.waiting.splice(at, 1);
    this.#waiting -= 1;
    // With nobody waiting the level is not full: who owes what no longer matters.
    if (this.#waiting === 0) this.#forget();
    return true;
  }

  #forget(): void {
    for (const [index, queue] of this.#queues) if (queue.tag <= this.#virtualTime) this.#queues.delete(index);
  }
}
