// Asks open namespaces that lag behind what somebody waits for. One question a namespace at a time, rounds paced.
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Timers } from "../platform/timers.ts";
import type { Revision } from "../storage/types.ts";
import { restMs, withTimeout } from "./call-timeout.ts";
import type { Interest } from "./interest.ts";
import { askTimeoutMs, retryMs, roundGapPerMemberMs } from "./limits.ts";
import type { FeedMember } from "./members.ts";
import type { MemberCalls, Report } from "./messages.ts";

export interface RoundsOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly calls: MemberCalls;
  readonly open: () => FeedMember[];
  readonly interest: () => Interest;
  /** Takes an answer as if it had been pushed. */
  readonly take: (report: Report) => void;
}

export class Rounds {
  readonly #options: RoundsOptions;
  /** Somebody waits for everything up to here. */
  #wanted: Revision = 0;
  #restUntilMs = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** Somebody waits for everything up to `upTo`. */
  want(upTo: Revision): void {
    this.#wanted = Math.max(this.#wanted, upTo);
    this.#next();
  }

  /** Asks these at once, whether anybody waits or not. */
  ask(members: readonly FeedMember[]): void {
    for (const member of members) if (!member.asked) void this.#ask(member, Math.max(this.#wanted, member.read));
  }

  #laggards(): FeedMember[] {
    return this.#options.open().filter((member) => !member.closing && member.read < this.#wanted);
  }

  #next(): void {
    if (this.#cancelTimer !== undefined || this.#laggards().length === 0) return;
    const { clock, timers } = this.#options;
    const pauseMs = this.#restUntilMs - clock.now();
    if (pauseMs <= 0 || pauseMs > retryMs) {
      this.#round();
      return;
    }
    this.#cancelTimer = timers.after(pauseMs, () => {
      this.#cancelTimer = undefined;
      this.#round();
    });
  }

  #round(): void {
    const laggards = this.#laggards().filter((member) => !member.asked);
    const gapMs = Math.min(laggards.length * roundGapPerMemberMs, retryMs);
    this.#restUntilMs = this.#options.clock.now() + gapMs;
    this.ask(laggards);
  }

  async #ask(member: FeedMember, upTo: Revision): Promise<void> {
    const { calls, timers, log, interest, take } = this.#options;
    member.asked = true;
    try {
      const request = { opening: member.opening, from: member.read, upTo, interest: interest() };
      const report = await withTimeout(timers, askTimeoutMs, calls.advance(member.namespace, request));
      member.asked = false;
      member.failures = 0;
      take(report);
    } catch (error) {
      log.warn("a namespace doesn't answer the feed", { namespace: member.namespace, error: String(error) });
      // It stays open until it says otherwise itself (F3).
      member.failures += 1;
      await timers.sleep(restMs(member.failures));
      member.asked = false;
    }
    this.#next();
  }
}
