// Sends pod statuses to the API server: the latest of each pod, one at a time and in order, until it is accepted.
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import type { Pod, PodStatus } from "../../../src/kinds/facts/types.gen.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { ApiClient } from "./client.ts";
import { STATUS_WRITES_MAX } from "./limits.ts";
import { pathOf } from "./resource-path.ts";
import { retryWaitMs } from "./retry-wait.ts";
import { sameStatus, statusPatch } from "./status-patch.ts";

export interface PodName {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface PodStatusWriter {
  /** What the status is to be from now on. Returns at once; of several in a row only the last is sent. */
  set(pod: PodName, status: PodStatus): void;
  /** What a watch says it is: sends again when somebody else has changed it. */
  observed(pod: Pod): void;
  /** Settles when what was last set has been accepted, or the pod is gone. */
  written(uid: string): Promise<void>;
  /** Deletes the object itself, after its last status: nothing of the pod is left here. Tries until it is gone. */
  deleteObject(pod: PodName): Promise<void>;
  /** The pod is gone: forgets it. */
  forget(uid: string): void;
  /** Tries at once what waits for its back-off. */
  poke(): void;
}

interface Entry {
  readonly pod: PodName;
  wanted: PodStatus;
  /** As the server last told us, by answer or watch. */
  known: PodStatus | undefined;
  busy: boolean;
  failures: number;
  gone: boolean;
  cancelRetry: (() => void) | undefined;
  waiters: (() => void)[];
}

export interface PodStatusWriterOptions {
  readonly client: ApiClient;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export function podStatusWriter({ client, timers, random, log }: PodStatusWriterOptions): PodStatusWriter {
  const entries = new Map<string, Entry>();
  const queue = new Set<Entry>();
  let writing = 0;

  function settle(entry: Entry): void {
    for (const waiter of entry.waiters.splice(0)) waiter();
  }

  function schedule(entry: Entry): void {
    if (entry.busy || entry.gone || entry.cancelRetry !== undefined) return;
    if (sameStatus(entry.wanted, entry.known)) {
      settle(entry);
      return;
    }
    queue.add(entry);
    pump();
  }

  function pump(): void {
    for (const entry of queue) {
      if (writing >= STATUS_WRITES_MAX) return;
      queue.delete(entry);
      entry.busy = true;
      writing += 1;
      void write(entry).finally(() => {
        entry.busy = false;
        writing -= 1;
        schedule(entry);
        pump();
      });
    }
  }

  async function write(entry: Entry): Promise<void> {
    const { wanted, pod } = entry;
    try {
      const path = statusPath(pod);
      const answer = await client.patch<Pod & KubeObject>(path, statusPatch(pod.uid, wanted), "strategic-merge");
      entry.failures = 0;
      // A server that drops a field we own must not be asked for ever.
      entry.known = sameStatus(wanted, answer.status) ? answer.status : wanted;
    } catch (error) {
      if (await isGone(client, pod, error)) {
        entry.gone = true;
        settle(entry);
        return;
      }
      entry.failures += 1;
      const delayMs = retryWaitMs(entry.failures, random);
      log.warn("pod status not written", {
        pod: `${pod.namespace}/${pod.name}`,
        error: String(error),
        retryInMs: delayMs,
      });
      entry.cancelRetry = timers.after(delayMs, () => retry(entry));
    }
  }

  function retry(entry: Entry): void {
    entry.cancelRetry?.();
    entry.cancelRetry = undefined;
    schedule(entry);
  }

  async function deleteUntilGone(pod: PodName): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await client.delete(objectPath(pod), { gracePeriodSeconds: 0, preconditions: { uid: pod.uid } });
        return;
      } catch (error) {
        if (await isGone(client, pod, error)) return;
        log.warn("pod object not deleted", { pod: `${pod.namespace}/${pod.name}`, error: String(error) });
        await timers.sleep(retryWaitMs(failures, random));
      }
    }
  }

  return {
    set(pod, status) {
      const entry = entries.get(pod.uid);
      if (entry !== undefined) {
        entry.wanted = status;
        schedule(entry);
        return;
      }
      const fresh: Entry = {
        pod,
        wanted: status,
        known: undefined,
        busy: false,
        failures: 0,
        gone: false,
        cancelRetry: undefined,
        waiters: [],
      };
      entries.set(pod.uid, fresh);
      schedule(fresh);
    },
    observed(pod) {
      const entry = entries.get(pod.metadata?.uid ?? "");
      // While a write is under way its answer is newer than what the watch brings.
      if (entry === undefined || entry.busy) return;
      entry.known = pod.status;
      schedule(entry);
    },
    written(uid) {
      const entry = entries.get(uid);
      if (entry === undefined || entry.gone || (!entry.busy && sameStatus(entry.wanted, entry.known))) {
        return Promise.resolve();
      }
      return new Promise((resolve) => entry.waiters.push(resolve));
    },
    deleteObject: deleteUntilGone,
    forget(uid) {
      const entry = entries.get(uid);
      if (entry === undefined) return;
      entry.gone = true;
      entry.cancelRetry?.();
      queue.delete(entry);
      settle(entry);
      entries.delete(uid);
    },
    poke() {
      for (const entry of entries.values()) if (entry.cancelRetry !== undefined) retry(entry);
    },
  };
}

function statusPath({ namespace, name }: PodName): string {
  return pathOf({ apiVersion: "v1", plural: "pods", namespace, name, subresource: "status" });
}

function objectPath({ namespace, name }: PodName): string {
  return pathOf({ apiVersion: "v1", plural: "pods", namespace, name });
}

/** No object of that uid: deleted, or another one has its name. A refusal for another reason is to be tried again. */
async function isGone(client: ApiClient, pod: PodName, error: unknown): Promise<boolean> {
  if (!(error instanceof StatusError)) return false;
  if (error.code === 404) return true;
  if (error.code !== 409 && error.code !== 422) return false;
  try {
    return (await client.get<KubeObject>(objectPath(pod))).metadata?.uid !== pod.uid;
  } catch (later) {
    return later instanceof StatusError && later.code === 404;
  }
}
