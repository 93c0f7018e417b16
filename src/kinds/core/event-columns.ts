// An event in a table: when, what, and of which object.
// Kubernetes: pkg/printers/internalversion/printers.go printEvent
import { age, column, wideColumn } from "../columns.ts";
import type { Event } from "../facts/types.gen.ts";
import type { Column } from "../kind.ts";

export const eventColumns: readonly Column[] = [
  column<Event>("Last Seen", "string", (event, { nowMs }) => lastSeen(event, nowMs)),
  column<Event>("Type", "string", (event) => event.type ?? ""),
  column<Event>("Reason", "string", (event) => event.reason ?? ""),
  column<Event>("Object", "string", subject),
  wideColumn<Event>("Subobject", "string", (event) => event.involvedObject?.fieldPath ?? ""),
  wideColumn<Event>("Source", "string", source),
  column<Event>("Message", "string", (event) => (event.message ?? "").trim()),
  wideColumn<Event>("First Seen", "string", (event, { nowMs }) => firstSeen(event, nowMs)),
  wideColumn<Event>("Count", "string", (event) => event.series?.count ?? (event.count || 1)),
  { ...wideColumn<Event>("Name", "string", (event) => event.metadata?.name ?? ""), format: "name" },
];

function firstSeen(event: Event, nowMs: number): string {
  return age(event.firstTimestamp ?? event.eventTime, nowMs);
}

function lastSeen(event: Event, nowMs: number): string {
  if (event.series !== undefined) return age(event.series.lastObservedTime, nowMs);
  return event.lastTimestamp === undefined ? firstSeen(event, nowMs) : age(event.lastTimestamp, nowMs);
}

function subject({ involvedObject }: Event): string {
  const kind = (involvedObject?.kind ?? "").toLowerCase();
  return involvedObject?.name ? `${kind}/${involvedObject.name}` : kind;
}

function source(event: Event): string {
  const component = event.source?.component || (event.reportingComponent ?? "");
  const instance = event.source?.host || (event.reportingInstance ?? "");
  return instance === "" ? component : `${component}, ${instance}`;
}
