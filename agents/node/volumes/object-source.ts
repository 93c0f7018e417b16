// The ConfigMaps and Secrets that pods of this node use: read once however many use one, followed while anybody does.
// Kubernetes: pkg/kubelet/util/manager/watch_based_manager.go
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { type ApiClient, ApiUnreachable } from "../api/client.ts";
import { type Reflector, startReflector } from "../api/reflector.ts";
import { pathOf, type ResourcePath } from "../api/resource-path.ts";
import { WATCH_AFTER_MS } from "./limits.ts";

export interface ObjectRef {
  readonly kind: "ConfigMap" | "Secret";
  readonly namespace: string;
  readonly name: string;
}

export interface ObjectSourceOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

interface Entry {
  readonly ref: ObjectRef;
  readonly holders: Set<string>;
  /** Undefined until something is known; then what there is, or that there is none. */
  known: { readonly object: KubeObject | undefined } | undefined;
  /** Grows with whatever the watch brings. */
  news: number;
  /** Moments, in the order of `#moment`: when somebody new asked for it, and when the last good reading began. */
  wantedAt: number;
  readAt: number;
  reading: { readonly startedAt: number; readonly done: Promise<void> } | undefined;
  watch: Reflector | undefined;
  cancelWatch: () => void;
}

export class ObjectSource {
  readonly #options: ObjectSourceOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #held = new Map<string, ReadonlySet<string>>();
  #moment = 0;
  #changed: (holders: readonly string[]) => void = () => {};

  constructor(options: ObjectSourceOptions) {
    this.#options = options;
  }

  /** `changed(holders)` whenever an object that they hold is another than before; set once. */
  listen(changed: (holders: readonly string[]) => void): void {
    this.#changed = changed;
  }

  /** From now on `holder` uses exactly these. */
  hold(holder: string, refs: readonly ObjectRef[]): void {
    const wanted = new Map(refs.map((ref) => [keyOf(ref), ref]));
    for (const key of this.#held.get(holder) ?? []) if (!wanted.has(key)) this.#leave(key, holder);
    for (const [key, ref] of wanted) {
      const entry = this.#entries.get(key) ?? this.#enter(key, ref);
      if (entry.holders.has(holder)) continue;
      entry.holders.add(holder);
      // What others have read may be older than what the newcomer was made for.
      entry.wantedAt = this.#next();
    }
    if (wanted.size === 0) this.#held.delete(holder);
    else this.#held.set(holder, new Set(wanted.keys()));
  }

  release(holder: string): void {
    this.hold(holder, []);
  }

  /**
   * The object as it is now, at least as new as the moment its latest holder came; undefined when there is none.
   * What is known serves while the API server is away. Throws StatusError or ApiUnreachable.
   */
  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    const entry = this.#entries.get(keyOf(ref));
    if (entry === undefined) return this.#read(ref);
    if (entry.known !== undefined && entry.readAt >= entry.wantedAt) return entry.known.object;
    try {
      await this.#readInto(entry);
    } catch (error) {
      if (entry.known === undefined || !isTemporary(error)) throw error;
    }
    return entry.known?.object;
  }

