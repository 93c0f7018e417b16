import { describe, expect, test } from "vitest";
import type { Deployment, DeploymentStatus, PodTemplateSpec, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { newSetAnnotations } from "./annotations.ts";
import { planCleanup } from "./cleanup-plan.ts";
import { nextRevision } from "./new-set.ts";
import { planRolling } from "./rolling-plan.ts";
import { type RolloutSize, rolloutSize } from "./rollout-size.ts";
import { isScalingEvent, planScale } from "./scale-plan.ts";
import type { SizedSet } from "./sized-set.ts";
import { deploymentStatus, progressCheckMs, rolloutStatus } from "./status.ts";
import { sameTemplate, templateHash } from "./template-hash.ts";

const nowMs = Date.UTC(2026, 0, 2);

function size(replicas: number, maxSurge = 0, maxUnavailable = 0): RolloutSize {
  return { replicas, isRolling: true, maxSurge, maxUnavailable };
}

/** `NAME REPLICAS/AVAILABLE [desired DESIRED] [max MAX]`, older first by name. */
function set(text: string): SizedSet {
  const [, name = "", replicas, available, , desired, , max] =
    /^(\w+) (\d+)\/(\d+)( desired (\d+))?( max (\d+))?$/.exec(text) ?? [];
  return {
    name,
    created: `2026-01-0${name.length === 2 ? name[1] : 1}T00:00:00Z`,
    replicas: Number(replicas),
    available: Number(available),
    desired: desired === undefined ? undefined : Number(desired),
    max: max === undefined ? undefined : Number(max),
  };
}

function shown(scalings: readonly { name: string; from: number; to: number }[]): string {
  return scalings.map(({ name, from, to }) => `${name} ${from}>${to}`).join(", ");
}

describe("fenceposts", () => {
  test.each([
    [10, "25%", "25%", 3, 2],
    [10, 0, 0, 0, 1],
    [10, "0%", "1%", 0, 1],
    [1, "25%", "25%", 1, 0],
    [0, 1, 1, 1, 0],
    [3, 5, 7, 5, 3],
  ] as const)("%i replicas, surge %s, unavailable %s", (replicas, maxSurge, maxUnavailable, surge, unavailable) => {
    const spec = { replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } } as Deployment["spec"];
    expect(rolloutSize({ spec } as Deployment)).toEqual({
      replicas,
      isRolling: true,
      maxSurge: surge,
      maxUnavailable: unavailable,
    });
  });

  test("recreate has none", () => {
    const spec = { replicas: 3, strategy: { type: "Recreate" } } as Deployment["spec"];
    expect(rolloutSize({ spec } as Deployment)).toEqual({
      replicas: 3,
      isRolling: false,
      maxSurge: 0,
      maxUnavailable: 0,
    });
  });
});

describe("a step of a rolling update", () => {
  // Kubernetes: pkg/controller/deployment/rolling_test.go
  test.each<[string, RolloutSize, string, string[], string]>([
    ["the surge is used first", size(10, 2, 0), "new 0/0", ["o1 10/10"], "new 0>2"],
    ["no more than is wanted", size(10, 5, 0), "new 8/8", ["o1 2/2"], "new 8>10"],
    ["no room above", size(10, 0, 2), "new 0/0", ["o1 10/10"], "o1 10>8"],
    ["the new one is too large", size(3, 1, 1), "new 5/5", [], "new 5>3"],
    ["old pods that nobody can use go first", size(10, 0, 2), "new 0/0", ["o1 10/8"], "o1 10>8"],
    ["unhealthy ones of every old set", size(10, 3, 2), "new 5/0", ["o1 4/3", "o2 4/5"], ""],
    ["new ones that aren't available hold the old ones", size(10, 3, 2), "new 5/0", ["o1 8/8"], ""],
    ["what became available makes room", size(10, 3, 2), "new 5/3", ["o1 8/8"], "o1 8>5"],
    ["the oldest goes down first", size(10, 0, 5), "new 5/5", ["o2 3/3", "o1 2/2"], "o1 2>0, o2 3>0"],
    ["cleaned, then scaled by what is spare", size(5, 0, 1), "new 3/3", ["o1 2/1"], "o1 2>1"],
    ["all done", size(3, 1, 1), "new 3/3", ["o1 0/0"], ""],
  ])("%s", (_, wanted, newSet, old, expected) => {
    expect(shown(planRolling(wanted, set(newSet), old.map(set)))).toBe(expected);
  });
});

