import { describe, expect, test } from "vitest";
import { SchedulerBench } from "../../test/fixtures/scheduler-bench.ts";
import { sampleNode, samplePod } from "../../test/fixtures/scheduler-objects.ts";

describe("from a pod to its node", () => {
  test("a pod that waits is bound; one that has a node, is over, is ending or is another scheduler's is left alone", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a"));
    bench.pod(samplePod("waits"));
    bench.pod(samplePod("placed", { nodeName: "a" }));
    bench.pod(samplePod("over", { phase: "Failed" }));
    bench.pod(samplePod("ending", { isEnding: true }));
    bench.pod(samplePod("other", { spec: { schedulerName: "mine" } }));
    expect(await bench.run()).toEqual(["waits -> a"]);
    expect(bench.messages).toEqual([]);
  });

  test("the highest priority goes first, and among equals the one that came first", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a"));
    bench.pod(samplePod("first"));
    bench.pod(samplePod("second"));
    bench.pod(samplePod("urgent", { priority: 1000 }));
    expect(await bench.run()).toEqual(["urgent -> a", "first -> a", "second -> a"]);
  });

  test("a gated pod waits until its gates are gone, and nobody is told why", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a"));
    bench.pod(samplePod("gated", { spec: { schedulingGates: [{ name: "quota" }] } }));
    expect(await bench.after(400_000)).toEqual([]);
    bench.pod(samplePod("gated"));
    expect(await bench.run()).toEqual(["gated -> a"]);
    expect(bench.messages).toEqual([]);
  });

  test("[S2] the same changes and seed give the same decisions", async () => {
    async function decisions(seed: number): Promise<string[]> {
      const bench = new SchedulerBench({ seed });
      for (let index = 0; index < 20; index += 1) bench.node(sampleNode(`n${index}`));
      for (let index = 0; index < 60; index += 1) bench.pod(samplePod(`p${index}`, { cpu: `${100 + index}m` }));
      return bench.run();
    }
    expect(await decisions(7)).toEqual(await decisions(7));
    expect(await decisions(7)).not.toEqual(await decisions(8));
  });

  test("a cycle that fails holds up nobody else, and is tried again", async () => {
    let isBroken = true;
    const picky = {
      name: "Picky",
      filter(pod: { readonly name: string }) {
        if (pod.name === "odd" && isBroken) throw new Error("cannot judge");
        return undefined;
      },
    };
    const bench = new SchedulerBench({ profile: [picky] });
    bench.node(sampleNode("a"));
    bench.pod(samplePod("odd"));
    bench.pod(samplePod("even"));
    expect(await bench.run()).toEqual(["even -> a"]);
    expect(bench.logged).toEqual(["a scheduling cycle failed"]);
    isBroken = false;
    expect(await bench.after(1_000)).toEqual(["odd -> a"]);
  });
});

