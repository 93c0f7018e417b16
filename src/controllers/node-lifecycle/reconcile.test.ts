import { describe, expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { run, template } from "../../../test/fixtures/node-hands.ts";
import type { Node, NodeCondition, Pod, Taint } from "../../kinds/facts/types.gen.ts";
import { nodes, pods } from "../../kinds/kind-refs.ts";
import { findCondition } from "../runtime/conditions.ts";
import { healthOf, planTaints } from "./plan.ts";
import { nodeLifecycleController } from "./reconcile.ts";

const nowMs = Date.UTC(2026, 0, 2);

function node(conditions: Record<string, string>, taints: Taint[] = [], unschedulable = false): Node {
  const list = Object.entries(conditions).map(([type, status]): NodeCondition => ({ type, status }));
  return {
    metadata: { name: "n" },
    spec: { ...(taints.length === 0 ? {} : { taints }), ...(unschedulable ? { unschedulable } : {}) },
    status: { conditions: list },
  };
}

function shown(one: Node): string {
  const { taints, hasFailed } = planTaints(one, nowMs);
  const list = taints?.map(({ key, effect }) => `${key.replace("node.kubernetes.io/", "")}:${effect}`).join(" ");
  return `${list ?? "as they are"}${hasFailed ? " !" : ""}`;
}

const created = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
const failed = [
  created,
  { key: "node.kubernetes.io/not-ready", effect: "NoExecute", timeAdded: "2026-01-01T00:00:00Z" },
];
const mine = { key: "example.com/mine", effect: "NoSchedule" };

describe("taints that follow from conditions", () => {
  test.each<[string, Node, string]>([
    ["ready", node({ Ready: "True" }, [created]), ""],
    ["ready and untainted", node({ Ready: "True" }), "as they are"],
    ["never heard: as it was created", node({}, [created]), "as they are"],
    ["never heard, cordoned", node({}, [created], true), "not-ready:NoSchedule unschedulable:NoSchedule"],
    ["not ready", node({ Ready: "False" }), "not-ready:NoSchedule not-ready:NoExecute !"],
    ["not ready, known", node({ Ready: "False" }, failed), "as they are"],
    ["silent", node({ Ready: "Unknown" }), "unreachable:NoSchedule unreachable:NoExecute !"],
    [
      "first not ready, then silent",
      node({ Ready: "Unknown" }, failed),
      "unreachable:NoSchedule unreachable:NoExecute",
    ],
    ["back", node({ Ready: "True" }, [mine, ...failed]), "mine:NoSchedule"],
    ["pressure", node({ Ready: "True", MemoryPressure: "True", DiskPressure: "False" }), "memory-pressure:NoSchedule"],
    ["no network", node({ Ready: "True", NetworkUnavailable: "True" }), "network-unavailable:NoSchedule"],
    ["too many processes", node({ Ready: "True", PIDPressure: "True" }), "pid-pressure:NoSchedule"],
    ["cordoned", node({ Ready: "True" }, [mine], true), "mine:NoSchedule unschedulable:NoSchedule"],
    ["uncordoned", node({ Ready: "True" }, [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }]), ""],
  ])("%s", (_, one, expected) => {
    expect(shown(one).replace("example.com/", "")).toBe(expected);
  });

  test("taints keep the time they were added at, and their order after others", () => {
    const { taints } = planTaints(node({ Ready: "False", PIDPressure: "True" }, [...failed, mine]), nowMs);
    expect(taints).toEqual([
      mine,
      created,
      { key: "node.kubernetes.io/pid-pressure", effect: "NoSchedule", timeAdded: "2026-01-02T00:00:00Z" },
      failed[1],
    ]);
  });

  test("health", () => {
    const of = (status: string) => healthOf(node({ Ready: status }));
    expect([of("True"), of("False"), of("Unknown"), healthOf({})]).toEqual(["ready", "notReady", "silent", "unheard"]);
  });
});

describe("node lifecycle", () => {
  async function begin() {
    const world = controllerWorld({ cluster: [nodeLifecycleController] });
    const [home, team] = [await world.create("default"), await world.create("team")];
    await world.cluster.client.create(nodes, { metadata: { name: "n" } });
    const say = (status: string) =>
      world.cluster.client.patch(nodes, "n", { status: { conditions: [{ type: "Ready", status }] } }, "status");
    const taints = async () => ((await world.cluster.read<Node>(nodes, "n")).spec?.taints ?? []).map(({ key }) => key);
    return { world, home, team, say, taints };
  }

  test("a node comes, falls silent, comes back and goes; each is told once", async () => {
    const { world, home, say, taints } = await begin();
    await say("True");
    await world.settle();
    expect(await taints()).toEqual([]);
    await say("Unknown");
    await world.settle();
    expect(await taints()).toEqual(["node.kubernetes.io/unreachable", "node.kubernetes.io/unreachable"]);
    const writes = world.cluster.writes.length;
    world.cluster.store.work.add([{ controller: "node-lifecycle", key: "n", dueMs: 0 }]);
    await world.settle(60_000);
    expect(world.cluster.writes.length).toBe(writes);
    await say("True");
    await world.settle();
    expect(await taints()).toEqual([]);
    await world.cluster.client.delete(nodes, "n");
    await world.settle();
    expect((await home.told("n")).sort()).toEqual([
      "NodeNotReady: Node n status is now: NodeNotReady",
      "RegisteredNode: Node n event: Registered Node n in Controller",
      "RemovingNode: Node n event: Removing Node n from Controller",
    ]);
  });

  test("pods of a node that has failed are not ready, in every namespace", async () => {
    const { world, team, say } = await begin();
    await say("True");
    for (const name of ["here", "elsewhere"]) {
      await team.client.create(pods, { metadata: { name }, spec: template.spec });
      await run(team, name, { node: name === "here" ? "n" : "other" });
    }
    await say("Unknown");
    await world.settle();
    const ready = async (name: string) =>
      findCondition((await team.read<Pod>(pods, name)).status?.conditions, "Ready")?.status;
    expect(await ready("here")).toBe("False");
    expect(await ready("elsewhere")).toBe("True");
    expect((await team.read<Pod>(pods, "here")).status?.phase).toBe("Running");
    expect(await team.told("here")).toEqual(["NodeNotReady: Node is not ready"]);
  });
});
