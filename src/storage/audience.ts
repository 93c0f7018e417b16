// Those who watch live, grouped by what they want to see: a change is judged and written once a group.
import type { Socket } from "../platform/sockets.ts";
import { progressAfterMs } from "./limits.ts";
import type { Change, Revision } from "./types.ts";
import { type CompileView, type Selection, type SharedChange, shareChange, type View, watchLine } from "./view.ts";
import type { WatchEntry } from "./watch-frame.ts";
import { type GroupHost, type Watcher, WatchGroup } from "./watch-group.ts";

export interface AudienceHost extends GroupHost {
  readonly compile: CompileView;
}

export class Audience {
  readonly #host: AudienceHost;
  readonly #groups = new Map<string, WatchGroup>();
  readonly #groupOf = new Map<Socket, WatchGroup>();
  #progressMs = 0;

  constructor(host: AudienceHost) {
    this.#host = host;
  }

  get size(): number {
    return this.#groupOf.size;
  }

  /** How its events look; usable also before the watcher is added. */
  view(collection: string, selection: Selection): View {
    return this.#groups.get(groupKey(collection, selection))?.view ?? this.#host.compile(collection, selection);
  }

  add(watcher: Watcher): void {
    const { collection, selection, socket } = watcher;
    const key = groupKey(collection, selection);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = new WatchGroup(collection, this.#host.compile(collection, selection), this.#host);
      this.#groups.set(key, group);
    }
    // Whoever joins begins with what comes now.
    group.flush();
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
    if (group?.watchers.size !== 0) return;
    group.end();
    this.#groups.delete(groupKey(watcher.collection, watcher.selection));
  }

  /** Sends what waits for the next message, to one watcher's group or to all. */
  flush(socket?: Socket): void {
    if (socket !== undefined) this.#groupOf.get(socket)?.flush();
    else for (const group of this.#groups.values()) group.flush();
  }

  watchers(): Watcher[] {
    return [...this.#groups.values()].flatMap((group) => [...group.watchers.values()]);
  }

  /** Takes out, and answers, those whose view is over. They know what came before. */
  takeOver(): Watcher[] {
    const over = [...this.#groups.values()].filter(({ view }) => view.isOver?.() === true);
    for (const group of over) group.flush();
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
  tell(changes: readonly Change[], upTo: Revision): void {
    const byCollection = new Map<string, SharedChange[]>();
    for (const change of changes) {
      const list = byCollection.get(change.collection);
      if (list === undefined) byCollection.set(change.collection, [shareChange(change)]);
      else list.push(shareChange(change));
    }
    for (const group of this.#groups.values()) {
      const shared = byCollection.get(group.collection);
      const entries = shared === undefined ? [] : entriesFor(shared, group.view);
      if (entries.length > 0) group.tell(entries, upTo);
    }
    this.#tellProgress(upTo);
  }

  /** Those who have heard nothing for long learn how far the log is, so that they can resume from there. */
  #tellProgress(upTo: Revision): void {
    const nowMs = this.#host.clock.now();
    if (nowMs < this.#progressMs) return;
    this.#progressMs = nowMs + progressAfterMs;
    for (const group of this.#groups.values()) {
      if (!group.hasHeardSince(nowMs - progressAfterMs)) group.tell([], upTo);
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

function groupKey(collection: string, selection: Selection): string {
  return `${collection}\n${JSON.stringify(selection)}`;
}