describe("assumptions", () => {
  test("[S1] what was decided counts at once: a second pod doesn't get the same room", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    bench.pod(samplePod("two", { cpu: "700m" }));
    expect(await bench.run()).toEqual(["one -> a"]);
    expect(bench.messages).toEqual([
      "two: 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    ]);
  });

  test("[S3] bound and not yet heard of, it still counts; heard of, it counts once", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    await bench.run();
    expect(bench.scheduler.isBusy).toBe(false);
    bench.pod(samplePod("two", { cpu: "700m" }));
    expect(await bench.run()).toEqual([]);
    bench.pod(samplePod("one", { cpu: "700m", nodeName: "a" }));
    expect(bench.scheduler.cluster.node("a")?.requested.cpu).toBe(700);
    expect(bench.scheduler.cluster.node("a")?.pods.size).toBe(1);
  });

  test("[S3] a refused bind gives the room back, and the pod is tried again after its back-off", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    await bench.run();
    bench.pod(samplePod("two", { cpu: "700m" }));
    await bench.run();
    await bench.binds[0]?.answer({ type: "refused", reason: "no" });
    // The room that became free helps the other one: it is in its back-off, too, but came later.
    expect(await bench.after(999)).toEqual([]);
    expect(await bench.after(1)).toHaveLength(1);
    expect(bench.scheduler.cluster.node("a")?.requested.cpu).toBe(700);
  });

  test("[S3] an unknown outcome keeps the room and is asked again, for the same node, less and less often", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.node(sampleNode("b", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    const [first = ""] = await bench.run();
    await bench.binds[0]?.answer({ type: "unknown", reason: "lost" });
    expect(bench.scheduler.isBusy).toBe(true);
    expect(await bench.after(499)).toEqual([]);
    expect(await bench.after(1)).toEqual([first]);
    await bench.binds[1]?.answer({ type: "unknown", reason: "lost" });
    expect(bench.scheduler.nextDueMs()).toBe(bench.clock.now() + 1_000);
    expect(await bench.after(1_000)).toEqual([first]);
    await bench.binds[2]?.answer({ type: "bound" });
    expect(bench.scheduler.isBusy).toBe(false);
  });

  test("[S3] the cluster's word comes before the answer's: a late answer changes nothing", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    await bench.run();
    bench.pod(samplePod("one", { cpu: "700m", nodeName: "a" }));
    await bench.binds[0]?.answer({ type: "refused", reason: "it has a node" });
    expect(bench.scheduler.cluster.node("a")?.requested.cpu).toBe(700);
    expect(await bench.after(20_000)).toEqual([]);
  });

  test("[S3] a pod that was bound elsewhere frees the room that was assumed", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    await bench.run();
    bench.pod(samplePod("two", { cpu: "700m" }));
    await bench.run();
    bench.node(sampleNode("b", { cpu: "500m" }));
    bench.pod(samplePod("one", { cpu: "700m", nodeName: "b" }));
    expect(await bench.after(1_000)).toEqual(["two -> a"]);
  });

  test("a deleted pod that was being bound leaves nothing behind", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(samplePod("one", { cpu: "700m" }));
    await bench.run();
    bench.removePod(samplePod("one"));
    await bench.binds[0]?.answer({ type: "unknown", reason: "lost" });
    expect(bench.scheduler.isBusy).toBe(false);
    expect(bench.scheduler.cluster.node("a")?.pods.size).toBe(0);
    expect(bench.scheduler.cluster.node("a")?.requested.cpu).toBe(0);
  });
});

describe("pods that fit nowhere", () => {
  const big = samplePod("big", { cpu: "2" });

  test("[S5] are not tried again on their own for five minutes", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(big);
    await bench.run();
    expect(bench.messages).toHaveLength(1);
    expect(bench.scheduler.nextDueMs()).toBeUndefined();
    await bench.after(290_000);
    expect(bench.messages).toHaveLength(1);
    await bench.after(40_000);
    expect(bench.messages).toHaveLength(2);
  });

  test("[S5] are tried at once when something helps and their back-off is over", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(big);
    await bench.run();
    bench.clock.advance(1_000);
    bench.node(sampleNode("b", { cpu: "4" }));
    expect(await bench.run()).toEqual(["big -> b"]);
  });

  test("[S5] wait for the end of their back-off, which doubles up to ten seconds", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a", { cpu: "4", pods: "1" }));
    bench.pod(samplePod("blocker", { nodeName: "a" }));
    bench.pod(big);
    await bench.run();
    for (const backOffMs of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      // Room enough for a moment, taken by another before the pod is tried.
      bench.removePod(samplePod("blocker"));
      bench.pod(samplePod("blocker", { nodeName: "a" }));
      const dueMs = bench.scheduler.nextDueMs() ?? 0;
      expect(dueMs - bench.clock.now()).toBe(backOffMs);
      expect(await bench.after(backOffMs - 1)).toEqual([]);
      const told = bench.messages.length;
      await bench.after(1);
      expect(bench.messages).toHaveLength(told + 1);
    }
  });

  test("[S5] a change of the pod itself is reason enough", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(big);
    await bench.run();
    bench.clock.advance(1_000);
    bench.pod(samplePod("big", { cpu: "500m" }));
    expect(await bench.run()).toEqual(["big -> a"]);
  });

  test("[S5] a write to the pod's status is none", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a", { cpu: "1" }));
    bench.pod(big);
    await bench.run();
    bench.clock.advance(10_000);
    const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable" };
    bench.pod({ ...big, status: { phase: "Pending", conditions: [condition] } });
    await bench.run();
    expect(bench.messages).toHaveLength(1);
  });

  test("without any node, a node that would not do either is no help", async () => {
    const bench = new SchedulerBench();
    bench.pod(big);
    await bench.run();
    expect(bench.messages).toEqual(["big: no nodes available to schedule pods"]);
    bench.clock.advance(10_000);
    bench.node(sampleNode("small", { cpu: "1" }));
    bench.node(
      sampleNode("new", { spec: { taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] } }),
    );
    expect(await bench.run()).toEqual([]);
    expect(bench.messages).toHaveLength(1);
    bench.node(sampleNode("new"));
    expect(await bench.run()).toEqual(["big -> new"]);
  });
});

