import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { podNames, run, runAll, stopAll, template } from "../../../test/fixtures/node-hands.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { forbidden } from "../../apimachinery/status-error.ts";
import type { AdmissionStep } from "../../auth/admission/step.ts";
import type { Deployment, DeploymentSpec, Pod, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { deployments, pods, replicaSets } from "../../kinds/kind-refs.ts";
import { replicaSetController } from "../replicaset/replica-set.ts";
import { findCondition } from "../runtime/conditions.ts";
import { revisionAnnotation } from "./annotations.ts";
import { deploymentController } from "./reconcile.ts";

function deployment(replicas: number, more: Partial<DeploymentSpec> = {}): Deployment {
  return {
    metadata: { name: "web" },
    spec: { replicas, selector: { matchLabels: { app: "web" } }, template, ...more },
  };
}

function scope(admission: readonly AdmissionStep[] = []): ControllerScope {
  return controllerScope({ controllers: [deploymentController, replicaSetController], admission });
}

/** A deployment with all of its pods ready. */
async function rolledOut(replicas: number, more: Partial<DeploymentSpec> = {}): Promise<ControllerScope> {
  const at = scope();
  await at.client.create(deployments, deployment(replicas, more));
  await at.settle();
  await runAll(at);
  await at.settle();
  return at;
}

function image(name: string): KubeObject {
  return { spec: { template: { spec: { containers: [{ name: "c", image: name }] } } } };
}

async function sets(at: ControllerScope): Promise<Record<string, string>> {
  const all = await at.client.list<ReplicaSet>(replicaSets);
  const entries = all.map(({ metadata, spec, status }) => [
    spec?.template?.spec?.containers[0]?.image ?? "",
    `${spec?.replicas}/${status?.availableReplicas ?? 0} r${metadata?.annotations?.[revisionAnnotation]}`,
  ]);
  return Object.fromEntries(entries.sort());
}

async function progressing(at: ControllerScope) {
  const { status } = await at.read<Deployment>(deployments, "web");
  const found = findCondition(status?.conditions, "Progressing");
  return [found?.status, found?.reason, found?.message];
}

/** Lets nodes and controllers go on until nothing changes; calls `look` between the steps. */
async function rollOn(at: ControllerScope, look: () => Promise<void> = async () => {}): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const before = at.writes.length;
    await at.settle(1000);
    await look();
    await runAll(at);
    await stopAll(at);
    await at.settle(1000);
    await look();
    if (at.writes.length === before) return;
  }
  throw new Error("it never comes to rest");
}

describe("a new deployment", () => {
  test("has one set, named by its template's hash, and says how it progresses", async () => {
    const at = scope();
    await at.client.create(deployments, deployment(3));
    await at.settle();
    const [set] = await at.client.list<ReplicaSet>(replicaSets);
    const hash = set?.metadata?.labels?.["pod-template-hash"] ?? "";
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
    expect(set?.metadata?.name).toBe(`web-${hash}`);
    expect(set?.spec?.selector.matchLabels).toEqual({ app: "web", "pod-template-hash": hash });
    expect(set?.spec?.template?.metadata?.labels).toEqual({ app: "web", "pod-template-hash": hash });
    expect(set?.metadata?.annotations).toEqual({
      "deployment.kubernetes.io/desired-replicas": "3",
      "deployment.kubernetes.io/max-replicas": "4",
      "deployment.kubernetes.io/revision": "1",
    });
    const stored = await at.read<Deployment>(deployments, "web");
    expect(stored.metadata?.annotations).toEqual({ "deployment.kubernetes.io/revision": "1" });
    expect(stored.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      unavailableReplicas: 3,
    });
    expect(await progressing(at)).toEqual(["True", "ReplicaSetUpdated", `ReplicaSet "web-${hash}" is progressing.`]);
    expect(findCondition(stored.status?.conditions, "Available")).toMatchObject({
      status: "False",
      reason: "MinimumReplicasUnavailable",
      message: "Deployment does not have minimum availability.",
    });
    await runAll(at);
    await at.settle();
    const { status } = await at.read<Deployment>(deployments, "web");
    expect(status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
    expect(status?.unavailableReplicas).toBeUndefined();
    expect(await progressing(at)).toEqual([
      "True",
      "NewReplicaSetAvailable",
      `ReplicaSet "web-${hash}" has successfully progressed.`,
    ]);
    expect(findCondition(status?.conditions, "Available")).toMatchObject({
      status: "True",
      reason: "MinimumReplicasAvailable",
    });
    expect(await at.told("web")).toEqual([`ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 3`]);
    expect(at.warnings).toEqual([]);
  });

  test("a second run on the unchanged state writes nothing, and no row waits", async () => {
    const at = await rolledOut(3);
    const writes = at.writes.length;
    at.store.work.add([{ controller: "deployment", key: "web", dueMs: 0 }]);
    await at.settle(3_600_000);
    expect(at.writes.slice(writes)).toEqual([]);
    expect(at.store.work.size()).toBe(0);
  });

  test("two that differ only in name and labels do not fight over each other's pods", async () => {
    const at = await rolledOut(1);
    const other = { ...deployment(2, { selector: { matchLabels: { app: "b" } } }), metadata: { name: "b" } };
    other.spec = { ...(other.spec as DeploymentSpec), template: { ...template, metadata: { labels: { app: "b" } } } };
    await at.client.create(deployments, other);
    await at.settle();
    expect(await podNames(at.client)).toHaveLength(3);
  });
});

