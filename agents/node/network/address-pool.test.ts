// Addresses: who gets which, and what survives a crash.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AddressPool } from "./address-pool.ts";
import { mustParseCidr } from "./ipv4.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "skerry-pool-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function pool(range = "10.244.0.0/29"): Promise<AddressPool> {
  const made = new AddressPool(folder, mustParseCidr(range));
  await made.load();
  return made;
}

test("hands out every address but the network's, the node's and the broadcast, then says that none is left", async () => {
  const one = await pool();
  const given: string[] = [];
  for (const uid of ["a", "b", "c", "d", "e"]) given.push((await one.reserve(uid)).ip);
  expect(given).toEqual(["10.244.0.2", "10.244.0.3", "10.244.0.4", "10.244.0.5", "10.244.0.6"]);
  await expect(one.reserve("f")).rejects.toThrow("no free pod address in 10.244.0.0/29");
});

test("an address that was given back rests while others are free", async () => {
  const one = await pool();
  await one.reserve("a");
  await one.release("a");
  expect((await one.reserve("b")).ip).toBe("10.244.0.3");
});

test("the same pod gets the same address, also from the agent's next life", async () => {
  const { ip } = await (await pool()).reserve("a");
  const next = await pool();
  expect((await next.reserve("a")).ip).toBe(ip);
  expect((await next.reserve("b")).ip).not.toBe(ip);
});

test("two agents with one folder never give out one address twice", async () => {
  const [one, two] = [await pool(), await pool()];
  expect((await one.reserve("a")).ip).toBe("10.244.0.2");
  expect((await two.reserve("b")).ip).toBe("10.244.0.3");
});

test("an address outside of a changed range is exchanged", async () => {
  await (await pool("10.244.9.0/29")).reserve("a");
  const next = await pool();
  expect((await next.reserve("a")).ip).toBe("10.244.0.2");
  expect(await readdir(folder)).toEqual(["10.244.0.2"]);
});

test("what a crash left half written is dropped, and its address is free", async () => {
  await writeFile(join(folder, "10.244.0.2"), '{"podUid":"a","ip":"10.2');
  await writeFile(join(folder, ".1-1"), "");
  expect((await pool()).all()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test("updates are kept", async () => {
  const one = await pool();
  const allocation = await one.reserve("a");
  const hostPorts = [{ hostIP: "", hostPort: 80, protocol: "TCP", containerPort: 8080 }] as const;
  await one.update({ ...allocation, containerId: "c1", hostPorts });
  expect((await pool()).of("a")).toEqual({ podUid: "a", ip: "10.244.0.2", containerId: "c1", hostPorts });
});
