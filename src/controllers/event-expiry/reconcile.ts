// Events are forgotten an hour after they were last told. One row a namespace waits for the next of them.
// Kubernetes: kube-apiserver --event-ttl
import { parseTime } from "../../apimachinery/time.ts";
import type { Event } from "../../kinds/facts/types.gen.ts";
import { events } from "../../kinds/kind-refs.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { eventLifeMs, forgottenPerRun, sweepPauseMs } from "./limits.ts";

const sweep = "sweep";

export const eventExpiryController: Controller = {
  name: "event-expiry",
  scope: "Namespaced",
  watches: [{ kind: events, delayMs: eventLifeMs, keys: ({ type }) => (type === "ADDED" ? [sweep] : []) }],
  async reconcile(_key, { client, clock }) {
    const nowMs = clock.now();
    const all = await client.list(events);
    const over = all.filter((event) => expiresMs(event) <= nowMs);
    for (const { metadata } of over.slice(0, forgottenPerRun)) {
      const { name = "", resourceVersion = "" } = metadata;
      // Told again in between, it stays.
      await client.delete(events, name, { resourceVersion });
    }
    if (over.length > forgottenPerRun) return { requeueAfterMs: 0 };
    const next = all.map(expiresMs).filter((timeMs) => timeMs > nowMs);
    return next.length === 0 ? done : { requeueAfterMs: Math.max(sweepPauseMs, Math.min(...next) - nowMs) };
  },
};

/** Told again, it lives on. */
function expiresMs({ metadata, lastTimestamp, eventTime, series }: Readonly<Event>): number {
  const times = [metadata.creationTimestamp, lastTimestamp, eventTime, series?.lastObservedTime];
  const known = times.map((time) => (time ? parseTime(time) : undefined)).filter((time) => time !== undefined);
  return Math.max(0, ...known) + eventLifeMs;
}
