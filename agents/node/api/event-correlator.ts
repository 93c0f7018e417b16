// What becomes of an event: a new object, one more of an old one, or nothing.
// Kubernetes: staging/src/k8s.io/client-go/tools/record/events_cache.go
import type { ObjectReference } from "../../../src/kinds/facts/types.gen.ts";
import {
  EVENT_BURST,
  EVENT_REFILL_MS,
  EVENTS_REMEMBERED_MAX,
  SIMILAR_EVENTS_MAX,
  SIMILAR_EVENTS_WINDOW_MS,
} from "./limits.ts";

export interface Occurrence {
  readonly about: ObjectReference;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

export interface SeenEvent {
  /** The Event object's name; the recorder makes it at the first occurrence. */
  readonly name: string;
  readonly occurrence: Occurrence;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
}

export type Verdict =
  | { readonly type: "create"; readonly event: SeenEvent }
  | { readonly type: "count"; readonly event: SeenEvent }
  /** Too many about one object. */
  | { readonly type: "drop" };

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Allowance {
  tokens: number;
  lastMs: number;
}

/** Remembers the latest events; one per recorder. */
export class EventCorrelator {
  readonly #seen = new Map<string, SeenEvent>();
  readonly #similar = new Map<string, Similar>();
  readonly #allowances = new Map<string, Allowance>();

  /** `name`: what a new Event object would be called. */
  judge(occurrence: Occurrence, nowMs: number, name: string): Verdict {
    if (!this.#allowed(objectKey(occurrence.about), nowMs)) return { type: "drop" };
    const combined = this.#combine(occurrence, nowMs);
    const key = combined.key;
    const earlier = this.#seen.get(key);
    const event: SeenEvent =
      earlier === undefined
        ? { name, occurrence: combined.occurrence, firstMs: nowMs, lastMs: nowMs, count: 1 }
        : { ...earlier, occurrence: combined.occurrence, lastMs: nowMs, count: earlier.count + 1 };
    remember(this.#seen, key, event);
    return { type: earlier === undefined ? "create" : "count", event };
  }

  /** The object has gone (its time to live was over): the next one is created anew. */
  forget(event: SeenEvent): void {
    for (const [key, one] of this.#seen) if (one.name === event.name) this.#seen.delete(key);
  }

  #combine(occurrence: Occurrence, nowMs: number): { key: string; occurrence: Occurrence } {
    const similarKey = [objectKey(occurrence.about), occurrence.type, occurrence.reason].join("|");
    const earlier = this.#similar.get(similarKey);
    const fresh = earlier === undefined || nowMs - earlier.lastMs > SIMILAR_EVENTS_WINDOW_MS;
    const similar: Similar = fresh ? { messages: new Set(), lastMs: nowMs } : earlier;
    similar.lastMs = nowMs;
    // Bounded: after this many they share one entry anyhow.
    if (similar.messages.size < SIMILAR_EVENTS_MAX) similar.messages.add(occurrence.message);
    remember(this.#similar, similarKey, similar);
    if (similar.messages.size < SIMILAR_EVENTS_MAX) return { key: `${similarKey}|${occurrence.message}`, occurrence };
    const message = `(combined from similar events): ${occurrence.message}`;
    return { key: similarKey, occurrence: { ...occurrence, message } };
  }

  #allowed(key: string, nowMs: number): boolean {
    const allowance = this.#allowances.get(key) ?? { tokens: EVENT_BURST, lastMs: nowMs };
    const refilled = Math.max(0, nowMs - allowance.lastMs) / EVENT_REFILL_MS;
    allowance.tokens = Math.min(EVENT_BURST, allowance.tokens + refilled);
    allowance.lastMs = nowMs;
    remember(this.#allowances, key, allowance);
    if (allowance.tokens < 1) return false;
    allowance.tokens -= 1;
    return true;
  }
}

function objectKey({ kind, namespace, name, uid, fieldPath }: ObjectReference): string {
  return [kind, namespace, name, uid, fieldPath].join("/");
}

/** Newest last; the oldest goes when there are too many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > EVENTS_REMEMBERED_MAX) map.delete(map.keys().next().value as string);
}