describe("everything heard anew", () => {
  test("[S6] what is gone is forgotten, what is new is tried, in the order of creation", async () => {
    const bench = new SchedulerBench();
    bench.node(sampleNode("a"));
    bench.node(sampleNode("gone"));
    bench.pod(samplePod("old", { spec: { nodeSelector: { x: "y" } } }));
    bench.pod(samplePod("running", { nodeName: "a" }));
    await bench.run();
    const { reader } = bench;
    bench.scheduler.replaceAll([
      reader.pod(samplePod("late", { createdAt: "2026-01-02T00:00:00Z" })),
      reader.pod(samplePod("early", { createdAt: "2026-01-01T00:00:00Z" })),
      { type: "node", node: bench.scheduler.cluster.node("a")?.facts as never },
    ]);
    expect(bench.scheduler.cluster.nodes.map(({ name }) => name)).toEqual(["a"]);
    expect(bench.scheduler.cluster.node("a")?.pods.size).toBe(0);
    expect(await bench.after(20_000)).toEqual(["early -> a", "late -> a"]);
  });

  test("[S6] [S1] a decision that the list doesn't show yet still counts", async () => {
    const bench = new SchedulerBench();
    bench.bindsAtOnce = false;
    bench.node(sampleNode("a", { cpu: "1" }));
    const one = samplePod("one", { cpu: "700m" });
    bench.pod(one);
    await bench.run();
    const facts = bench.scheduler.cluster.node("a")?.facts as never;
    bench.scheduler.replaceAll([{ type: "node", node: facts }, bench.reader.pod(one)]);
    bench.pod(samplePod("two", { cpu: "700m" }));
    expect(await bench.after(10_000)).toEqual([]);
    await bench.binds[0]?.answer({ type: "bound" });
    expect(bench.scheduler.cluster.node("a")?.requested.cpu).toBe(700);
  });

  test("a node that comes after its pods has them, and one that goes before them is no place", async () => {
    const bench = new SchedulerBench();
    bench.pod(samplePod("early", { nodeName: "a", cpu: "3" }));
    bench.node(sampleNode("a", { cpu: "4" }));
    bench.pod(samplePod("two", { cpu: "2" }));
    expect(await bench.run()).toEqual([]);
    bench.removeNode(sampleNode("a"));
    expect(bench.scheduler.cluster.nodes).toEqual([]);
    bench.clock.advance(10_000);
    bench.removePod(samplePod("early"));
    bench.node(sampleNode("a", { cpu: "4" }));
    expect(await bench.run()).toEqual(["two -> a"]);
  });
});
