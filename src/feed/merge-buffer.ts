// Changes that were read and may not be emitted yet, waiting for their turn in the one order.
import type { Change, Revision } from "../storage/types.ts";

export class MergeBuffer {
  /** By namespace, each in revision order. */
  readonly #queues = new Map<string, Change[]>();
  #bytes = 0;

  /** `changes` in revision order, all of them later than what is there of this namespace. */
  add(namespace: string, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#bytes += bytesOf(changes);
    const queue = this.#queues.get(namespace);
    if (queue === undefined) this.#queues.set(namespace, [...changes]);
    else queue.push(...changes);
  }

  /** Takes everything up to `limit` out, in revision order. */
  take(limit: Revision): Change[] {
    const taken: Change[] = [];
    for (const [namespace, queue] of this.#queues) {
      const end = queue.findIndex((change) => change.revision > limit);
      if (end === 0) continue;
      if (end < 0) this.#queues.delete(namespace);
      taken.push(...(end < 0 ? queue : queue.splice(0, end)));
    }
    this.#bytes -= bytesOf(taken);
    return taken.sort((left, right) => left.revision - right.revision);
  }

  /** Forgets what is later than `after` of this namespace: it will be read again. */
  drop(namespace: string, after: Revision): void {
    const queue = this.#queues.get(namespace);
    if (queue === undefined) return;
    const kept = queue.filter((change) => change.revision <= after);
    this.#bytes -= bytesOf(queue) - bytesOf(kept);
    if (kept.length === 0) this.#queues.delete(namespace);
    else this.#queues.set(namespace, kept);
  }

  count(namespace: string): number {
    return this.#queues.get(namespace)?.length ?? 0;
  }

  /** About as much as the texts that wait, before and after their change. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  /** The latest revision that waits; 0 when none does. */
  get last(): Revision {
    let last = 0;
    for (const queue of this.#queues.values()) last = Math.max(last, queue.at(-1)?.revision ?? 0);
    return last;
  }
}

export function bytesOf(changes: readonly Change[]): number {
  return changes.reduce((sum, change) => sum + change.text.length + (change.previousText?.length ?? 0), 0);
}