describe("rolling update", () => {
  test("replaces all pods, never below the allowed availability nor above the surge", async () => {
    const at = await rolledOut(10, { strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } } });
    await at.client.patch(deployments, "web", image("web:2"));
    const seen: number[][] = [];
    await rollOn(at, async () => {
      const all = (await at.client.list<Pod>(pods)).filter((pod) => pod.metadata?.deletionTimestamp === undefined);
      const ready = all.filter((pod) => findCondition(pod.status?.conditions, "Ready")?.status === "True");
      seen.push([all.length, ready.length]);
    });
    expect(Math.max(...seen.map(([all = 0]) => all))).toBeLessThanOrEqual(13);
    expect(Math.min(...seen.map(([, ready = 0]) => ready))).toBeGreaterThanOrEqual(8);
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:2": "10/10 r2" });
    const stored = await at.read<Deployment>(deployments, "web");
    expect(stored.metadata?.annotations?.[revisionAnnotation]).toBe("2");
    expect(stored.status).toMatchObject({
      replicas: 10,
      updatedReplicas: 10,
      availableReplicas: 10,
      observedGeneration: 2,
    });
    expect((await progressing(at))[1]).toBe("NewReplicaSetAvailable");
    const told = await at.told("web");
    expect(told[1]).toMatch(/^ScalingReplicaSet: Scaled up replica set web-\w+ from 0 to 3$/);
    expect(told[2]).toMatch(/^ScalingReplicaSet: Scaled down replica set web-\w+ from 10 to 8$/);
  });

  test("an undo takes the old set up again, under a new revision that remembers the old", async () => {
    const at = await rolledOut(2);
    await at.client.patch(deployments, "web", image("web:2"));
    await rollOn(at);
    await at.client.patch(deployments, "web", image("web:1"));
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "2/2 r3", "web:2": "0/0 r2" });
    const first = (await at.client.list<ReplicaSet>(replicaSets)).find(({ spec }) => spec?.replicas === 2);
    expect(first?.metadata?.annotations?.["deployment.kubernetes.io/revision-history"]).toBe("1");
  });

  test("a second change amid the first one rolls over: what is unavailable goes first", async () => {
    const at = await rolledOut(4, { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } });
    await at.client.patch(deployments, "web", image("web:bad"));
    await at.settle();
    await at.client.patch(deployments, "web", image("web:3"));
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:3": "4/4 r3", "web:bad": "0/0 r2" });
    expect(at.warnings).toEqual([]);
  });

  test("scaled amid a rollout, its sets grow in proportion", async () => {
    const at = await rolledOut(10, { strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } });
    await at.client.patch(deployments, "web", image("web:2"));
    await at.settle();
    expect(await sets(at)).toEqual({ "web:1": "8/8 r1", "web:2": "5/0 r2" });
    await at.client.patch(deployments, "web", { spec: { replicas: 30 } }, "scale");
    await at.settle();
    const grown = await sets(at);
    expect(grown).toEqual({ "web:1": "20/8 r1", "web:2": "13/0 r2" });
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:2": "30/30 r2" });
  });

  test("with neither surge nor unavailability it would stand still: one may be missing", async () => {
    const at = await rolledOut(2, { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: "10%" } } });
    await at.client.patch(deployments, "web", image("web:2"));
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:2": "2/2 r2" });
  });
});

