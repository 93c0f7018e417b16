// What an event may say: of the old shape, and the stricter rules of the new one.
// Kubernetes: pkg/apis/core/validation/events.go
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import { isDns1123Subdomain } from "../../apimachinery/names.ts";
import type { Event } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, checkQualifiedName, type Errors } from "../field-checks.ts";

const wordLengthMax = 128;
const messageLengthMax = 1024;

/** An event as core/v1 sends it. */
export function validateEvent(event: Event): Errors {
  const errors: Errors = [];
  checkEvent(errors, event, "reportingComponent");
  return errors;
}

function checkEvent(errors: Errors, event: Event, reporterField: string): void {
  const namespace = event.metadata?.namespace ?? "";
  const about = event.involvedObject?.namespace ?? "";
  if (event.eventTime === undefined) {
    // Cluster-scoped objects have their events in the default namespace.
    const agrees = about === "" ? namespace === "" || namespace === "default" : namespace === about;
    if (!agrees) errors.push(invalidValue("involvedObject.namespace", about, "does not match event.namespace"));
  } else checkNewEvent(errors, event, namespace, reporterField);
  checkMessages(errors, "namespace", namespace, isDns1123Subdomain(namespace));
}

/** One that has an `eventTime` says who reports it and what was done. */
function checkNewEvent(errors: Errors, event: Event, namespace: string, reporterField: string): void {
  const about = event.involvedObject?.namespace ?? "";
  if (about === "" && namespace !== "default" && namespace !== "kube-system") {
    errors.push(invalidValue("involvedObject.namespace", about, "does not match event.namespace"));
  }
  const reporter = event.reportingComponent ?? "";
  if (reporter === "") errors.push(required(reporterField));
  checkQualifiedName(errors, reporterField, reporter);
  checkWord(errors, "reportingInstance", event.reportingInstance);
  checkWord(errors, "action", event.action);
  checkWord(errors, "reason", event.reason);
  if ((event.message ?? "").length > messageLengthMax) {
    errors.push(invalidValue("message", "", `can have at most ${messageLengthMax} characters`));
  }
}

function checkWord(errors: Errors, path: string, word = ""): void {
  if (word === "") errors.push(required(path));
  if (word.length > wordLengthMax) {
    errors.push(invalidValue(path, "", `can have at most ${wordLengthMax} characters`));
  }
}

/** An event as events.k8s.io/v1 sends it, in the stored shape. Kubernetes: validateEventsV1... ValidateEventCreate */
export function validateNewEvent(event: Event): Errors {
  const errors: Errors = [];
  checkEvent(errors, event, "reportingController");
  checkSeries(errors, event);
  if (event.eventTime === undefined) errors.push(required("eventTime"));
  if (event.type !== "Normal" && event.type !== "Warning") {
    errors.push(invalidValue("type", "", `has invalid value: ${event.type ?? ""}`));
  }
  for (const field of ["firstTimestamp", "lastTimestamp", "count", "source"] as const) {
    if (event[field] !== undefined) errors.push(invalidValue(field, "", "needs to be unset"));
  }
  return errors;
}

function checkSeries(errors: Errors, { series }: Event): void {
  if (series === undefined) return;
  if ((series.count ?? 0) < 2) errors.push(invalidValue("series.count", "", "should be at least 2"));
  if (series.lastObservedTime === undefined) errors.push(required("series.lastObservedTime"));
}

/** Of a new event only the series may change. Kubernetes: ValidateEventUpdate */
export function validateNewEventUpdate(event: Event, old: Event): Errors {
  const errors: Errors = [];
  checkEvent(errors, event, "reportingController");
  checkSeries(errors, event);
  const kept = [
    "involvedObject",
    "reason",
    "message",
    "source",
    "firstTimestamp",
    "lastTimestamp",
    "count",
    "type",
    "eventTime",
    "action",
    "related",
    "reportingComponent",
    "reportingInstance",
  ] as const;
  for (const field of kept) checkImmutable(errors, field, event[field], old[field]);
  return errors;
}