describe("scaling in proportion", () => {
  // Kubernetes: pkg/controller/deployment/sync_test.go TestScale
  test.each<[string, RolloutSize, string | undefined, string[], string]>([
    ["the only active one takes it all", size(12), "new 10/10 desired 10", [], "new 10>12"],
    ["none active: the newest", size(4), undefined, ["o1 0/0", "o2 0/0"], "o2 0>4"],
    ["none active: the new one before any old", size(4), "new 0/0", ["o1 0/0"], "new 0>4"],
    ["up, in proportion", size(12), "new 5/5 max 10", ["o1 5/5 max 10"], "new 5>6, o1 5>6"],
    ["down, in proportion", size(6), "new 5/5 max 10", ["o1 5/5 max 10"], "o1 5>3, new 5>3"],
    ["from zero only the latest grows", size(6), "new 0/0", ["o2 0/0", "o1 0/0"], "new 0>6"],
    [
      "what rounding leaves over goes to the largest",
      size(5),
      "new 3/3 max 10",
      ["o2 3/3 max 10", "o1 4/4 max 10"],
      "o1 4>1, o2 3>2, new 3>2",
    ],
    ["with the surge", size(15, 3), "new 2/2 max 7", ["o1 5/5 max 7"], "o1 5>13, new 2>5"],
    ["to none", size(0), "new 3/3 max 10", ["o1 3/3 max 10", "o2 4/4 max 10"], "o2 4>0, o1 3>0, new 3>0"],
    ["a saturated new one ends the old ones", size(10), "new 10/10 desired 10", ["o1 5/5", "o2 5/5"], "o1 5>0, o2 5>0"],
    ["sizes that stay are noted", size(10), "new 5/5 desired 8 max 10", ["o1 5/5 max 10"], "o1 5>5, new 5>5"],
  ])("%s", (_, wanted, newSet, old, expected) => {
    const sets = {
      newSet: newSet === undefined ? undefined : { ...set(newSet), created: "2026-01-09T00:00:00Z" },
      old: old.map(set),
    };
    expect(shown(planScale({ size: wanted, ...sets, statusReplicas: 10 }))).toBe(expected);
  });

  test("a set that was scaled for another size tells of it; an inactive one does not", () => {
    expect(isScalingEvent(size(5), [set("o1 3/3 desired 4")])).toBe(true);
    expect(isScalingEvent(size(5), [set("o1 3/3 desired 5"), set("o2 3/3")])).toBe(false);
    expect(isScalingEvent(size(5), [set("o1 0/0 desired 4")])).toBe(false);
  });
});

describe("history", () => {
  function old(name: string, revision: string, more: Partial<ReplicaSet> = {}): ReplicaSet {
    const annotations = { "deployment.kubernetes.io/revision": revision };
    return {
      metadata: { name, annotations, generation: 1, ...more.metadata },
      spec: { replicas: 0, selector: {}, ...more.spec },
      status: { replicas: 0, observedGeneration: 1, ...more.status },
    };
  }
  const names = (sets: readonly ReplicaSet[]) => sets.map(({ metadata }) => metadata?.name);

  test("the lowest revisions beyond the limit, by number", () => {
    const sets = [old("a", "10"), old("b", "9"), old("c", "2")];
    expect(names(planCleanup(sets, 1))).toEqual(["c", "b"]);
    expect(planCleanup(sets, 3)).toEqual([]);
    expect(planCleanup(sets, undefined)).toEqual([]);
    expect(planCleanup(sets, 2_147_483_647)).toEqual([]);
  });

  test("one that has pods, waits, or has not been looked at stays", () => {
    const spec = { replicas: 1, selector: {} };
    const sets = [
      old("a", "1", { spec }),
      old("b", "2", { status: { replicas: 1 } }),
      old("c", "3", { status: { replicas: 0, observedGeneration: 0 } }),
      old("d", "4"),
    ];
    expect(names(planCleanup(sets, 0))).toEqual(["d"]);
  });

  test("annotations: the deployment's own but for kubectl's; the history is bounded", () => {
    const deployment = {
      metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}", team: "a" } },
    } as unknown as Deployment;
    expect(newSetAnnotations(deployment, undefined, 1n)).toEqual({
      team: "a",
      "deployment.kubernetes.io/revision": "1",
    });
    const back = newSetAnnotations(deployment, { "deployment.kubernetes.io/revision": "1" }, 4n);
    expect(back).toEqual({
      team: "a",
      "deployment.kubernetes.io/revision": "4",
      "deployment.kubernetes.io/revision-history": "1",
    });
    expect(newSetAnnotations(deployment, back, 2n), "it is the newest already").toEqual(back);
    const long = { ...back, "deployment.kubernetes.io/revision-history": `${"1,".repeat(999)}1` };
    const bounded = newSetAnnotations(deployment, long, 5n)["deployment.kubernetes.io/revision-history"] ?? "";
    expect(bounded.length).toBeLessThanOrEqual(2000);
    expect(bounded.endsWith(",4")).toBe(true);
  });
});