describe("scale", () => {
  test("up and down, to none and back", async () => {
    const at = await rolledOut(2);
    for (const replicas of [5, 1, 0, 3]) {
      await at.client.patch(deployments, "web", { spec: { replicas } }, "scale");
      await rollOn(at);
      expect(await podNames(at.client)).toHaveLength(replicas);
      expect(await sets(at)).toEqual({ "web:1": `${replicas}/${replicas} r1` });
    }
    const told = (await at.told("web")).map((one) => one.replace(/web-\w+/, "SET"));
    expect(told).toContain("ScalingReplicaSet: Scaled up replica set SET from 2 to 5");
    expect(told).toContain("ScalingReplicaSet: Scaled down replica set SET from 5 to 1");
    expect((await progressing(at))[1]).toBe("NewReplicaSetAvailable");
  });
});

describe("recreate", () => {
  test("nothing new comes before all that is old is gone", async () => {
    const at = await rolledOut(3, { strategy: { type: "Recreate" } });
    await at.client.patch(deployments, "web", image("web:2"));
    await at.settle();
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1" });
    const waiting = await at.client.list<Pod>(pods);
    expect(waiting).toHaveLength(3);
    expect(waiting.every((pod) => pod.metadata?.deletionTimestamp !== undefined)).toBe(true);
    await stopAll(at);
    await at.settle();
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:2": "3/0 r2" });
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:2": "3/3 r2" });
  });
});

describe("pause", () => {
  test("a paused deployment scales but does not roll; resumed, it does", async () => {
    const at = await rolledOut(2);
    await at.client.patch(deployments, "web", { spec: { paused: true } });
    await at.settle();
    expect(await progressing(at)).toEqual(["Unknown", "DeploymentPaused", "Deployment is paused"]);
    await at.client.patch(deployments, "web", { spec: { replicas: 3, ...image("web:2")["spec"] } });
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "3/3 r1" });
    await at.client.patch(deployments, "web", { spec: { paused: false } });
    await at.settle();
    expect(Object.keys(await sets(at))).toEqual(["web:1", "web:2"]);
    await rollOn(at);
    expect(await sets(at)).toEqual({ "web:1": "0/0 r1", "web:2": "3/3 r2" });
    expect((await progressing(at))[1]).toBe("NewReplicaSetAvailable");
  });

  test("one that is created paused makes nothing", async () => {
    const at = scope();
    await at.client.create(deployments, deployment(2, { paused: true }));
    await at.settle();
    expect(await sets(at)).toEqual({});
    expect((await at.read<Deployment>(deployments, "web")).status?.observedGeneration).toBe(1);
  });
});

describe("history", () => {
  test("old sets beyond the limit go, the lowest revisions first", async () => {
    const at = await rolledOut(1, { revisionHistoryLimit: 2 });
    for (const version of [2, 3, 4, 5]) {
      await at.client.patch(deployments, "web", image(`web:${version}`));
      await rollOn(at);
    }
    expect(await sets(at)).toEqual({ "web:3": "0/0 r3", "web:4": "0/0 r4", "web:5": "1/1 r5" });
  });

  test("a set that already fits is adopted instead of made", async () => {
    const at = scope();
    const labels = { app: "web", "pod-template-hash": "abc" };
    await at.client.create(replicaSets, {
      metadata: { name: "before", labels },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { ...template, metadata: { labels } } },
    });
    await at.client.create(deployments, deployment(2));
    await rollOn(at);
    const all = await at.client.list<ReplicaSet>(replicaSets);
    expect(all.map(({ metadata }) => metadata?.name)).toEqual(["before"]);
    expect(all[0]?.metadata?.ownerReferences?.[0]).toMatchObject({ kind: "Deployment", name: "web", controller: true });
    expect(all[0]?.spec?.replicas).toBe(2);
  });

  test("a name that is taken by something else is avoided", async () => {
    const at = await rolledOut(1);
    const [set] = await at.client.list<ReplicaSet>(replicaSets);
    const name = set?.metadata?.name ?? "";
    await at.client.delete(deployments, "web");
    const unowned = { labels: { app: "stranger" }, ownerReferences: null };
    await at.client.patch(replicaSets, name, { metadata: unowned } as unknown as KubeObject);
    await at.client.create(deployments, deployment(1));
    await rollOn(at);
    const stored = await at.read<Deployment>(deployments, "web");
    expect(stored.status?.collisionCount).toBe(1);
    const names = (await at.client.list<ReplicaSet>(replicaSets)).map(({ metadata }) => metadata?.name);
    expect(names).toHaveLength(2);
    expect(stored.status?.availableReplicas).toBe(1);
  });
});

