// What must be true, kept apart from the code under test: every durable change, and what clients were told.
import type { Change, ChangeType } from "../../src/storage/types.ts";
import { SimulationFailure } from "./simulation-failure.ts";
import { parseText } from "./texts.ts";

export interface HistoryEntry extends Change {
  readonly scope: string;
}

/** What a watch was told between two revisions. */
export interface WatchSegment {
  readonly watcher: string;
  /** One scope, or undefined for all namespaces. */
  readonly scope: string | undefined;
  readonly collection: string;
  readonly color: string | null;
  /** It was to be told of everything after. */
  readonly from: number;
  readonly events: WatchedEvent[];
  /** It believes to know everything up to here. */
  upTo: number;
}

export interface WatchedEvent {
  readonly type: ChangeType;
  readonly revision: number;
  readonly scope: string;
  readonly name: string;
  readonly value: number;
}

/** A cluster-wide list that was answered. */
export interface ListedState {
  readonly collection: string;
  readonly revision: number;
  readonly texts: readonly string[];
  /** What had been acknowledged when it was asked for; 0 when it was of a given revision. */
  readonly mustInclude: number;
}

export class Model {
  readonly #scopes = new Map<string, HistoryEntry[]>();
  readonly #byRevision = new Map<number, HistoryEntry>();
  readonly #segments: WatchSegment[] = [];
  readonly #lists: ListedState[] = [];
  failure: SimulationFailure | undefined;
  lastAcked = 0;
  expirations = 0;

  /** Changes whose transaction is durable now. */
  durable(scope: string, changes: readonly Change[]): void {
    const history = this.#scopes.get(scope) ?? [];
    this.#scopes.set(scope, history);
    for (const change of changes) {
      const last = history.at(-1)?.revision ?? 0;
      if (change.revision <= last) this.fail("R1", `${scope} took ${change.revision} after ${last}`);
      const twin = this.#byRevision.get(change.revision);
      if (twin !== undefined) this.fail("R1", `${scope} and ${twin.scope} both took ${change.revision}`);
      const entry = { ...change, scope };
      history.push(entry);
      this.#byRevision.set(change.revision, entry);
    }
  }

  /** A client heard that its write got this revision. */
  acknowledged(scope: string, revision: number): void {
    if (!this.#byRevision.has(revision)) this.fail("R1", `${scope} acknowledged ${revision}, which isn't durable`);
    this.lastAcked = Math.max(this.lastAcked, revision);
  }

  /** The newest revision of a scope; 0 when it has none. */
  lastOf(scope: string): number {
    return this.#scopes.get(scope)?.at(-1)?.revision ?? 0;
  }

  get changeCount(): number {
    return this.#byRevision.size;
  }

  get eventCount(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.events.length, 0);
  }

  begin(segment: WatchSegment): void {
    this.#segments.push(segment);
  }

  /** A watcher was told an event. */
  told(segment: WatchSegment, event: WatchedEvent): void {
    if (!this.#byRevision.has(event.revision)) {
      this.fail("R6", `${segment.watcher} was told ${event.revision}, which isn't durable`);
    }
    const last = segment.events.at(-1)?.revision ?? segment.from;
    if (event.revision <= last) {
      this.fail(ruleOf(segment), `${segment.watcher} was told ${event.revision} after ${last}`);
    }
    segment.events.push(event);
  }

  listed(list: ListedState): void {
    if (list.revision < list.mustInclude) {
      this.fail("R4", `a list at ${list.revision} lacks ${list.mustInclude}, acknowledged before it was asked for`);
    }
    this.#lists.push(list);
  }

  fail(rule: string, message: string): void {
    this.failure ??= new SimulationFailure(rule, message);
  }

  /** The last state of a collection, or the state at a revision: texts in scope and name order. */
  stateAt(collection: string, revision = Number.POSITIVE_INFINITY): string[] {
    const texts = new Map<string, string>();
    for (const [scope, history] of this.#scopes) {
      for (const change of history) {
        if (change.collection !== collection || change.revision > revision) continue;
        const key = `${scope}/${change.name}`;
        if (change.type === "DELETED") texts.delete(key);
        else texts.set(key, change.text);
      }
    }
    return [...texts.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, text]) => text);
  }

  /** After everything has come to rest: each stream and list against the whole history. */
  checkAll(): void {
    const sorted = [...this.#byRevision.values()].sort((left, right) => left.revision - right.revision);
    for (const segment of this.#segments) this.#checkSegment(segment, sorted);
    for (const list of this.#lists) {
      const expected = this.stateAt(list.collection, list.revision);
      if (expected.join("\n") === list.texts.join("\n")) continue;
      this.fail(
        "R4",
        `the list of ${list.collection} at ${list.revision} isn't the state at it: ${difference(expected, list.texts)}`,
      );
    }
  }

  #checkSegment(segment: WatchSegment, sorted: readonly HistoryEntry[]): void {
    const expected: WatchedEvent[] = [];
    for (const change of sorted) {
      if (change.revision <= segment.from || change.collection !== segment.collection) continue;
      if (segment.scope === undefined ? change.scope === "" : change.scope !== segment.scope) continue;
      const event = watched(change, segment.color);
      if (event !== undefined && event.revision <= segment.upTo) expected.push(event);
    }
    const wanted = expected.map(eventText);
    const got = segment.events.filter((event) => event.revision <= segment.upTo).map(eventText);
    if (wanted.join("\n") === got.join("\n")) return;
    const where = `${segment.watcher} (${segment.collection} ${segment.color ?? ""} from ${segment.from} up to ${segment.upTo})`;
    this.fail(ruleOf(segment), `${where}: ${difference(wanted, got)}`);
  }
}

function ruleOf(segment: WatchSegment): string {
  return segment.scope === undefined ? "R5" : "R2";
}

/** What a watch with a color selection must make of a change. */
function watched(change: HistoryEntry, color: string | null): WatchedEvent | undefined {
  const after = parseText(change.text);
  const before = change.previousText === undefined ? undefined : parseText(change.previousText);
  const isIn = change.type !== "DELETED" && (color === null || after.color === color);
  const wasIn = before !== undefined && (color === null || before.color === color);
  if (!isIn && !wasIn) return undefined;
  const type = isIn ? (wasIn ? "MODIFIED" : "ADDED") : "DELETED";
  const shown = isIn || change.type === "DELETED" ? after : (before ?? after);
  return { type, revision: change.revision, scope: change.scope, name: change.name, value: shown.value };
}

function eventText(event: WatchedEvent): string {
  return `${event.revision} ${event.type} ${event.scope}/${event.name} ${event.value}`;
}

function difference(wanted: readonly string[], got: readonly string[]): string {
  const missing = wanted.filter((one) => !got.includes(one));
  const surplus = got.filter((one) => !wanted.includes(one));
  return `missing [${missing.slice(0, 3).join("; ")}], surplus [${surplus.slice(0, 3).join("; ")}]`;
}
