import { describe, expect, test } from "vitest";
import { podLike } from "../../../test/fixtures/node-hands.ts";
import { formatTime } from "../../apimachinery/time.ts";
import type { Pod, PodStatus } from "../../kinds/facts/types.gen.ts";
import { podDeletionCostAnnotation } from "../runtime/deletion-order.ts";
import { burstReplicas } from "./limits.ts";
import { nextAvailableMs, planReplicas, replicaStatus, type StatusState } from "./plan.ts";

const nowMs = Date.UTC(2026, 0, 2);

function ago(seconds: number): string {
  return formatTime(nowMs - seconds * 1000);
}

function readySince(seconds: number): PodStatus {
  return { phase: "Running", conditions: [{ type: "Ready", status: "True", lastTransitionTime: ago(seconds) }] };
}

interface Traits {
  node?: string;
  status?: PodStatus;
  cost?: string;
  createdAgo?: number;
  uid?: string;
}

function pod(name: string, { node, status, cost, createdAgo = 100, uid = name }: Traits = {}): Pod {
  return podLike(
    name,
    { ...(node === undefined ? {} : { nodeName: node }) },
    {
      metadata: {
        name,
        uid,
        creationTimestamp: ago(createdAgo),
        ...(cost === undefined ? {} : { annotations: { [podDeletionCostAnnotation]: cost } }),
      },
      ...(status === undefined ? {} : { status }),
    },
  );
}

function deleted(replicas: number, active: Pod[], related: Pod[] = active): string[] {
  const plan = planReplicas({ replicas, active, related, nowMs });
  return plan.type === "delete" ? plan.pods.map((one) => one.metadata?.name ?? "") : [plan.type];
}

describe("how many", () => {
  test.each([
    [3, 3, "enough", undefined],
    [3, 1, "create", 2],
    [0, 0, "enough", undefined],
    [1000, 0, "create", burstReplicas],
  ] as const)("%i wanted, %i there: %s %s", (replicas, there, type, count) => {
    const active = Array.from({ length: there }, (_, index) => pod(`p${index}`));
    expect(planReplicas({ replicas, active, related: [], nowMs })).toEqual(
      count === undefined ? { type } : { type, count },
    );
  });

  test("no more than a burst goes at once", () => {
    const active = Array.from({ length: 2 * burstReplicas }, (_, index) => pod(`p${index}`));
    expect(deleted(0, active)).toHaveLength(burstReplicas);
  });
});

describe("which go first", () => {
  const running = readySince(50);
  test.each<[string, Pod, Pod]>([
    ["unassigned before assigned", pod("first"), pod("last", { node: "n" })],
    [
      "pending before running",
      pod("first", { node: "n", status: { phase: "Pending" } }),
      pod("last", { node: "n", status: { phase: "Running" } }),
    ],
    [
      "unknown before running",
      pod("first", { node: "n", status: { phase: "Unknown" } }),
      pod("last", { node: "n", status: { phase: "Running" } }),
    ],
    [
      "not ready before ready",
      pod("first", { node: "n", status: { phase: "Running" } }),
      pod("last", { node: "n", status: running }),
    ],
    [
      "the cheaper one",
      pod("first", { node: "n", status: running, cost: "-10" }),
      pod("last", { node: "n", status: running }),
    ],
    [
      "an invalid cost is none",
      pod("first", { node: "n", status: running, cost: "-1" }),
      pod("last", { node: "n", status: running, cost: "-0100" }),
    ],
    [
      "ready for a shorter time, by powers of two",
      pod("first", { node: "n", status: readySince(10), uid: "z" }),
      pod("last", { node: "n", status: readySince(1000), uid: "a" }),
    ],
    [
      "within a power of two the uid decides",
      pod("first", { node: "n", status: readySince(1000), uid: "a" }),
      pod("last", { node: "n", status: readySince(900), uid: "z" }),
    ],
    [
      "the one that restarts more",
      pod("first", { status: { phase: "Running", containerStatuses: [restarted(3)] } }),
      pod("last", { status: { phase: "Running", containerStatuses: [restarted(1)] } }),
    ],
    ["the younger one", pod("first", { createdAgo: 5, uid: "z" }), pod("last", { createdAgo: 5000, uid: "a" })],
  ])("%s", (_, first, last) => {
    expect(deleted(1, [last, first])).toEqual(["first"]);
    expect(deleted(1, [first, last])).toEqual(["first"]);
  });

  test("doubled up with a pod of the same owner before alone on its node", () => {
    const doubled = pod("doubled", { node: "n1", status: running, uid: "z" });
    const alone = pod("alone", { node: "n2", status: running, uid: "a" });
    const kin = pod("kin", { node: "n1", status: running });
    expect(deleted(1, [alone, doubled], [alone, doubled, kin])).toEqual(["doubled"]);
    expect(deleted(1, [alone, doubled], [alone, doubled])).toEqual(["alone"]);
  });
});

function restarted(restartCount: number) {
  return { name: "c", image: "", imageID: "", ready: false, restartCount };
}

describe("status", () => {
  const base: StatusState = {
    status: undefined,
    generation: 4,
    templateLabels: { app: "web", tier: "front" },
    minReadySeconds: 30,
    active: [],
    terminating: 0,
    failure: undefined,
    nowMs,
  };
  const labels = { app: "web", tier: "front", more: "x" };

  test("counts by label, readiness and availability; zeros are left out", () => {
    const active: Pod[] = [
      { ...pod("a", { status: readySince(50) }), metadata: { labels } },
      { ...pod("b", { status: readySince(5) }), metadata: { labels: { app: "web" } } },
      { ...pod("c", { status: { phase: "Pending" } }), metadata: { labels } },
    ];
    expect(replicaStatus({ ...base, active, terminating: 2 })).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 1,
      terminatingReplicas: 2,
      observedGeneration: 4,
    });
    expect(replicaStatus(base)).toEqual({ replicas: 0, terminatingReplicas: 0, observedGeneration: 4 });
    expect(nextAvailableMs(active, 30, nowMs)).toBe(25_000);
    expect(nextAvailableMs(active, 0, nowMs)).toBeUndefined();
    expect(nextAvailableMs(active, 10, nowMs)).toBe(5_000);
  });

  test("the first failure stands until a run succeeds", () => {
    const failure = { reason: "FailedCreate", message: "no room" } as const;
    const first = replicaStatus({ ...base, failure });
    expect(first.conditions).toEqual([
      { type: "ReplicaFailure", status: "True", lastTransitionTime: "2026-01-02T00:00:00Z", ...failure },
    ]);
    const later = { ...base, status: first, nowMs: nowMs + 60_000 };
    expect(replicaStatus({ ...later, failure: { ...failure, message: "other" } }).conditions).toEqual(first.conditions);
    expect(replicaStatus(later).conditions).toBeUndefined();
  });
});
