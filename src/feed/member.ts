// A namespace's side of the feed: opens before the first commit, reports what was committed, closes when it is quiet.
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Timers } from "../platform/timers.ts";
import type { Store } from "../storage/store.ts";
import type { Change, CommitOutcome, Revision, Write } from "../storage/types.ts";
import { restMs } from "./call-timeout.ts";
import { covers, type Interest } from "./interest.ts";
import { closeAttemptsMax, openPatienceMs, openRetryMs, quietMs } from "./limits.ts";
import type { AdvanceRequest, FeedCalls, GatherAnswer, GatherRequest, OpenAnswer, Report } from "./messages.ts";
import { liftToNow, type ReportQuery, readReport } from "./report.ts";
import { type FeedRules, feedRules, type Lease } from "./rules.ts";

export type Readiness =
  | { readonly type: "open" }
  /** There is no such namespace. */
  | { readonly type: "refused"; readonly reason: string }
  /** The feed can't be reached, or lends no slot: try again later. */
  | { readonly type: "unavailable"; readonly reason: string };

export interface MemberOptions {
  readonly namespace: string;
  readonly store: Store;
  readonly feed: FeedCalls;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Gets the cluster snapshot that comes with every opening. */
  readonly onFacts?: (facts: unknown) => void;
  readonly rules?: FeedRules;
  /** What an earlier life held: for the simulation, which shows that it must not be used. */
  readonly earlierLease?: Lease;
}

export class Member {
  readonly #options: MemberOptions;
  readonly #store: Store;
  readonly #rules: FeedRules;
  #lease: Lease | undefined;
  #opening: Promise<Readiness> | undefined;
  /** Reported up to here, as far as we know. */
  #cursor: Revision = 0;
  #interest: Interest = [];
  /** Something of interest may lie after the cursor. */
  #dirty = false;
  #pushing = false;
  #pushFailures = 0;
  #busyMs = 0;
  #quietTimer: (() => void) | undefined;
  /** Set for good once the namespace is being taken away. */
  #retired = false;

  constructor(options: MemberOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#rules = options.rules ?? feedRules;
    this.#hold(this.#rules.leaseAtStart(options.earlierLease));
    this.#store.onCommit((changes) => this.#committed(changes));
  }

  get isOpen(): boolean {
    return this.#lease !== undefined;
  }

