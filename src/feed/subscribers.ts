// Internal subscribers (the scheduler): they get what the feed emits in batches, by call, at-least-once.
import type { Log } from "../platform/log.ts";
import type { Timers } from "../platform/timers.ts";
import type { Change, Revision } from "../storage/types.ts";
import { restMs, withTimeout } from "./call-timeout.ts";
import type { FeedDisk } from "./feed-disk.ts";
import type { Want } from "./interest.ts";
import { askTimeoutMs, subscriberAttemptsMax, subscriberBatchBytesMax, subscriberQueueBytesMax } from "./limits.ts";
import { bytesOf } from "./merge-buffer.ts";
import type { Batch, BatchAnswer, SubscriberCalls } from "./messages.ts";
import type { FeedRules } from "./rules.ts";
import type { ListenerHost } from "./start.ts";

/**
 * unknown: its cursor has to be asked for (a restart, a failed call, too long a queue).
 * behind: its past after the cursor has to be gathered. gathering: that is on its way, what is emitted meanwhile queues.
 * live: it gets what is emitted. absent: it has lost its own state and will subscribe again.
 */
type Phase = "unknown" | "behind" | "gathering" | "live" | "absent";

interface Subscriber {
  readonly name: string;
  readonly collections: readonly string[];
  phase: Phase;
  /** Delivered up to here. */
  cursor: Revision;
  /** While gathering and live: changes after it are queued. */
  from: Revision;
  queue: Change[];
  /** Its loop is running. */
  isDriven: boolean;
}

export interface SubscribersOptions {
  readonly host: ListenerHost;
  readonly disk: FeedDisk;
  readonly calls: SubscriberCalls;
  readonly timers: Timers;
  readonly log: Log;
  readonly rules: FeedRules;
}

export class Subscribers {
  readonly #options: SubscribersOptions;
  readonly #all = new Map<string, Subscriber>();

  constructor(options: SubscribersOptions) {
    this.#options = options;
    for (const { name, collections } of options.disk.subscribers()) {
      this.#all.set(name, newSubscriber(name, collections, "unknown", 0));
    }
  }

  wants(): Want[] {
    return [...this.#all.values()].flatMap((subscriber) => wantsOf(subscriber));
  }

  /** True while a crash would leave something undelivered. */
  get areBehind(): boolean {
    return [...this.#all.values()].some(
      ({ phase, isDriven, queue }) => phase === "unknown" || phase === "behind" || isDriven || queue.length > 0,
    );
  }

  /** Delivers everything of `collections` after `from`, from now on and across restarts of the feed. Idempotent. */
  subscribe(name: string, collections: readonly string[], from: Revision): void {
    const known = this.#all.get(name);
    if (known?.collections.join() !== collections.join()) this.#options.disk.saveSubscriber(name, collections);
    const subscriber = newSubscriber(name, collections, "behind", from);
    this.#all.set(name, subscriber);
    this.#drive(subscriber);
  }

  unsubscribe(name: string): void {
    this.#all.delete(name);
    this.#options.disk.dropSubscriber(name);
    this.#options.host.lessWanted();
  }

  /** Queues what the feed emits. */
  tell(changes: readonly Change[]): void {
    for (const subscriber of this.#all.values()) {
      const own = changes.filter((change) => subscriber.collections.includes(change.collection));
      if (own.length === 0) continue;
      enqueue(subscriber, own);
      this.#drive(subscriber);
    }
  }

  /** Call from an alarm: goes on with those whose cursor is unknown. */
  resume(): void {
    for (const subscriber of this.#all.values()) this.#drive(subscriber);
  }

  /** [F7] Something can't be told any more. */
  expireAll(): void {
    for (const subscriber of this.#all.values()) void this.#lose(subscriber);
  }

  #drive(subscriber: Subscriber): void {
    if (subscriber.isDriven || this.#all.get(subscriber.name) !== subscriber) return;
    subscriber.isDriven = true;
    void this.#run(subscriber).finally(() => {
      subscriber.isDriven = false;
      // What came after the loop's last look.
      if (subscriber.phase === "live" && subscriber.queue.length > 0) this.#drive(subscriber);
    });
  }

  /** Goes on until there is nothing to do, or nobody there. Stops when another subscription has taken this one's place. */
  async #run(subscriber: Subscriber): Promise<void> {
    let failures = 0;
    while (this.#all.get(subscriber.name) === subscriber && failures < subscriberAttemptsMax) {
      try {
        if (!(await this.#step(subscriber))) return;
        failures = 0;
      } catch (error) {
        // Whether the batch arrived is unknown, and so is where it is now.
        this.#options.log.warn("a subscriber can't be reached", { subscriber: subscriber.name, error: String(error) });
        if (subscriber.phase !== "absent") forget(subscriber);
        failures += 1;
        await this.#options.timers.sleep(restMs(failures));
      }
    }
  }

  /** True: look again. */
  async #step(subscriber: Subscriber): Promise<boolean> {
    switch (subscriber.phase) {
      case "unknown":
        this.#heard(subscriber, await this.#call(subscriber, { upTo: 0, changes: [] }), undefined);
        return true;
      case "behind":
        await this.#catchUp(subscriber);
        return true;
      case "live": {
        if (subscriber.queue.length === 0) return false;
        const changes = takeBatch(subscriber.queue);
        const upTo = changes.at(-1)?.revision as Revision;
        this.#heard(subscriber, await this.#call(subscriber, { from: subscriber.cursor, upTo, changes }), upTo);
        return true;
      }
      default:
        return false;
    }
  }

  async #catchUp(subscriber: Subscriber): Promise<void> {
    const { host, rules } = this.#options;
    const { cursor } = subscriber;
    const start = host.start(wantsOf(subscriber), cursor);
    subscriber.queue = [];
    subscriber.from = start.type === "live" ? cursor : rules.liveFrom(start.upTo);
    subscriber.phase = start.type === "live" ? "live" : "gathering";
    if (start.type === "live") return;
    const past = await host.gather(wantsOf(subscriber), cursor, start.upTo, true);
    if (past.type === "expired") return await this.#lose(subscriber);
    if (past.type === "unreachable") throw new Error("its past can't be gathered");
    const answer = await this.#call(subscriber, { from: cursor, upTo: past.upTo, changes: past.changes });
    const isWhole = past.upTo === start.upTo && subscriber.phase === "gathering";
    this.#heard(subscriber, answer, past.upTo);
    if (subscriber.phase === "gathering") subscriber.phase = isWhole ? "live" : "behind";
  }

