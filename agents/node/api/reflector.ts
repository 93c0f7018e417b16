// Keeps a sink equal to what the API server has of one resource: a list, then a watch from there, for ever.
// Kubernetes: staging/src/k8s.io/client-go/tools/cache/reflector.go
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { type ApiClient, refusal } from "./client.ts";
import { LIST_PAGE_SIZE, RETRY_RESET_MS, SHORT_WATCH_MS, WATCH_LIFE_SECONDS } from "./limits.ts";
import { retryWaitMs } from "./retry-wait.ts";
import { watchStream } from "./watch-stream.ts";

export interface Sink<Kind extends KubeObject> {
  /** All that exists: what the sink has beside it is gone. Comes first, and again after a gap. */
  replace(objects: readonly Kind[]): void;
  /** Added or changed. */
  set(object: Kind): void;
  /** Its last state. */
  delete(object: Kind): void;
}

export interface ReflectorOptions<Kind extends KubeObject> {
  readonly client: ApiClient;
  readonly path: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  readonly sink: Sink<Kind>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface Reflector {
  /** Settles when the sink has been filled for the first time. */
  readonly synced: Promise<void>;
  /** Tries at once instead of after its back-off: the link says that the server is back. */
  poke(): void;
  stop(): void;
}

/** What the next round does: only an expired revision (or none) costs a list. */
type Position = { readonly type: "unlisted" } | { readonly type: "at"; readonly revision: string };

interface ListAnswer<Kind> {
  readonly items?: Kind[];
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

export function startReflector<Kind extends KubeObject>(options: ReflectorOptions<Kind>): Reflector {
  const { clock, timers, random, log, path } = options;
  const stopper = new AbortController();
  let markSynced = () => {};
  const synced = new Promise<void>((resolve) => {
    markSynced = resolve;
  });
  let cutWaitShort = () => {};

  function wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = timers.after(delayMs, resolve);
      cutWaitShort = () => {
        cancel();
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    let position: Position = { type: "unlisted" };
    let failures = 0;
    while (!stopper.signal.aborted) {
      const startedAtMs = clock.now();
      try {
        if (position.type === "unlisted") {
          position = await listAll(options, stopper.signal);
          markSynced();
        }
        position = await watchFrom(options, position.revision, stopper.signal);
        // A watch that ends as soon as it began must not become a busy loop.
        if (clock.now() - startedAtMs < SHORT_WATCH_MS) throw new WatchBroken("the watch ended at once", position);
        failures = 0;
      } catch (error) {
        if (stopper.signal.aborted) return;
        if (error instanceof WatchBroken) position = error.position;
        failures = clock.now() - startedAtMs > RETRY_RESET_MS ? 1 : failures + 1;
        const delayMs = retryWaitMs(failures, random);
        log.warn("watch interrupted", { path, error: String(error), retryInMs: delayMs });
        await wait(delayMs);
      }
    }
  }

  void run();
  return {
    synced,
    poke: () => cutWaitShort(),
    stop() {
      stopper.abort();
      cutWaitShort();
    },
  };
}

/** Carries where the watch had got to, out of its failure. */
class WatchBroken extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

type Selectors = Pick<ReflectorOptions<KubeObject>, "fieldSelector" | "labelSelector">;

function selectors({ fieldSelector, labelSelector }: Selectors): Record<string, string | undefined> {
  return { fieldSelector, labelSelector };
}

async function listAll<Kind extends KubeObject>(
  options: ReflectorOptions<Kind>,
  signal: AbortSignal,
): Promise<Extract<Position, { type: "at" }>> {
  const { client, path, sink } = options;
  const objects: Kind[] = [];
  let token: string | undefined;
  for (;;) {
    const query = {
      ...selectors(options),
      limit: LIST_PAGE_SIZE,
      continue: token,
    };
    const page: ListAnswer<Kind> = await client.call({ method: "GET", path, query, signal });
    objects.push(...(page.items ?? []));
    token = page.metadata?.continue || undefined;
    if (token !== undefined) continue;
    sink.replace(objects);
    return { type: "at", revision: page.metadata?.resourceVersion ?? "" };
  }
}

/** Returns where the watch ended in peace; throws WatchBroken otherwise. */
async function watchFrom<Kind extends KubeObject>(
  options: ReflectorOptions<Kind>,
  from: string,
  signal: AbortSignal,
): Promise<Position> {
  const { client, path, sink, timers, random } = options;
  let revision = from;
  const query = {
    ...selectors(options),
    resourceVersion: from,
    allowWatchBookmarks: true,
    timeoutSeconds: WATCH_LIFE_SECONDS + random.integer(WATCH_LIFE_SECONDS),
  };
  try {
    for await (const { type, object } of watchStream<Kind>(client, { path, query, timers, signal })) {
      if (type === "ERROR") throw refusal(Number(object["code"] ?? 500), JSON.stringify(object));
      if (type === "DELETED") sink.delete(object);
      else if (type !== "BOOKMARK") sink.set(object);
      revision = object.metadata?.resourceVersion ?? revision;
    }
    return { type: "at", revision };
  } catch (error) {
    const gone = error instanceof StatusError && error.code === 410;
    throw new WatchBroken(String(error), gone ? { type: "unlisted" } : { type: "at", revision });
  }
}
