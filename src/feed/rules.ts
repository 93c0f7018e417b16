// The decisions of the feed that its numbered rules are made of, as functions of values. Everything else in this part
// carries them out. The simulation takes them out one by one and must then find a lost or disordered event.
import { revisionAt, slotsPerTick } from "../storage/revision-clock.ts";
import type { Revision } from "../storage/types.ts";
import { floorStrideMs, pickMarginMs, slotsMax } from "./limits.ts";
import type { GatherAnswer, Opening, Report } from "./messages.ts";

/** What the right to commit consists of. */
export interface Lease {
  readonly opening: Opening;
  readonly slot: number;
}

/** What the rules look at of a member. */
export interface MemberStanding {
  readonly opening: Opening;
  /** Everything up to here was read, and every later commit exceeds it. */
  readonly read: Revision;
  /** Everything up to here was emitted. */
  readonly emitted: Revision;
  /** It has said that nothing more comes under its present opening. */
  readonly closing: boolean;
}

export const feedRules = {
  /** [F1] A new instance holds nothing, whatever an earlier life held. */
  leaseAtStart(_earlier: Lease | undefined): Lease | undefined {
    return undefined;
  },

  /**
   * [F1] Where reading stands after an open. Of a namespace that was open before, an earlier life's commits may still
   * be unread, and what that life promised binds nobody: the new one is bound by the floor.
   */
  readAfterOpen(member: { readonly read: Revision; readonly wasOpen: boolean }, floor: Revision): Revision {
    return member.wasOpen ? Math.min(member.read, floor) : floor;
  },

  /** [F2] The floor to have on disk before `handed` is seen by anybody; the one that is there, if it is enough. */
  floorToKeep(handed: Revision, kept: Revision): Revision {
    return floorAbove(handed, kept, floorStrideMs);
  },

  /** [F3] Everything up to here is known: the least promise of all that may still commit. */
  watermark(open: Iterable<MemberStanding>): Revision {
    let least = Number.POSITIVE_INFINITY;
    for (const member of open) if (!member.closing) least = Math.min(least, member.read);
    return least;
  },

  /** [F4] What a report is in relation to what was read. */
  judgeReport(
    report: Pick<Report, "opening" | "from" | "upTo">,
    member: MemberStanding,
  ): "next" | "gap" | "repetition" | "stale" {
    if (report.opening !== member.opening) return "stale";
    if (report.from > member.read) return "gap";
    return report.upTo < member.read ? "repetition" : "next";
  },

  /** [F4] The position on disk: never ahead of what was emitted. */
  positionToKeep(member: MemberStanding): Revision {
    return member.emitted;
  },

  /** [F5] A member is forgotten by its own close, and only when all of it was emitted. */
  mayForget(member: MemberStanding, unemitted: number): boolean {
    return member.closing && unemitted === 0;
  },

  /** [F5] Whoever has asked to be closed may not commit, whatever became of the question. */
  leaseAfterClose(_lease: Lease): Lease | undefined {
    return undefined;
  },

  /** [F6] [R4] The revision of a list, or the end of a gather: above everything that was emitted or listed at. */
  pick(known: { readonly handed: Revision; readonly local: Revision; readonly atLeast: Revision }, nowMs: number) {
    return Math.max(known.handed, known.local, known.atLeast, revisionAt(nowMs + pickMarginMs));
  },

  /**
   * Where reading stands once something more is of interest, for watchers whose past is gathered up to `picked`: what
   * comes after it was read without the new interest and must be read again. Nothing of it was emitted (F6).
   */
  readForNewInterest(member: MemberStanding, picked: Revision): Revision {
    return Math.min(member.read, picked);
  },

  /** [F6] What is emitted while a watcher's past is gathered waits for its turn. */
  holdsWhileGathering(): boolean {
    return true;
  },

  /** [F7] A namespace that can no longer tell what is asked for makes the watch Expired. */
  expires(answer: GatherAnswer): boolean {
    return answer.type === "expired";
  },

  /** [F6] The revision after which a watcher goes live whose past was gathered up to `gathered`. */
  liveFrom(gathered: Revision): Revision {
    return gathered;
  },

  /** [F6] Does the watcher need its past gathered, or has nothing been emitted yet that it doesn't know? */
  needsGather(from: Revision, emitted: Revision, interestSince: Revision | undefined): boolean {
    return interestSince === undefined || from < emitted || from < interestSince;
  },

  /** Two open namespaces never have the same slot. Undefined: all are lent. */
  freeSlot(used: ReadonlySet<number>): number | undefined {
    for (let slot = 1; slot <= slotsMax; slot += 1) if (!used.has(slot)) return slot;
    return undefined;
  },
};

export function floorAbove(handed: Revision, kept: Revision, strideMs: number): Revision {
  return handed <= kept ? kept : handed + strideMs * slotsPerTick;
}

export type FeedRules = typeof feedRules;