  /** For the simulation: what `earlierLease` of the next life is. */
  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** [F1] Opens if need be. With "open", a commit in the same synchronous step is in order. */
  async ready(): Promise<Readiness> {
    while (this.#lease === undefined) {
      this.#opening ??= this.#open().finally(() => {
        this.#opening = undefined;
      });
      const readiness = await this.#opening;
      if (readiness.type !== "open") return readiness;
    }
    return { type: "open" };
  }

  /** Opens if need be and commits. The outcome is durable when the platform lets an answer out. */
  async commit(writes: readonly Write[]): Promise<CommitOutcome | Exclude<Readiness, { type: "open" }>> {
    const readiness = await this.ready();
    return readiness.type === "open" ? this.#store.commit(writes) : readiness;
  }

  /** The feed waits for us: makes everything up to `upTo` past, and reports. */
  advance(request: AdvanceRequest): Report {
    this.#store.clock.lift(request.upTo);
    liftToNow(this.#store, this.#options.clock.now());
    const report = this.#read(request.opening, request.from, request.interest, this.#stateUnder());
    if (this.#lease?.opening !== request.opening) return report;
    // Should this answer be lost, the next report, the closing one at the latest, finds the gap.
    this.#cursor = report.upTo;
    this.#interest = request.interest;
    this.#dirty = report.more;
    return report;
  }

  /** A watch begins: our part of its past, complete up to `upTo` once `more` is false. */
  gather(request: GatherRequest): GatherAnswer {
    this.#setInterest(request.interest);
    if (this.#store.isVirgin) {
      // Whether something was erased here the feed knows.
      this.#store.clock.lift(request.upTo);
      return { type: "changes", changes: [], upTo: request.upTo, more: false };
    }
    const page = this.#store.changes(request.from, {
      to: request.upTo,
      collections: request.collections,
      withPrevious: request.withPrevious,
      bytesMax: request.bytesMax,
    });
    if ("type" in page) return page;
    return { type: "changes", ...page };
  }

  /**
   * Ends this namespace's part in the feed, before its rows are taken: no more commits, and everything told. True when
   * the feed has confirmed it; otherwise call again.
   */
  async retire(): Promise<boolean> {
    this.#retired = true;
    // An opening that is on its way would give us a lease after all.
    if (this.#opening !== undefined) await this.#opening;
    return this.#lease === undefined || (await this.#close(this.#lease));
  }

  async #open(): Promise<Readiness> {
    const { clock, timers, feed, namespace, log } = this.#options;
    const startMs = clock.now();
    let reason = "the feed can't be reached";
    while (clock.now() - startMs < openPatienceMs && !this.#retired) {
      let answer: OpenAnswer;
      try {
        answer = await feed.open(namespace);
      } catch (error) {
        log.warn("opening with the feed failed", { namespace, error: String(error) });
        await timers.sleep(openRetryMs);
        continue;
      }
      switch (answer.type) {
        case "opened":
          this.#begin(answer);
          return { type: "open" };
        case "refused":
          return answer;
        case "wait":
          reason = "too many namespaces are busy at once";
          await timers.sleep(answer.afterMs);
          break;
        default:
          answer satisfies never;
      }
    }
    return { type: "unavailable", reason };
  }

  #begin(answer: Extract<OpenAnswer, { type: "opened" }>): void {
    this.#store.clock.lift(answer.floor);
    this.#store.startAt(answer.horizon);
    this.#cursor = answer.position;
    this.#interest = answer.interest;
    // What an earlier life committed and never reported.
    this.#dirty = this.#store.revision > answer.position;
    this.#hold({ opening: answer.opening, slot: answer.slot });
    this.#options.onFacts?.(answer.facts);
    this.#busy();
    this.#push();
  }

  #hold(lease: Lease | undefined): void {
    this.#lease = lease;
    this.#store.clock.useSlot(lease?.slot);
  }

  #committed(changes: readonly Change[]): void {
    this.#busyMs = this.#options.clock.now();
    if (changes.some((change) => this.#interest.includes(change.collection))) this.#dirty = true;
    this.#push();
  }

  /** Reports what is new, one call at a time: what is committed meanwhile goes with the next. */
  #push(): void {
    if (this.#pushing || !this.#dirty || this.#lease === undefined) return;
    this.#pushing = true;
    void this.#pushAll(this.#lease)
      .catch((error) => {
        this.#options.log.warn("a report to the feed failed", { error: String(error) });
        this.#dirty = true;
        this.#pushFailures += 1;
        return this.#options.timers.sleep(restMs(this.#pushFailures));
      })
      .finally(() => {
        this.#pushing = false;
        this.#push();
      });
  }

  async #pushAll(lease: Lease): Promise<void> {
    while (this.#dirty && this.#lease === lease) {
      this.#dirty = false;
      liftToNow(this.#store, this.#options.clock.now());
      const report = this.#read(lease.opening, this.#cursor, this.#interest, "open");
      const answer = await this.#options.feed.report(report);
      this.#pushFailures = 0;
      if (this.#lease !== lease) return;
      if (answer.type === "busy") {
        this.#dirty = true;
        await this.#options.timers.sleep(answer.afterMs);
        continue;
      }
      if (answer.type === "stale") {
        // Another opening took the place of ours; whatever it was, only a new one is surely ours.
        this.#hold(undefined);
        void this.ready();
        return;
      }
      this.#setInterest(answer.interest);
      this.#cursor = answer.type === "again" ? answer.from : answer.upTo;
      if (answer.type === "again" || report.more) this.#dirty = true;
    }
  }

  #read(opening: number, from: Revision, interest: Interest, state: Report["state"]): Report {
    const query: ReportQuery = { namespace: this.#options.namespace, opening, from, interest, state };
    return readReport(this.#store, query);
  }

  /**
   * What can be said of any opening that the feed names. While we are open, or on the way to be, it may be ours;
   * otherwise it is not and never will be, for we hold none and open anew before we commit.
   */
  #stateUnder(): Report["state"] {
    return this.#lease === undefined && this.#opening === undefined ? "closed" : "open";
  }

  #setInterest(interest: Interest): void {
    if (!covers(this.#interest, interest)) this.#dirty = this.#lease !== undefined;
    this.#interest = interest;
    this.#push();
  }

  #busy(): void {
    this.#busyMs = this.#options.clock.now();
    this.#quietTimer ??= this.#options.timers.after(quietMs, () => this.#lookIfQuiet());
  }

  #lookIfQuiet(): void {
    this.#quietTimer = undefined;
    const lease = this.#lease;
    if (lease === undefined) return;
    const quietSinceMs = this.#options.clock.now() - this.#busyMs;
    const isQuiet = !this.#pushing && !this.#dirty && (quietSinceMs >= quietMs || quietSinceMs < 0);
    if (isQuiet) void this.#close(lease);
    else this.#quietTimer = this.#options.timers.after(Math.max(quietMs - quietSinceMs, 50), () => this.#lookIfQuiet());
  }

  /**
   * [F5] First no commit any more, then the question. Its answer changes nothing here: whatever the feed made of it, the
   * next commit opens anew. If the question is lost, the feed asks us when it needs to.
   */
  async #close(lease: Lease): Promise<boolean> {
    this.#hold(this.#rules.leaseAfterClose(lease));
    let from = this.#cursor;
    try {
      for (let attempt = 0; attempt < closeAttemptsMax; attempt += 1) {
        const report = this.#read(lease.opening, from, this.#interest, "closed");
        const answer = await this.#options.feed.report(report);
        // The feed asks us for the rest when it is ready for it.
        if (answer.type === "stale" || answer.type === "busy") return false;
        this.#interest = answer.interest;
        if (answer.type === "read" && !report.more) return true;
        from = answer.type === "again" ? answer.from : answer.upTo;
      }
      return false;
    } catch (error) {
      this.#options.log.warn("closing with the feed failed", { error: String(error) });
      return false;
    }
  }
}