  /** The subscriber's answer says where it is: where we put it, or elsewhere, or nowhere. */
  #heard(subscriber: Subscriber, answer: BatchAnswer, expected: Revision | undefined): void {
    if (answer.cursor === undefined) {
      forget(subscriber);
      subscriber.phase = "absent";
      return;
    }
    subscriber.cursor = answer.cursor;
    if (answer.cursor !== expected) subscriber.phase = "behind";
  }

  async #lose(subscriber: Subscriber): Promise<void> {
    const { cursor } = subscriber;
    forget(subscriber);
    subscriber.phase = "absent";
    await this.#call(subscriber, { from: cursor, upTo: cursor, changes: [], lost: true }).catch(() => {
      subscriber.phase = "unknown";
    });
  }

  #call(subscriber: Subscriber, batch: Partial<Batch> & Pick<Batch, "upTo" | "changes">): Promise<BatchAnswer> {
    const { timers, calls } = this.#options;
    const whole = { from: undefined, lost: false, ...batch };
    return withTimeout(timers, askTimeoutMs, calls.deliver(subscriber.name, whole));
  }
}

function newSubscriber(name: string, collections: readonly string[], phase: Phase, cursor: Revision): Subscriber {
  return { name, collections, phase, cursor, from: cursor, queue: [], isDriven: false };
}

function enqueue(subscriber: Subscriber, changes: readonly Change[]): void {
  if (subscriber.phase !== "live" && subscriber.phase !== "gathering") return;
  subscriber.queue.push(...changes.filter((change) => change.revision > subscriber.from));
  if (bytesOf(subscriber.queue) > subscriberQueueBytesMax) forget(subscriber);
}

function takeBatch(queue: Change[]): Change[] {
  let count = 1;
  let bytes = queue[0]?.text.length ?? 0;
  for (; count < queue.length; count += 1) {
    bytes += queue[count]?.text.length ?? 0;
    if (bytes > subscriberBatchBytesMax) break;
  }
  return queue.splice(0, count);
}

/** What was queued is gathered again, from wherever the subscriber says it is. */
function forget(subscriber: Subscriber): void {
  subscriber.phase = "unknown";
  subscriber.queue = [];
}

function wantsOf(subscriber: Subscriber): Want[] {
  return subscriber.collections.map((collection) => ({ collection, withPrevious: false }));
}
