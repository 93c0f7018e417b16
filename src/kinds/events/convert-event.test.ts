import { expect, test } from "vitest";
import { convertEvent } from "./convert-event.ts";

const stored = {
  apiVersion: "v1",
  kind: "Event",
  metadata: { name: "e" },
  involvedObject: { kind: "Pod", name: "p" },
  message: "hello",
  reportingComponent: "kubelet",
  reportingInstance: "n1",
  source: { component: "kubelet" },
  firstTimestamp: "2026-01-01T00:00:00Z",
  lastTimestamp: "2026-01-01T00:00:00Z",
  count: 2,
  type: "Normal",
};

test("an event has other names in the other group", () => {
  const served = convertEvent(stored, "events.k8s.io/v1");
  expect(served).toEqual({
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: { name: "e" },
    regarding: { kind: "Pod", name: "p" },
    note: "hello",
    reportingController: "kubelet",
    reportingInstance: "n1",
    deprecatedSource: { component: "kubelet" },
    deprecatedFirstTimestamp: "2026-01-01T00:00:00Z",
    deprecatedLastTimestamp: "2026-01-01T00:00:00Z",
    deprecatedCount: 2,
    type: "Normal",
  });
  expect(convertEvent(served, "v1")).toEqual(stored);
  expect(convertEvent(stored, "v1")).toBe(stored);
});
