// Collects what happened in all namespaces between two revisions, a page at a time.
import type { Log } from "../platform/log.ts";
import type { Timers } from "../platform/timers.ts";
import type { Store } from "../storage/store.ts";
import type { Change, Expired, Revision } from "../storage/types.ts";
import { restMs, withTimeout } from "./call-timeout.ts";
import type { Interest } from "./interest.ts";
import {
  askTimeoutMs,
  gatherAttemptsMax,
  gatherBytesMax,
  gatherBytesPerMemberMin,
  gatherCallsMax,
  gathersMax,
} from "./limits.ts";
import type { GatherAnswer, GatherRequest, MemberCalls } from "./messages.ts";
import { type FeedRules, feedRules } from "./rules.ts";

export interface GatherQuery {
  readonly namespaces: readonly string[];
  readonly collections: readonly string[];
  readonly withPrevious: boolean;
  readonly from: Revision;
  readonly upTo: Revision;
  readonly interest: Interest;
  /** Also the cluster's own objects. */
  readonly withLocal: boolean;
}

export type Gathered =
  /** In revision order. `upTo` is less than what was asked for when there is more. */
  | { readonly type: "changes"; readonly changes: readonly Change[]; readonly upTo: Revision }
  | Expired
  | { readonly type: "unreachable" };

export interface GathererOptions {
  readonly calls: MemberCalls;
  readonly local: Store;
  readonly timers: Timers;
  readonly log: Log;
  readonly rules: FeedRules;
}

export class Gatherer {
  readonly #options: GathererOptions;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: GathererOptions) {
    this.#options = options;
  }

  async gather(query: GatherQuery): Promise<Gathered> {
    if (this.#running >= gathersMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await this.#gather(query);
    } finally {
      // Whoever waits takes this one's place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #gather(query: GatherQuery): Promise<Gathered> {
    const { namespaces, withLocal, ...rest } = query;
    const bytesMax = Math.max(gatherBytesPerMemberMin, Math.floor(gatherBytesMax / (namespaces.length + 1)));
    const request: GatherRequest = { ...rest, bytesMax };
    const answers: (GatherAnswer | undefined)[] = withLocal ? [this.#local(request)] : [];
    const waiting = [...namespaces];
    const workers = Array.from({ length: Math.min(gatherCallsMax, waiting.length) }, async () => {
      for (let namespace = waiting.shift(); namespace !== undefined; namespace = waiting.shift()) {
        answers.push(await this.#ask(namespace, request));
      }
    });
    await Promise.all(workers);
    return mergeAnswers(answers, query.upTo, this.#options.rules);
  }

  #local(request: GatherRequest): GatherAnswer {
    const { from, upTo, collections, withPrevious, bytesMax } = request;
    const { local } = this.#options;
    if (local.isVirgin) {
      local.clock.lift(upTo);
      return { type: "changes", changes: [], upTo, more: false };
    }
    const page = local.changes(from, { to: upTo, collections, withPrevious, bytesMax });
    return "type" in page ? page : { type: "changes", ...page };
  }

  async #ask(namespace: string, request: GatherRequest): Promise<GatherAnswer | undefined> {
    const { calls, timers, log } = this.#options;
    for (let attempt = 0; attempt < gatherAttemptsMax; attempt += 1) {
      try {
        return await withTimeout(timers, askTimeoutMs, calls.gather(namespace, request));
      } catch (error) {
        log.warn("gathering from a namespace failed", { namespace, error: String(error) });
        await timers.sleep(restMs(attempt + 1));
      }
    }
    return undefined;
  }
}

/** One namespace's missing answer is everybody's: an order with a hole is no order. */
export function mergeAnswers(
  answers: readonly (GatherAnswer | undefined)[],
  upTo: Revision,
  rules: FeedRules = feedRules,
): Gathered {
  let end = upTo;
  const changes: Change[] = [];
  for (const answer of answers) {
    if (answer === undefined) return { type: "unreachable" };
    if (answer.type === "expired") {
      if (rules.expires(answer)) return answer;
      continue;
    }
    if (answer.more) end = Math.min(end, answer.upTo);
    changes.push(...answer.changes);
  }
  const known = changes.filter((change) => change.revision <= end);
  return { type: "changes", changes: known.sort((left, right) => left.revision - right.revision), upTo: end };
}
