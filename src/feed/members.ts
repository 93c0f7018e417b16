// Which namespaces there are, which are open, and how far each was read: in memory, and as rows that lag behind.
import type { Revision } from "../storage/types.ts";
import type { FeedDisk } from "./feed-disk.ts";
import type { Opening, Report } from "./messages.ts";
import type { FeedRules, MemberStanding } from "./rules.ts";

export interface FeedMember extends MemberStanding {
  readonly namespace: string;
  opening: Opening;
  slot: number | undefined;
  read: Revision;
  emitted: Revision;
  closing: boolean;
  /** Its newest change, as it said with its close. */
  last: Revision;
  /** On disk. */
  position: Revision;
  /** When it last said anything. */
  heardMs: number;
  /** A question is on its way to it. */
  asked: boolean;
  /** Questions in a row that it didn't answer. */
  failures: number;
}

export class Members {
  readonly #disk: FeedDisk;
  readonly #rules: FeedRules;
  readonly #all = new Map<string, FeedMember>();
  readonly #open = new Map<string, FeedMember>();
  readonly #slots = new Set<number>();

  constructor(disk: FeedDisk, rules: FeedRules) {
    this.#disk = disk;
    this.#rules = rules;
    for (const row of disk.members()) {
      const { position } = row;
      const standing = { read: position, emitted: position, last: position, closing: false };
      const member = { ...row, ...standing, heardMs: 0, asked: false, failures: 0 };
      this.#all.set(row.namespace, member);
      if (row.slot === undefined) continue;
      this.#open.set(row.namespace, member);
      this.#slots.add(row.slot);
    }
  }

  /** Every namespace that was ever written to and is not gone. */
  names(): string[] {
    return [...this.#all.keys()];
  }

  get(namespace: string): FeedMember | undefined {
    return this.#all.get(namespace);
  }

  open(): FeedMember[] {
    return [...this.#open.values()];
  }

  get hasOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Those who may have changes after `from`. */
  changedAfter(from: Revision): string[] {
    const changed = [...this.#all.values()].filter((member) => member.slot !== undefined || member.position > from);
    return changed.map((member) => member.namespace);
  }

  /** A new opening, durable; undefined when no slot is free. `floor` is what it is told. */
  begin(namespace: string, floor: Revision, nowMs: number): FeedMember | undefined {
    const known = this.#all.get(namespace);
    const wasOpen = known?.slot !== undefined;
    // An instance may still use the slot of an opening that a late call has replaced: the namespace keeps it.
    const slot = known?.slot ?? this.#rules.freeSlot(this.#slots);
    if (slot === undefined) return undefined;
    const read = this.#rules.readAfterOpen({ read: known?.read ?? floor, wasOpen }, floor);
    const member: FeedMember = {
      namespace,
      opening: (known?.opening ?? this.#disk.number("openings")) + 1,
      slot,
      read,
      emitted: wasOpen ? Math.min(known?.emitted ?? read, read) : read,
      closing: false,
      last: known?.last ?? floor,
      position: Math.min(known?.position ?? floor, read),
      heardMs: nowMs,
      asked: false,
      failures: 0,
    };
    this.#all.set(namespace, member);
    this.#open.set(namespace, member);
    this.#slots.add(slot);
    this.#disk.saveMember(member);
    return member;
  }

  /** [F5] Its close is complete. */
  end(member: FeedMember): void {
    this.#slots.delete(member.slot as number);
    this.#open.delete(member.namespace);
    member.slot = undefined;
    member.closing = false;
    member.position = member.last;
    this.#disk.saveMember(member);
  }

  /** The namespace is gone for good. Openings of a later one of its name go on counting. */
  drop(member: FeedMember): void {
    this.#all.delete(member.namespace);
    this.#disk.dropMember(member.namespace);
    const counted = this.#disk.number("openings");
    if (member.opening > counted) this.#disk.saveNumber("openings", member.opening);
  }

  /** [F6] Reading goes back, in memory and on disk: a position may lag behind what was emitted, never lead it. */
  readAgain(member: FeedMember, from: Revision): void {
    member.read = from;
    member.emitted = Math.min(member.emitted, from);
    member.closing = false;
    if (member.position <= from) return;
    member.position = from;
    this.#disk.savePosition(member.namespace, from);
  }

  /** [F4] Positions of those that moved, written when something else is written anyway. */
  savePositions(): void {
    for (const member of this.#open.values()) {
      const position = this.#rules.positionToKeep(member);
      if (position === member.position) continue;
      member.position = position;
      this.#disk.savePosition(member.namespace, position);
    }
  }
}

/** What a report of an open member changes about it. */
export function readInto(member: FeedMember, report: Report, nowMs: number): void {
  member.read = Math.max(member.read, report.upTo);
  member.heardMs = nowMs;
  if (report.state !== "closed" || report.more) return;
  member.closing = true;
  member.last = Math.max(report.last, member.position);
}
