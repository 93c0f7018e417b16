// The node's whole network at work: names, services and pods together, from pods, from the host, without a control plane, and gone at the end.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, encode, type Question } from "dns-packet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDnsServer } from "../../agents/node/dns/dns-server.ts";
import { must } from "../../agents/node/network/command.ts";
import { type NodeNetwork, removeNodeNetwork, startNodeNetwork } from "../../agents/node/network/node-network.ts";
import { systemClock } from "../../src/platform/node/clock.ts";
import { systemRandom } from "../../src/platform/node/random.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";
import {
  clusterCidr,
  dnsAddress,
  type FakePod,
  hostAddress,
  inLab,
  Lab,
  nodeLocalAddress,
  podCidr,
  quiet,
  serviceCidr,
} from "./lab.ts";
import { service, slice } from "./objects.ts";

const web = "web.default.svc.cluster.local";
/** Stands in for the host's own resolver. */
const worldAddress = "127.0.0.7";

describe.skipIf(!inLab)("the node's network", () => {
  let lab: Lab;
  let node: NodeNetwork;
  let client: FakePod;
  let a: FakePod;
  let b: FakePod;
  let resolvFolder: string;
  const world = createDnsServer({
    answerer: {
      answer(packet) {
        const { id = 0, questions = [] } = decode(packet);
        const [{ name, type }] = questions as [Question];
        const answers = type === "A" ? [{ type: "A" as const, name, ttl: 60, data: "203.0.113.1" }] : [];
        return encode({ type: "response", id, questions, answers });
      },
    },
    timers: systemTimers,
    log: quiet,
  });

  function start(): Promise<NodeNetwork> {
    return startNodeNetwork({
      ...{ clusterId: "lab", nodeName: "node-1", zone: () => "", podCidr, clusterCidr, serviceCidr },
      ...{ clusterDns: dnsAddress, clusterDomain: "cluster.local", apiServer: { host: "127.0.0.1", port: 16443 } },
      ...{ hostDns: "resolv.conf", dataFolder: lab.folder },
      ...{ clock: systemClock, timers: systemTimers, random: systemRandom, log: quiet },
    });
  }

  beforeAll(async () => {
    lab = await Lab.make();
    // The run has a mount namespace of its own: the machine's file stays as it is.
    resolvFolder = await mkdtemp(join(tmpdir(), "skerry-resolv-"));
    await writeFile(join(resolvFolder, "resolv.conf"), `nameserver ${worldAddress}\n`);
    await must(lab.commands, "mount", ["--bind", join(resolvFolder, "resolv.conf"), "/etc/resolv.conf"]);
    expect(await world.ensure([worldAddress])).toEqual([worldAddress]);
    node = await start();
    lab.network = node.pods;
    [client, a, b] = [await lab.pod("client"), await lab.pod("a"), await lab.pod("b")];
  });
  afterAll(async () => {
    await node.stop();
    await world.stop();
    await must(lab.commands, "umount", ["/etc/resolv.conf"]);
    await rm(resolvFolder, { recursive: true, force: true });
    await lab.remove();
  });

  test("before the services are known no name is denied, but the world answers", async () => {
    expect(await lab.lookUp(client, dnsAddress, web)).toBe("ESERVFAIL");
    expect(await lab.lookUp(client, dnsAddress, "example.com")).toBe("203.0.113.1");
  });

  test("a pod asks for a service's name and gets every endpoint in turn", async () => {
    node.book.services.replace([
      service("web"),
      service("kubernetes", { clusterIP: "10.96.0.1", ports: [{ name: "https", protocol: "TCP", port: 443 }] }),
      service("many", { clusterIP: "None" }),
    ]);
    const many = Array.from({ length: 100 }, (_, index): [string] => [`10.244.9.${index + 1}`]);
    node.book.slices.replace([slice("web-1", "web", [[a.ip], [b.ip]]), slice("many-1", "many", many)]);
    await node.ensure();
    for (const server of [dnsAddress, nodeLocalAddress]) {
      expect(await lab.lookUp(client, server, web)).toBe("10.96.0.20");
      expect(await lab.lookUp("host", server, web)).toBe("10.96.0.20");
    }
    const seen = new Set<string>();
    for (let round = 0; round < 20; round++) seen.add((await lab.get(client, "10.96.0.20")).split(" ")[0] as string);
    expect([...seen].sort()).toEqual(["a", "b"]);
    expect(await lab.lookUp(client, dnsAddress, "other.default.svc.cluster.local")).toBe("ENOTFOUND");
    expect(await lab.lookUp(client, dnsAddress, web, "AAAA")).toBe("ENODATA");
  });

  test("an answer too big for UDP comes by TCP", async () => {
    const all = await lab.lookUp(client, dnsAddress, "many.default.svc.cluster.local");
    expect(all.split(" ")).toHaveLength(100);
  });

  test("the host's own programs know the names, and still the world's", async () => {
    expect(await readFile("/etc/resolv.conf", "utf8")).toMatch(/^# skerry-\w+ begin.*\nnameserver 127\.254\.20\.10\n/);
    expect(await lab.get("host", web)).toMatch(/^[ab] 10\.244\.3\.1$/);
    const world = await lab.run("host", ["getent", "ahostsv4", "example.com"]);
    expect(world.stdout).toContain("203.0.113.1");
  });

  test("strangers on the LAN get no names from us", async () => {
    expect(await lab.lookUp("lan", nodeLocalAddress, web)).toBe("ETIMEOUT");
    expect(await lab.lookUp("lan", dnsAddress, web)).toBe("ETIMEOUT");
  });

  test("pods reach the API server by the address they are told", async () => {
    const stop = await lab.serve("host", "api", [16443]);
    expect(await lab.get(client, "10.96.0.1:443")).toBe("api 127.0.0.1");
    stop();
  });

  test("an agent that ends leaves services working, and the host's names as they were", async () => {
    await node.stop();
    expect(await readFile("/etc/resolv.conf", "utf8")).toBe(`nameserver ${worldAddress}\n`);
    expect(await lab.get(client, "10.96.0.20")).toMatch(/^[ab] /);
  });

  test("an agent that starts without a control plane knows what the last one knew", async () => {
    node = await start();
    lab.network = node.pods;
    expect(await lab.lookUp(client, dnsAddress, web)).toBe("10.96.0.20");
    expect(await lab.get("host", web)).toMatch(/^[ab] /);
    node.book.services.replace([service("web", { clusterIP: "10.96.0.30" })]);
    node.book.slices.replace([slice("web-1", "web", [[b.ip]])]);
    await expect.poll(() => lab.get(client, "10.96.0.30"), { timeout: 5000 }).toContain("b ");
    expect(await lab.lookUp(client, dnsAddress, web)).toBe("10.96.0.30");
  });

  test("an agent that was killed doesn't slow the host's names down", async () => {
    const entry = await readFile("/etc/resolv.conf", "utf8");
    await node.stop();
    await writeFile("/etc/resolv.conf", entry);
    const started = performance.now();
    expect((await lab.run("host", ["getent", "ahostsv4", "example.com"])).stdout).toContain("203.0.113.1");
    expect(performance.now() - started).toBeLessThan(1000);
    node = await start();
    expect(await readFile("/etc/resolv.conf", "utf8")).toBe(entry);
  });

  test("what a firewall's reload wiped comes back when told", async () => {
    await must(lab.commands, "nft", ["flush", "ruleset"]);
    await must(lab.commands, "ip", ["addr", "flush", "dev", "lo", "scope", "host", "to", "10.0.0.0/8"]);
    await must(lab.commands, "ip", ["route", "flush", "root", "10.244.0.0/16"]);
    expect(await lab.get(client, "10.96.0.30")).not.toContain("b ");
    node.book.services.replace([service("web", { clusterIP: "10.96.0.30" })]);
    node.book.slices.replace([slice("web-1", "web", [[b.ip]])]);
    await node.ensure();
    expect(await lab.get(client, "10.96.0.30")).toContain("b ");
    expect(await lab.lookUp(client, dnsAddress, web)).toBe("10.96.0.30");
    expect(await lab.get("lan", `${hostAddress}:1`)).toBe("refused");
  });

  test("a purge leaves nothing on the host", async () => {
    await node.stop();
    await removeNodeNetwork({ log: quiet, dataFolder: lab.folder });
    const script = `ip link; ip addr; ip route; nft list ruleset; iptables-nft -S; cat /etc/resolv.conf; ls ${lab.folder}`;
    const left = await must(lab.commands, "sh", ["-c", script]);
    expect(left).not.toMatch(/sk[0-9a-f]{4}|skerry|10\.244|169\.254|10\.96|addresses|services\.json/);
  });
});
