// The watches that see the same of a collection. What they are told is written once for all; when they are many, the
// events of a few ms go out together, for each message costs, whatever is in it.
import type { Clock } from "../platform/clock.ts";
import type { Socket } from "../platform/sockets.ts";
import type { Timers } from "../platform/timers.ts";
import { gatheredCharactersMax, heldBytesMax } from "./limits.ts";
import type { StorageRules } from "./rules.ts";
import type { Revision } from "./types.ts";
import type { Selection, View } from "./view.ts";
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
  /** True: its socket says from where on another instance would have to tell it again. */
  isBehind?: boolean;
}

export interface GroupHost {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rules: Pick<StorageRules, "gatherMs" | "keepsBehind">;
  /**
   * Keeps with the watcher's socket that an instance which finds it must tell it everything after `behind` again;
   * undefined: it was told all.
   */
  keepBehind(watcher: Watcher, behind: Revision | undefined): void;
}

export class WatchGroup {
  readonly collection: string;
  readonly view: View;
  readonly watchers = new Map<Socket, Watcher>();
  readonly #host: GroupHost;
  #gathered: WatchEntry[] = [];
  #gatheredCharacters = 0;
  /** Everybody knows everything up to here, but for what is gathered. */
  #upTo: Revision = 0;
  /** Everybody was told up to here. */
  #told: Revision = 0;
  #toldMs = 0;
  /** Present: something was sent just now, and what comes next is gathered. */
  #stopTimer: (() => void) | undefined;

  constructor(collection: string, view: View, host: GroupHost) {
    this.collection = collection;
    this.view = view;
    this.#host = host;
  }

  /** Whether anything was sent since `sinceMs`, or is about to be. */
  hasHeardSince(sinceMs: number): boolean {
    return this.#toldMs > sinceMs || this.#gathered.length > 0;
  }

  /** `entries` in revision order; none: progress. After them everybody knows everything up to `upTo`. */
  tell(entries: readonly WatchEntry[], upTo: Revision): void {
    this.#upTo = upTo;
    if (this.#stopTimer === undefined) {
      this.#send(entries);
      this.#gather();
      return;
    }
    if (this.#gathered.length === 0) this.#noteBehind();
    for (const entry of entries) {
      this.#gathered.push(entry);
      this.#gatheredCharacters += entry.line.length;
    }
    if (this.#gatheredCharacters > gatheredCharactersMax) this.flush();
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.#gathered.length === 0) return;
    const entries = this.#gathered;
    this.#gathered = [];
    this.#gatheredCharacters = 0;
    this.#send(entries);
  }

  /** Nobody is left. */
  end(): void {
    this.#stopTimer?.();
  }

  #gather(): void {
    const gatherMs = this.#host.rules.gatherMs(this.watchers.size);
    if (gatherMs === 0) return;
    this.#stopTimer = this.#host.timers.after(gatherMs, () => {
      this.#stopTimer = undefined;
      if (this.#gathered.length > 0) {
        this.flush();
        this.#gather();
      } else this.#noteTold();
    });
  }

  /** [R2] An instance may be lost with what it gathered, and its sockets stay. Noted once for as long as events keep coming. */
  #noteBehind(): void {
    if (!this.#host.rules.keepsBehind()) return;
    for (const watcher of this.watchers.values()) {
      // Whoever is told of the past has that noted.
      if (watcher.isBehind || watcher.held !== undefined) continue;
      watcher.isBehind = true;
      this.#host.keepBehind(watcher, Math.max(this.#told, watcher.from));
    }
  }

  #noteTold(): void {
    for (const watcher of this.watchers.values()) {
      if (!watcher.isBehind) continue;
      watcher.isBehind = false;
      this.#host.keepBehind(watcher, undefined);
    }
  }

  #send(entries: readonly WatchEntry[]): void {
    const upTo = this.#upTo;
    this.#told = upTo;
    this.#toldMs = this.#host.clock.now();
    const frame = eventsFrame(entries, upTo);
    const first = entries[0]?.revision ?? upTo;
    for (const watcher of this.watchers.values()) {
      if (first > watcher.from && watcher.held === undefined) {
        watcher.socket.send(frame);
        continue;
      }
      const unknown = entries.filter((entry) => entry.revision > watcher.from);
      if (watcher.held !== undefined) hold(watcher, unknown);
      else if (unknown.length > 0) watcher.socket.send(eventsFrame(unknown, upTo));
    }
  }
}

function hold(watcher: Watcher, entries: readonly WatchEntry[]): void {
  watcher.heldBytes = entries.reduce((sum, entry) => sum + entry.line.length, watcher.heldBytes ?? 0);
  if (watcher.heldBytes > heldBytesMax) watcher.overflowed = true;
  else watcher.held?.push(...entries);
}
