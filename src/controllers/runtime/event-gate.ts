// Which events may be told, in which words and under which name: like ones are told as one, and no object may have too many.
// Kubernetes: client-go tools/record/events_cache.go EventAggregator, EventSourceObjectSpamFilter
import { eventBurst, eventMemoryMax, eventRefillMs, similarMessagesMax, similarMessagesMs } from "./limits.ts";

interface Similar {
  messages: Set<string>;
  lastMs: number;
}

interface Bucket {
  tokens: number;
  filledMs: number;
}

export interface Passed {
  /** True: its message differs from the one before under the same name. */
  readonly combined: boolean;
  readonly message: string;
}

/** Lives in memory: what it forgets in a restart is told once more, and that is all. */
export class EventGate {
  readonly #similar = new Map<string, Similar>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #names = new Map<string, string>();
  #namedNs = 0n;

  /**
   * `source`: who tells, and of which object; `likeness`: all of the event but its message. Undefined: too many, it
   * is not told.
   */
  pass(source: string, likeness: string, message: string, nowMs: number): Passed | undefined {
    const combined = this.#isOneOfMany(likeness, message, nowMs);
    if (!this.#take(source, nowMs)) return undefined;
    return { combined, message: combined ? `(combined from similar events): ${message}` : message };
  }

  /** The name of the event that said the same before. */
  nameOf(saying: string): string | undefined {
    const name = this.#names.get(saying);
    if (name !== undefined) remember(this.#names, saying, name);
    return name;
  }

  /**
   * Names are times in nanoseconds, always later ones, so that an object's events are listed in the order in which they
   * happened. `salt` (up to 999) keeps two tellers apart. Kubernetes: client-go tools/record/util GenerateEventName
   */
  newName(saying: string, prefix: string, nowMs: number, salt: number): string {
    const ns = BigInt(Math.floor(nowMs)) * 1_000_000n;
    this.#namedNs = ns > this.#namedNs ? ns : this.#namedNs + 1_000n;
    const name = `${prefix}.${(this.#namedNs + BigInt(salt)).toString(16)}`;
    remember(this.#names, saying, name);
    return name;
  }

  #isOneOfMany(likeness: string, message: string, nowMs: number): boolean {
    const known = this.#similar.get(likeness);
    const fresh = known !== undefined && nowMs - known.lastMs <= similarMessagesMs;
    const similar = fresh ? known : { messages: new Set<string>(), lastMs: nowMs };
    similar.lastMs = nowMs;
    remember(this.#similar, likeness, similar);
    if (similar.messages.size < similarMessagesMax) similar.messages.add(message);
    return similar.messages.size >= similarMessagesMax;
  }

  #take(source: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(source) ?? { tokens: eventBurst, filledMs: nowMs };
    const refilled = Math.max(0, Math.floor((nowMs - bucket.filledMs) / eventRefillMs));
    bucket.tokens = Math.min(eventBurst, bucket.tokens + refilled);
    bucket.filledMs = bucket.tokens === eventBurst ? nowMs : bucket.filledMs + refilled * eventRefillMs;
    remember(this.#buckets, source, bucket);
    if (bucket.tokens === 0) return false;
    bucket.tokens -= 1;
    return true;
  }
}

/** At the end of the map, and whoever was longest not heard of gives way. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= eventMemoryMax) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
