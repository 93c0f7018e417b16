// Those who watch live, grouped by what they want to see: a change is judged and written once a group.
import type { Socket } from "../platform/sockets.ts";
import { heldBytesMax, progressAfterMs } from "./limits.ts";
import type { Change, Revision } from "./types.ts";
import { type CompileView, type Selection, type SharedChange, shareChange, type View, watchLine } from "./view.ts";
import { eventsFrame, type WatchEntry } from "./watch-frame.ts";

export interface Watcher {
  readonly socket: Socket;
  readonly collection: string;
  readonly selection: Selection;
  /** Events at or below it are known to the watcher. */
  from: Revision;
  /** Present: the watcher is still being told of the past, and what happens meanwhile waits here. */
  held?: WatchEntry[] | undefined;
  heldBytes?: number;
  /** True when more than `heldBytesMax` waited: what is held is not all. */
  overflowed?: boolean;
}

interface Group {
  readonly collection: string;
  readonly view: View;
  readonly watchers: Map<Socket, Watcher>;
  sentMs: number;
}

export class Audience {
  readonly #compile: CompileView;
  readonly #groups = new Map<string, Group>();
  readonly #groupOf = new Map<Socket, Group>();
  #progressMs = 0;

  constructor(compile: CompileView) {
    this.#compile = compile;
  }

  get size(): number {
    return this.#groupOf.size;
  }

  /** How its events look; usable also before the watcher is added. */
  view(collection: string, selection: Selection): View {
    return this.#groups.get(groupKey(collection, selection))?.view ?? this.#compile(collection, selection);
  }

  add(watcher: Watcher): void {
    const { collection, selection, socket } = watcher;
    const key = groupKey(collection, selection);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { collection, view: this.#compile(collection, selection), watchers: new Map(), sentMs: 0 };
      this.#groups.set(key, group);
    }
    group.watchers.set(socket, watcher);
    this.#groupOf.set(socket, group);
  }

  get(socket: Socket): Watcher | undefined {
    return this.#groupOf.get(socket)?.watchers.get(socket);
  }

  remove(socket: Socket): void {
    const watcher = this.get(socket);
    if (watcher === undefined) return;
    const group = this.#groupOf.get(socket);
    group?.watchers.delete(socket);
    this.#groupOf.delete(socket);
    if (group?.watchers.size === 0) this.#groups.delete(groupKey(watcher.collection, watcher.selection));
  }

  watchers(): Watcher[] {
    return [...this.#groups.values()].flatMap((group) => [...group.watchers.values()]);
  }

  /** Takes out, and answers, those whose view is over. */
  takeOver(): Watcher[] {
    const over = [...this.#groups.values()].filter(({ view }) => view.isOver?.() === true);
    const watchers = over.flatMap((group) => [...group.watchers.values()]);
    for (const { socket } of watchers) this.remove(socket);
    return watchers;
  }

  /** What is watched, each collection once. */
  collections(): string[] {
    return [...new Set([...this.#groups.values()].map((group) => group.collection))];
  }

  /** Does any watch of the collection judge objects by their content, and so need to know what they were before? */
  hasSelectors(collection: string): boolean {
    return [...this.#groups.values()].some((group) => group.collection === collection && group.view.selects);
  }

  /**
   * [R6] Sends to all, waits for none: a slow peer is cut off by the Worker, whose backlog is bounded.
   * `changes` in revision order; after them everybody knows everything up to `upTo`.
   */
  tell(changes: readonly Change[], upTo: Revision, nowMs: number): void {
    const byCollection = new Map<string, SharedChange[]>();
    for (const change of changes) {
      const list = byCollection.get(change.collection);
      if (list === undefined) byCollection.set(change.collection, [shareChange(change)]);
      else list.push(shareChange(change));
    }
    for (const group of this.#groups.values()) {
      const shared = byCollection.get(group.collection);
      const entries = shared === undefined ? [] : entriesFor(shared, group.view);
      if (entries.length > 0) tellGroup(group, entries, upTo, nowMs);
    }
    this.#tellProgress(upTo, nowMs);
  }

  /** Those who have heard nothing for long learn how far the log is, so that they can resume from there. */
  #tellProgress(upTo: Revision, nowMs: number): void {
    if (nowMs < this.#progressMs) return;
    this.#progressMs = nowMs + progressAfterMs;
    for (const group of this.#groups.values()) {
      if (group.sentMs <= nowMs - progressAfterMs) tellGroup(group, [], upTo, nowMs);
    }
  }
}

export function entriesFor(changes: readonly SharedChange[], view: View): WatchEntry[] {
  const entries: WatchEntry[] = [];
  for (const shared of changes) {
    const line = watchLine(shared, view);
    if (line !== undefined) entries.push({ revision: shared.change.revision, line });
  }
  return entries;
}

function tellGroup(group: Group, entries: readonly WatchEntry[], upTo: Revision, nowMs: number): void {
  const frame = eventsFrame(entries, upTo);
  group.sentMs = nowMs;
  for (const watcher of group.watchers.values()) {
    const first = entries[0]?.revision ?? upTo;
    if (first > watcher.from && watcher.held === undefined) {
      watcher.socket.send(frame);
      continue;
    }
    const unknown = entries.filter((entry) => entry.revision > watcher.from);
    if (watcher.held !== undefined) hold(watcher, unknown);
    else if (unknown.length > 0) watcher.socket.send(eventsFrame(unknown, upTo));
  }
}

function hold(watcher: Watcher, entries: readonly WatchEntry[]): void {
  watcher.heldBytes = entries.reduce((sum, entry) => sum + entry.line.length, watcher.heldBytes ?? 0);
  if (watcher.heldBytes > heldBytesMax) watcher.overflowed = true;
  else watcher.held?.push(...entries);
}

function groupKey(collection: string, selection: Selection): string {
  return `${collection}\n${JSON.stringify(selection)}`;
}
