import { describe, expect, test } from "vitest";
import { apiScope } from "../../../test/fixtures/api-scope.ts";
import { ServiceAllocator } from "./service-allocator.ts";

function world(cidr: string) {
  const api = apiScope({ namespace: "" });
  const { store, scope } = api;
  const allocator = new ServiceAllocator({ store, clock: scope.clock, random: scope.random, cidr });
  const claim = (name: string, address = "") =>
    allocator.claim({ namespace: "default", name, addresses: [address], nodePorts: [] });
  const base = "/apis/networking.k8s.io/v1/servicecidrs";
  /** A range as its controller leaves it. */
  const addRange = async (name: string, range: string, status = "True") => {
    await api.call("POST", base, { metadata: { name, finalizers: ["example.com/kept"] }, spec: { cidrs: [range] } });
    const condition = { type: "Ready", status, reason: "", message: "", lastTransitionTime: "2026-01-01T00:00:00Z" };
    const type = { "content-type": "application/merge-patch+json" };
    await api.call("PATCH", `${base}/${name}/status`, { status: { conditions: [condition] } }, type);
  };
  return { api, base, claim, addRange };
}

describe("a service's address", () => {
  test("is of the range, never its first or last, and nobody else's", () => {
    const { claim } = world("10.96.0.0/29");
    const given = ["a", "b", "c", "d", "e", "f"].map((name) => claim(name));
    const addresses = given.flatMap((answer) => (answer.type === "allotted" ? answer.addresses : []));
    expect(addresses.sort()).toEqual([1, 2, 3, 4, 5, 6].map((last) => `10.96.0.${last}`));
    expect(claim("g")).toEqual({ type: "exhausted", what: "addresses" });
  });

  test("comes from another range when the first is used up", async () => {
    const { claim, addRange } = world("10.96.0.0/30");
    claim("a");
    claim("b");
    await addRange("more", "10.100.0.0/30");
    expect(claim("c")).toMatchObject({ type: "allotted", addresses: [expect.stringMatching(/^10\.100\.0\.[12]$/)] });
  });

  test("may be asked for in every range", async () => {
    const { claim, addRange } = world("10.96.0.0/24");
    await addRange("more", "10.100.0.0/24");
    expect(claim("a", "10.100.0.9")).toMatchObject({ type: "allotted", addresses: ["10.100.0.9"] });
    expect(claim("b", "10.100.0.9")).toEqual({ type: "taken", address: "10.100.0.9" });
    const range = "10.96.0.0/24, 10.100.0.0/24";
    expect(claim("c", "10.101.0.9")).toEqual({ type: "outside", address: "10.101.0.9", range });
  });

  test("isn't of a range that is not ready, or that is going", async () => {
    const { api, base, claim, addRange } = world("10.96.0.0/24");
    await addRange("unready", "10.100.0.0/24", "False");
    await addRange("going", "10.101.0.0/24");
    await api.call("DELETE", `${base}/going`);
    for (const address of ["10.100.0.9", "10.101.0.9"]) {
      expect(claim("a", address)).toEqual({ type: "outside", address, range: "10.96.0.0/24" });
    }
  });

  test("is never of IPv6 here", async () => {
    const { claim, addRange } = world("10.96.0.0/24");
    await addRange("six", "fd00::/112");
    expect(claim("a", "fd00::9")).toMatchObject({ type: "outside", range: "10.96.0.0/24" });
  });
});
