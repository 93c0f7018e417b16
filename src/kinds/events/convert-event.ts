// Between the two shapes of an event: core/v1, as it is stored, and events.k8s.io/v1.
// Kubernetes: pkg/apis/events/v1/conversion.go
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Event, EventsV1Event } from "../facts/types.gen.ts";

const newApiVersion = "events.k8s.io/v1";

/** The fields whose names differ: in core/v1, in events.k8s.io/v1. */
const renamed: readonly (readonly [keyof Event, keyof EventsV1Event])[] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["reportingComponent", "reportingController"],
  ["source", "deprecatedSource"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
  ["count", "deprecatedCount"],
];

export function convertEvent(object: KubeObject, toApiVersion: string): KubeObject {
  if (object.apiVersion === toApiVersion) return object;
  const toNew = toApiVersion === newApiVersion;
  const names = new Map<string, string>(renamed.map(([before, after]) => (toNew ? [before, after] : [after, before])));
  const converted: KubeObject = {};
  for (const field in object) converted[names.get(field) ?? field] = object[field];
  converted.apiVersion = toApiVersion;
  return converted;
}
