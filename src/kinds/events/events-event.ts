// Event: the newer shape of core/v1 Event; stored as that.
import type { KubeObject } from "../../apimachinery/json.ts";
import { builtinKind } from "../builtin-kind.ts";
import { eventColumns } from "../core/event-columns.ts";
import { validateNewEvent, validateNewEventUpdate } from "../core/event-rules.ts";
import type { Event, EventsV1Event } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import type { Column } from "../kind.ts";
import { convertEvent } from "./convert-event.ts";

export const eventsEvent = builtinKind<EventsV1Event>({
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  scope: "Namespaced",
  createsOnUpdate: true,
  collection: "events",
  storageVersion: "v1",
  strategy: { validateCreate, validateUpdate },
  columns: eventColumns.map(overOldShape),
  convert: convertEvent,
  // Kubernetes: pkg/apis/events/v1/conversion.go AddFieldLabelConversionsForEvent
  selectableFields: {
    "regarding.kind": (object) => object.regarding?.kind ?? "",
    "regarding.namespace": (object) => object.regarding?.namespace ?? "",
    "regarding.name": (object) => object.regarding?.name ?? "",
    "regarding.uid": (object) => object.regarding?.uid ?? "",
    "regarding.apiVersion": (object) => object.regarding?.apiVersion ?? "",
    "regarding.resourceVersion": (object) => object.regarding?.resourceVersion ?? "",
    "regarding.fieldPath": (object) => object.regarding?.fieldPath ?? "",
    reason: (object) => object.reason ?? "",
    reportingController: (object) => object.reportingController ?? "",
    type: (object) => object.type ?? "",
  },
});

function oldShape(object: KubeObject): Event {
  return convertEvent(object, "v1") as Event;
}

function validateCreate(object: EventsV1Event): Errors {
  return validateNewEvent(oldShape(object));
}

function validateUpdate(object: EventsV1Event, old: EventsV1Event): Errors {
  return validateNewEventUpdate(oldShape(object), oldShape(old));
}

function overOldShape(column: Column): Column {
  return { ...column, cell: (object, context) => column.cell(oldShape(object), context) };
}
