// Event: what happened to an object, as kubectl shows it.
import { builtinKind } from "../builtin-kind.ts";
import { convertEvent } from "../events/convert-event.ts";
import type { Event } from "../facts/types.gen.ts";
import { eventColumns } from "./event-columns.ts";
import { validateEvent } from "./event-rules.ts";

export const event = builtinKind<Event>({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  scope: "Namespaced",
  createsOnUpdate: true,
  strategy: { validateCreate: validateEvent, validateUpdate: validateEvent },
  columns: eventColumns,
  convert: convertEvent,
  // Kubernetes: pkg/registry/core/event/strategy.go ToSelectableFields
  selectableFields: {
    "involvedObject.kind": (object) => object.involvedObject?.kind ?? "",
    "involvedObject.namespace": (object) => object.involvedObject?.namespace ?? "",
    "involvedObject.name": (object) => object.involvedObject?.name ?? "",
    "involvedObject.uid": (object) => object.involvedObject?.uid ?? "",
    "involvedObject.apiVersion": (object) => object.involvedObject?.apiVersion ?? "",
    "involvedObject.resourceVersion": (object) => object.involvedObject?.resourceVersion ?? "",
    "involvedObject.fieldPath": (object) => object.involvedObject?.fieldPath ?? "",
    reason: (object) => object.reason ?? "",
    reportingComponent: (object) => object.reportingComponent ?? "",
    source: (object) => object.source?.component || (object.reportingComponent ?? ""),
    type: (object) => object.type ?? "",
  },
});
