// Tells people what happens to pods and the node: Event objects, written in the background.
// Kubernetes: staging/src/k8s.io/client-go/tools/record/event.go
import { StatusError } from "../../../src/apimachinery/status-error.ts";
import { formatTime } from "../../../src/apimachinery/time.ts";
import type { Event, ObjectReference } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { ApiClient } from "./client.ts";
import { EventCorrelator, type Occurrence, type SeenEvent } from "./event-correlator.ts";
import { EVENT_RETRY_MS, EVENT_TRIES_MAX, EVENTS_QUEUED_MAX } from "./limits.ts";
import { pathOf } from "./resource-path.ts";

export interface AgentEvents {
  /** Never throws, never waits. `reason` is upstream's word ("Pulled"). */
  record(about: ObjectReference, type: "Normal" | "Warning", reason: string, message: string): void;
  /** Settles when all that was recorded so far has been sent or given up. */
  drained(): Promise<void>;
}

export interface EventRecorderOptions {
  readonly client: ApiClient;
  readonly nodeName: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

/** Events beyond this many of a name's characters would not be a valid name. */
const NAME_CHARACTERS_MAX = 253 - 17;

export function eventRecorder(options: EventRecorderOptions): AgentEvents {
  const { client, nodeName, clock, timers, random, log } = options;
  const correlator = new EventCorrelator();
  const queue: Occurrence[] = [];
  let sending: Promise<void> | undefined;

  async function sendAll(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await sendOne(next);
    sending = undefined;
  }

  async function sendOne(occurrence: Occurrence): Promise<void> {
    const nowMs = clock.now();
    const verdict = correlator.judge(occurrence, nowMs, eventName(occurrence.about, nowMs));
    if (verdict.type === "drop") return;
    for (let tries = 1; tries <= EVENT_TRIES_MAX; tries += 1) {
      try {
        if (verdict.type === "create" || !(await count(verdict.event))) await create(verdict.event);
        return;
      } catch (error) {
        // Refused for good: a namespace that is going away, an object that never was.
        if (error instanceof StatusError && error.code < 500 && error.code !== 429) {
          log.info("event refused", { reason: occurrence.reason, error: error.message });
          return;
        }
        await timers.sleep(random.integer(EVENT_RETRY_MS) + EVENT_RETRY_MS / 2);
      }
    }
  }

  async function create(event: SeenEvent): Promise<void> {
    const path = pathOf({ apiVersion: "v1", plural: "events", namespace: namespaceOf(event) });
    await client.create(path, { ...eventObject(event, nodeName) });
  }

  /** False when the object isn't there any more. */
  async function count(event: SeenEvent): Promise<boolean> {
    const where = { apiVersion: "v1", plural: "events", namespace: namespaceOf(event), name: event.name };
    const { message } = event.occurrence;
    const patch = { count: event.count, lastTimestamp: formatTime(event.lastMs), message };
    try {
      await client.patch(pathOf(where), patch, "strategic-merge");
      return true;
    } catch (error) {
      if (error instanceof StatusError && error.code === 404) return false;
      throw error;
    }
  }

  function eventName(about: ObjectReference, nowMs: number): string {
    const nanoseconds = BigInt(Math.floor(nowMs)) * 1_000_000n + BigInt(random.integer(1_000_000));
    return `${(about.name ?? "").slice(0, NAME_CHARACTERS_MAX)}.${nanoseconds.toString(16)}`;
  }

  return {
    record(about, type, reason, message) {
      if (queue.length >= EVENTS_QUEUED_MAX) return;
      queue.push({ about, type, reason, message });
      sending ??= sendAll();
    },
    async drained() {
      await sending;
    },
  };
}

function namespaceOf({ occurrence }: SeenEvent): string {
  return occurrence.about.namespace || "default";
}

function eventObject(event: SeenEvent, nodeName: string): Event {
  const { about, type, reason, message } = event.occurrence;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: event.name, namespace: namespaceOf(event) },
    involvedObject: about,
    type,
    reason,
    message,
    count: event.count,
    firstTimestamp: formatTime(event.firstMs),
    lastTimestamp: formatTime(event.lastMs),
    source: { component: "kubelet", host: nodeName },
    reportingComponent: "kubelet",
    reportingInstance: nodeName,
  };
}
