import { expect, test } from "vitest";
import type { Pod } from "../../facts/types.gen.ts";
import { isPodActive, isPodAvailable, isPodFinished, isPodReady, podAvailableAtMs } from "./pod-conditions.ts";

const readySince = Date.UTC(2026, 0, 1);
const ready: Pod = {
  status: {
    phase: "Running",
    conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" }],
  },
};
const unready: Pod = { status: { phase: "Running", conditions: [{ type: "Ready", status: "False" }] } };

test("available is ready for long enough", () => {
  expect(isPodReady(ready)).toBe(true);
  expect(isPodAvailable(ready, 0, 0)).toBe(true);
  expect(isPodAvailable(ready, 10, readySince + 9999)).toBe(false);
  expect(isPodAvailable(ready, 10, readySince + 10_000)).toBe(true);
  expect(podAvailableAtMs(ready, 10)).toBe(readySince + 10_000);
});

test("what isn't ready isn't available", () => {
  expect(isPodReady(unready)).toBe(false);
  expect(isPodReady({})).toBe(false);
  expect(isPodAvailable(unready, 0, readySince)).toBe(false);
  expect(podAvailableAtMs(unready, 0)).toBeUndefined();
});

test("finished and terminating pods aren't active", () => {
  expect(isPodActive(ready)).toBe(true);
  expect(isPodActive({ ...ready, metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } })).toBe(false);
  expect(isPodActive({ status: { phase: "Failed" } })).toBe(false);
  expect(isPodFinished({ status: { phase: "Succeeded" } })).toBe(true);
});
