import { describe, expect, test } from "vitest";
import { silentConditions } from "./node-silence.ts";

const nowMs = Date.UTC(2026, 0, 2, 3, 5, 0);
const lastSeenMs = nowMs - 40_000;

describe("silentConditions", () => {
  test("what the agent said becomes Unknown; what others said stays", () => {
    const network = { type: "NetworkUnavailable", status: "False", reason: "RouteCreated" };
    const ready = { type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: "2026-01-01T00:00:00Z" };
    const conditions = silentConditions({ status: { conditions: [network, ready] } }, lastSeenMs, nowMs);
    expect(conditions.map(({ type, status }) => [type, status])).toEqual([
      ["NetworkUnavailable", "False"],
      ["Ready", "Unknown"],
      ["MemoryPressure", "Unknown"],
      ["DiskPressure", "Unknown"],
      ["PIDPressure", "Unknown"],
    ]);
    expect(conditions[1]).toEqual({
      type: "Ready",
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status.",
      lastHeartbeatTime: "2026-01-02T03:04:20Z",
      lastTransitionTime: "2026-01-02T03:05:00Z",
    });
  });

  test("said again, it changes nothing", () => {
    const once = silentConditions({}, lastSeenMs, nowMs);
    expect(silentConditions({ status: { conditions: once } }, lastSeenMs, nowMs + 60_000)).toEqual(once);
  });
});
