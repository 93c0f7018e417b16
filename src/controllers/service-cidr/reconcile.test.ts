import { describe, expect, test } from "vitest";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import type { ServiceCIDR } from "../../kinds/facts/types.gen.ts";
import { ipAddresses, serviceCidrs } from "../../kinds/kind-refs.ts";
import { serviceCidrController } from "./reconcile.ts";

async function world(ranges: Readonly<Record<string, string>>) {
  const at = controllerScope({ namespace: "", controllers: [serviceCidrController] });
  for (const [name, cidr] of Object.entries(ranges)) {
    await at.client.create(serviceCidrs, { metadata: { name }, spec: { cidrs: [cidr] } });
  }
  await at.settle();
  const readiness = async (name: string) => {
    const { status } = await at.read<ServiceCIDR>(serviceCidrs, name);
    return status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`.trim());
  };
  const hold = async (address: string, labels: Readonly<Record<string, string>> = allocated) => {
    const parentRef = { resource: "services", namespace: "default", name: "web" };
    await at.client.create(ipAddresses, { metadata: { name: address, labels }, spec: { parentRef } });
  };
  const remove = async (name: string) => {
    await at.client.delete(serviceCidrs, name);
    await at.settle();
  };
  const isThere = async (name: string) => (await at.client.get(serviceCidrs, name)) !== undefined;
  return { ...at, readiness, hold, remove, isThere };
}

const allocated = { "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io" };

describe("service cidr", () => {
  test("a range is ready and kept from going unseen; looking again changes nothing", async () => {
    const at = await world({ extra: "10.100.0.0/24" });
    expect(await at.readiness("extra")).toEqual(["Ready=True"]);
    const { metadata } = await at.read<ServiceCIDR>(serviceCidrs, "extra");
    expect(metadata?.finalizers).toEqual(["networking.k8s.io/service-cidr-finalizer"]);
    const writes = at.writes.length;
    at.store.work.add([{ controller: "service-cidr", key: "extra", dueMs: 0 }]);
    await at.settle();
    expect(at.writes.length).toBe(writes);
  });

  test("a range of which nobody has an address goes at once", async () => {
    const at = await world({ extra: "10.100.0.0/24" });
    await at.hold("10.101.0.1");
    await at.remove("extra");
    expect(await at.isThere("extra")).toBe(false);
  });

  test("one that services have addresses of stays until they are given back", async () => {
    const at = await world({ extra: "10.100.0.0/24" });
    await at.hold("10.100.0.7");
    await at.remove("extra");
    expect(await at.readiness("extra")).toEqual(["Ready=False Terminating"]);
    await at.client.delete(ipAddresses, "10.100.0.7");
    await at.settle();
    expect(await at.isThere("extra")).toBe(false);
  });

  test("an address that no service holds keeps nothing", async () => {
    const at = await world({ extra: "10.100.0.0/24" });
    await at.hold("10.100.0.7", {});
    await at.remove("extra");
    expect(await at.isThere("extra")).toBe(false);
  });

  test("one within another goes with its addresses, also when the other comes later", async () => {
    const at = await world({ narrow: "10.100.0.0/24", wide: "10.100.0.0/16", other: "10.200.0.0/24" });
    await at.hold("10.100.0.7");
    await at.hold("10.200.0.7");
    await at.remove("narrow");
    expect(await at.isThere("narrow")).toBe(false);
    await at.remove("other");
    expect(await at.isThere("other")).toBe(true);
    await at.client.create(serviceCidrs, { metadata: { name: "again" }, spec: { cidrs: ["10.200.0.0/24"] } });
    await at.settle();
    expect(await at.isThere("other")).toBe(false);
  });

  test("of two equal ranges that both go, one stays with the addresses", async () => {
    const at = await world({ a: "10.100.0.0/24", b: "10.100.0.0/24" });
    await at.hold("10.100.0.7");
    await at.remove("a");
    await at.remove("b");
    expect([await at.isThere("a"), await at.isThere("b")]).toEqual([false, true]);
  });
});