describe("progress deadline", () => {
  test("a rollout that stands still is told of when its time is over, and when it goes on", async () => {
    const at = await rolledOut(2, { progressDeadlineSeconds: 60 });
    await at.client.patch(deployments, "web", image("web:bad"));
    await at.settle(55_000);
    expect((await progressing(at))[1]).toBe("ReplicaSetUpdated");
    await at.settle(10_000);
    const [status, reason, message] = await progressing(at);
    expect([status, reason]).toEqual(["False", "ProgressDeadlineExceeded"]);
    expect(message).toMatch(/^ReplicaSet "web-\w+" has timed out progressing.$/);
    const writes = at.writes.length;
    await at.settle(3_600_000);
    expect(at.writes.length, "told once").toBe(writes);
    await rollOn(at);
    expect((await progressing(at))[1]).toBe("NewReplicaSetAvailable");
  });

  test("a set's failure to make pods is the deployment's", async () => {
    let refused = true;
    const step: AdmissionStep = {
      name: "Refuse",
      validate({ kind, operation }) {
        if (refused && kind.collection === "pods" && operation === "CREATE") {
          throw forbidden({ group: "", resource: "pods" }, "", "exceeded quota: q");
        }
      },
    };
    const at = scope([step]);
    await at.client.create(deployments, deployment(1));
    await at.settle(100);
    const failure = () =>
      at.read<Deployment>(deployments, "web").then(({ status }) => findCondition(status?.conditions, "ReplicaFailure"));
    expect(await failure()).toMatchObject({ status: "True", reason: "FailedCreate" });
    refused = false;
    await rollOn(at);
    expect(await failure()).toBeUndefined();
  });

  test("a set that can't be made is told of", async () => {
    const step: AdmissionStep = {
      name: "Refuse",
      validate({ kind, operation }) {
        if (kind.collection === "replicasets.apps" && operation === "CREATE") {
          throw forbidden({ group: "apps", resource: "replicasets" }, "", "no");
        }
      },
    };
    const at = scope([step]);
    await at.client.create(deployments, deployment(1));
    await at.settle(100);
    const [status, reason, message] = await progressing(at);
    expect([status, reason]).toEqual(["False", "ReplicaSetCreateError"]);
    expect(message).toMatch(/^Failed to create new replica set "web-\w+": replicasets.apps is forbidden: no$/);
    expect((await at.told("web"))[0]).toMatch(/^ReplicaSetCreateError: Failed to create new replica set/);
  });
});

test("a deployment that is being deleted only counts", async () => {
  const at = await rolledOut(2);
  await at.client.patch(deployments, "web", { metadata: { finalizers: ["example.com/hold"] } });
  await at.client.delete(deployments, "web");
  await at.client.patch(deployments, "web", { spec: { replicas: 5 } });
  await rollOn(at);
  expect(await sets(at)).toEqual({ "web:1": "2/2 r1" });
});

test("one pod's readiness that comes and goes is no rollout", async () => {
  const at = await rolledOut(2);
  const [one = ""] = await podNames(at.client);
  await run(at, one, { ready: false });
  await at.settle(3_600_000);
  expect((await progressing(at))[1]).toBe("NewReplicaSetAvailable");
  expect(at.store.work.size()).toBe(0);
});