  /** The API server is back: watches try again at once. */
  poke(): void {
    for (const { watch } of this.#entries.values()) watch?.poke();
  }

  stop(): void {
    for (const key of [...this.#entries.keys()]) this.#end(key);
    this.#held.clear();
  }

  /** Watches under way. */
  get watching(): number {
    return [...this.#entries.values()].filter(({ watch }) => watch !== undefined).length;
  }

  #next(): number {
    this.#moment += 1;
    return this.#moment;
  }

  #enter(key: string, ref: ObjectRef): Entry {
    const entry: Entry = {
      ref,
      holders: new Set(),
      known: undefined,
      news: 0,
      wantedAt: 0,
      readAt: -1,
      reading: undefined,
      watch: undefined,
      // Later: a pod's start needs one reading, and many pods don't live long enough for more.
      cancelWatch: this.#options.timers.after(WATCH_AFTER_MS, () => this.#watch(entry)),
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #leave(key: string, holder: string): void {
    const entry = this.#entries.get(key);
    entry?.holders.delete(holder);
    if (entry?.holders.size === 0) this.#end(key);
  }

  #end(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    entry?.cancelWatch();
    entry?.watch?.stop();
  }

  async #read(ref: ObjectRef): Promise<KubeObject | undefined> {
    try {
      return await this.#options.client.get<KubeObject>(pathOf({ ...collectionOf(ref), name: ref.name }));
    } catch (error) {
      if (error instanceof StatusError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** One reading serves all who asked before it began. */
  async #readInto(entry: Entry): Promise<void> {
    if (entry.reading === undefined || entry.reading.startedAt < entry.wantedAt) {
      const reading = { startedAt: this.#next(), done: Promise.resolve() };
      reading.done = this.#readOnce(entry, reading.startedAt).finally(() => {
        if (entry.reading === reading) entry.reading = undefined;
      });
      entry.reading = reading;
    }
    await entry.reading.done;
  }

  async #readOnce(entry: Entry, startedAt: number): Promise<void> {
    const newsBefore = entry.news;
    const object = await this.#read(entry.ref);
    // What the watch brought meanwhile is newer than an answer that says "none", or an older object.
    const isStale = entry.news !== newsBefore && (object === undefined || isOlder(object, entry.known?.object));
    if (!isStale) this.#learn(entry, object, entry.known !== undefined);
    entry.readAt = Math.max(entry.readAt, startedAt);
  }

  #learn(entry: Entry, object: KubeObject | undefined, tell: boolean): void {
    const isSame = entry.known !== undefined && versionOf(entry.known.object) === versionOf(object);
    entry.known = { object };
    if (isImmutable(object)) this.#settle(entry);
    if (tell && !isSame) this.#changed([...entry.holders]);
  }

  /** It will never change: nobody need follow it. */
  #settle(entry: Entry): void {
    entry.cancelWatch();
    entry.watch?.stop();
    entry.watch = undefined;
  }

  #watch(entry: Entry): void {
    if (isImmutable(entry.known?.object)) return;
    const learn = (object: KubeObject | undefined) => {
      if (entry.holders.size === 0) return;
      entry.news += 1;
      this.#learn(entry, object, true);
    };
    const { client, clock, timers, random, log } = this.#options;
    entry.watch = startReflector<KubeObject>({
      client,
      clock,
      timers,
      random,
      log,
      path: pathOf(collectionOf(entry.ref)),
      fieldSelector: `metadata.name=${entry.ref.name}`,
      sink: { replace: (objects) => learn(objects[0]), set: learn, delete: () => learn(undefined) },
    });
  }
}

/** The API server can't answer now; what it would say is not known. */
export function isTemporary(error: unknown): boolean {
  return error instanceof ApiUnreachable || (error instanceof StatusError && (error.code >= 500 || error.code === 429));
}

/** How the kubelet says that there is none. */
export function notFoundText({ kind, name }: ObjectRef): string {
  return `${kind.toLowerCase()} ${JSON.stringify(name)} not found`;
}

export function keyOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`;
}

function collectionOf({ kind, namespace }: ObjectRef): ResourcePath {
  return { apiVersion: "v1", plural: kind === "Secret" ? "secrets" : "configmaps", namespace };
}

function versionOf(object: KubeObject | undefined): string {
  return object === undefined ? "" : `${object.metadata?.uid}/${object.metadata?.resourceVersion}`;
}

function isImmutable(object: KubeObject | undefined): boolean {
  return object?.["immutable"] === true;
}

function isOlder(object: KubeObject, than: KubeObject | undefined): boolean {
  const [one, other] = [object, than].map((each) => Number(each?.metadata?.resourceVersion ?? Number.NaN));
  return (one as number) < (other as number);
}
