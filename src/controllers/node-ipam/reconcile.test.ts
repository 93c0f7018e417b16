import { describe, expect, test } from "vitest";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import type { Node } from "../../kinds/facts/types.gen.ts";
import { nodes } from "../../kinds/kind-refs.ts";
import { freeRange } from "./plan.ts";
import { nodeIpamController } from "./reconcile.ts";

describe("the lowest free range", () => {
  const usual = { whole: "10.244.0.0/16", prefixBits: 24 };
  test.each([
    [usual, [], "10.244.0.0/24"],
    [usual, ["10.244.0.0/24", "10.244.2.0/24"], "10.244.1.0/24"],
    [usual, ["10.244.0.0/22"], "10.244.4.0/24"],
    [usual, ["10.244.0.128/25"], "10.244.1.0/24"],
    [usual, ["192.168.0.0/16", "fd00::/64"], "10.244.0.0/24"],
    [{ whole: "10.0.0.0/30", prefixBits: 32 }, ["10.0.0.0/31", "10.0.0.2/32"], "10.0.0.3/32"],
    [{ whole: "10.0.0.0/30", prefixBits: 31 }, ["10.0.0.0/30"], undefined],
    [usual, ["0.0.0.0/0"], undefined],
  ])("of %j with %j taken: %s", (ranges, taken, expected) => {
    expect(freeRange(ranges, taken)).toBe(expected);
  });
});

describe("node ipam", () => {
  const ranges = { whole: "10.244.0.0/16", prefixBits: 24 };

  test("each node has a range of its own; a given one stays", async () => {
    const at = controllerScope({ namespace: "", controllers: [nodeIpamController(ranges)] });
    await at.client.create(nodes, { metadata: { name: "given" }, spec: { podCIDR: "10.244.1.0/24" } });
    for (const name of ["a", "b", "c"]) await at.client.create(nodes, { metadata: { name } });
    await at.settle();
    const all = await at.client.list<Node>(nodes);
    expect(all.map(({ metadata, spec }) => `${metadata?.name} ${spec?.podCIDR} ${spec?.podCIDRs}`)).toEqual([
      "a 10.244.0.0/24 10.244.0.0/24",
      "b 10.244.2.0/24 10.244.2.0/24",
      "c 10.244.3.0/24 10.244.3.0/24",
      "given 10.244.1.0/24 10.244.1.0/24",
    ]);
    const writes = at.writes.length;
    at.store.work.add([{ controller: "node-ipam", key: "assign", dueMs: 0 }]);
    await at.settle();
    expect(at.writes.length).toBe(writes);
  });

  test("a node that comes too late waits for another to go", async () => {
    const few = { whole: "10.244.0.0/24", prefixBits: 25 };
    const world = controllerWorld({ cluster: [nodeIpamController(few)] });
    const home = await world.create("default");
    for (const name of ["a", "b", "c"]) await world.cluster.client.create(nodes, { metadata: { name } });
    await world.settle();
    const rangeOf = async (name: string) => (await world.cluster.read<Node>(nodes, name)).spec?.podCIDR;
    expect(await rangeOf("c")).toBeUndefined();
    expect(await home.told("c")).toEqual(["CIDRNotAvailable: Node c status is now: CIDRNotAvailable"]);
    await world.cluster.client.delete(nodes, "a");
    await world.settle();
    expect(await rangeOf("c")).toBe("10.244.0.0/25");
  });
});
