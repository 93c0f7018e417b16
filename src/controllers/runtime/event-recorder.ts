// Events of one reconcile: gathered while it runs, written after it. The same event again raises the first one's count.
// Kubernetes: client-go tools/record/event.go, events_cache.go EventCorrelator
import type { KubeObject } from "../../apimachinery/json.ts";
import { StatusError } from "../../apimachinery/status-error.ts";
import { formatTime } from "../../apimachinery/time.ts";
import type { Event, ObjectReference } from "../../kinds/facts/types.gen.ts";
import { events } from "../../kinds/kind-refs.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Client } from "./client.ts";
import type { EventGate } from "./event-gate.ts";
import type { EventRecorder } from "./events.ts";
import { fnv32 } from "./fnv.ts";
import { eventMessageLengthMax } from "./limits.ts";

export interface GatheredEventsOptions {
  /** "deployment-controller" */
  readonly component: string;
  readonly gate: EventGate;
  readonly clock: Clock;
  readonly log: Log;
  /** The namespace that an event is written to. */
  readonly clientOf: (namespace: string) => Client;
}

interface Gathered {
  readonly about: Readonly<KubeObject>;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** Where events about cluster-scoped objects are kept. */
const clusterEventsNamespace = "default";
const nameBaseLengthMax = 253 - 17;

export class GatheredEvents implements EventRecorder {
  readonly #options: GatheredEventsOptions;
  readonly #gathered: Gathered[] = [];

  constructor(options: GatheredEventsOptions) {
    this.#options = options;
  }

  event(about: Readonly<KubeObject>, type: "Normal" | "Warning", reason: string, message: string): void {
    this.#gathered.push({ about, type, reason, message: message.slice(0, eventMessageLengthMax) });
  }

  /** Writes what was gathered. Never throws: an event that can't be told is logged and forgotten. */
  async flush(): Promise<void> {
    for (const one of this.#gathered.splice(0)) {
      try {
        await this.#tell(one);
      } catch (error) {
        // A namespace that is being deleted takes no more events.
        if (error instanceof StatusError && (error.reason === "Forbidden" || error.reason === "NotFound")) continue;
        this.#options.log.warn("an event was not told", { reason: one.reason, error: String(error) });
      }
    }
  }

  async #tell({ about, type, reason, message }: Gathered): Promise<void> {
    const { component, gate, clock, clientOf } = this.#options;
    const involvedObject = referenceTo(about);
    const { kind = "", namespace = "", name = "", uid = "", apiVersion = "" } = involvedObject;
    const source = JSON.stringify([component, kind, namespace, name, uid, apiVersion]);
    const likeness = JSON.stringify([source, type, reason]);
    const passed = gate.pass(source, likeness, message, clock.now());
    if (passed === undefined) return;
    const client = clientOf(namespace || clusterEventsNamespace);
    const saying = passed.combined ? likeness : JSON.stringify([likeness, message]);
    const now = formatTime(clock.now());
    const knownName = gate.nameOf(saying);
    const known = knownName === undefined ? undefined : await client.get(events, knownName);
    if (knownName !== undefined && known !== undefined) {
      const again = { count: (known.count ?? 1) + 1, lastTimestamp: now, message: passed.message };
      await client.patch(events, knownName, again);
      return;
    }
    const eventName = gate.newName(saying, name.slice(0, nameBaseLengthMax), clock.now(), saltOf(component));
    const event: Event = {
      metadata: { name: eventName, namespace: client.namespace },
      involvedObject,
      reason,
      message: passed.message,
      source: { component },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      reportingComponent: component,
      reportingInstance: "",
    };
    await client.create(events, event);
  }
}

function saltOf(component: string): number {
  return fnv32(component) % 1_000;
}

function referenceTo({ apiVersion, kind, metadata }: Readonly<KubeObject>): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata ?? {};
  const entries = Object.entries({ kind, namespace, name, uid, apiVersion, resourceVersion });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ObjectReference;
}