test("a set's revision may take up 64 bits", () => {
  const set = (revision: string) => ({ metadata: { annotations: { "deployment.kubernetes.io/revision": revision } } });
  expect(nextRevision([set("3546343826724305832"), set("7")] as ReplicaSet[])).toBe(3546343826724305833n);
  expect(nextRevision([set("9223372036854775808"), set("x")] as ReplicaSet[]), "no such number").toBe(1n);
});

describe("template", () => {
  const one: PodTemplateSpec = { metadata: { labels: { a: "1" } }, spec: { containers: [{ name: "c", image: "i" }] } };

  test("its hash does not depend on the order of fields, but on collisions", () => {
    const same: PodTemplateSpec = {
      spec: { containers: [{ image: "i", name: "c" }] },
      metadata: { labels: { a: "1" } },
    };
    expect(templateHash(same, undefined)).toBe(templateHash(one, undefined));
    expect(templateHash(one, 1)).not.toBe(templateHash(one, undefined));
    expect(templateHash({ ...one, metadata: {} }, undefined)).not.toBe(templateHash(one, undefined));
  });

  test("two are the same without the hash's label", () => {
    const hashed = { ...one, metadata: { labels: { a: "1", "pod-template-hash": "x" } } };
    expect(sameTemplate(hashed, one)).toBe(true);
    expect(sameTemplate({ ...hashed, metadata: { labels: { a: "2" } } }, one)).toBe(false);
  });
});

describe("status", () => {
  function input(status: DeploymentStatus, newStatus: ReplicaSet["status"], at = nowMs) {
    const deployment = {
      metadata: { name: "web", generation: 2 },
      spec: {
        replicas: 2,
        progressDeadlineSeconds: 60,
        strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      },
      status,
    } as unknown as Deployment;
    const newSet = {
      metadata: { name: "web-1" },
      spec: { replicas: 2, selector: {} },
      status: newStatus,
    } as ReplicaSet;
    return { deployment, conditions: status.conditions, newSet, sets: [newSet], nowMs: at };
  }

  test("zeros are left out; terminating pods only when every set counts them", () => {
    expect(deploymentStatus(input({}, { replicas: 0 }))).toEqual({
      observedGeneration: 2,
      unavailableReplicas: 2,
      conditions: [expect.objectContaining({ type: "Available", status: "False" })],
    });
    expect(deploymentStatus(input({}, { replicas: 0, terminatingReplicas: 3 }))).toMatchObject({
      terminatingReplicas: 3,
    });
  });

  test("progress renews lastUpdateTime but not lastTransitionTime", () => {
    const first = rolloutStatus(input({}, { replicas: 1 }));
    const later = rolloutStatus(input(first, { replicas: 2 }, nowMs + 30_000));
    expect(later.conditions?.find(({ type }) => type === "Progressing")).toMatchObject({
      lastTransitionTime: "2026-01-02T00:00:00Z",
      lastUpdateTime: "2026-01-02T00:00:30Z",
      reason: "ReplicaSetUpdated",
    });
    const { deployment } = input(later, { replicas: 2 });
    expect(progressCheckMs(deployment, later, nowMs + 40_000)).toBe(51_000);
  });

  test("no deadline, no word of progress", () => {
    const { deployment, ...rest } = input({}, { replicas: 1 });
    const spec = { ...(deployment.spec as NonNullable<Deployment["spec"]>), progressDeadlineSeconds: 2_147_483_647 };
    const status = rolloutStatus({ ...rest, deployment: { ...deployment, spec } });
    expect(status.conditions?.map(({ type }) => type)).toEqual(["Available"]);
  });
});
