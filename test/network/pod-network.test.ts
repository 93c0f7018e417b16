// Pods, their addresses and ports of the host, in real network namespaces.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { must } from "../../agents/node/network/command.ts";
import { createLinuxPodNetwork } from "../../agents/node/network/linux-pod-network.ts";
import { removeNetwork } from "../../agents/node/network/remove-network.ts";
import {
  type FakePod,
  hostAddress,
  inLab,
  Lab,
  names,
  networkParts,
  networkSettings,
  nodeLocalAddress,
  quiet,
  strangerAddress,
} from "./lab.ts";

describe.skipIf(!inLab)("pod network", () => {
  let lab: Lab;
  let one: FakePod;
  let two: FakePod;

  beforeAll(async () => {
    lab = await Lab.make();
    one = await lab.pod("one", [8080, 9090]);
    two = await lab.pod("two", [8080, 9090]);
  });
  afterAll(() => lab.remove());

  test("every pod has an address of its own from the node's range, and none is the node's", () => {
    expect([one.ip, two.ip]).toEqual(["10.244.3.2", "10.244.3.3"]);
  });

  test("pods reach each other and see the true source", async () => {
    expect(await lab.get(one, `${two.ip}:8080`)).toBe(`two ${one.ip}`);
    expect(await lab.get(two, `${one.ip}:8080`)).toBe(`one ${two.ip}`);
    expect(await lab.udp(one, two.ip, 8080)).toBe(`two ${one.ip}`);
  });

  test("the host reaches pods from its own address in the pod network, and pods reach the host", async () => {
    expect(await lab.get("host", `${one.ip}:8080`)).toBe("one 10.244.3.1");
    expect((await lab.run(one, ["curl", "-sS", "--max-time", "2", `http://${hostAddress}:1/`])).code).toBe(7);
  });

  test("only what leaves the cluster is masqueraded", async () => {
    const stop = await lab.serve("lan", "lan", [7000]);
    expect(await lab.get(one, `${strangerAddress}:7000`)).toBe(`lan ${hostAddress}`);
    stop();
  });

  test("attaching the same sandbox again changes nothing; a new sandbox of the pod keeps the address", async () => {
    const again = await lab.network.attach({ podUid: one.uid, containerId: "container-one", pid: one.pid }, []);
    expect(again.ip).toBe(one.ip);
    const pid = await lab.sandbox("one-again", [8080]);
    const anew = await lab.network.attach({ podUid: one.uid, containerId: "container-one-b", pid }, []);
    expect(anew.ip).toBe(one.ip);
    expect(await lab.get(two, `${one.ip}:8080`)).toBe(`one-again ${two.ip}`);
    process.kill(one.pid, "SIGKILL");
    one = { ...one, pid };
  });

  test("a sandbox that died without detach leaves nothing in the way of the next", async () => {
    const gone = await lab.pod("gone");
    lab.kill(gone);
    const pid = await lab.sandbox("gone-again", [8080]);
    const { ip } = await lab.network.attach({ podUid: gone.uid, containerId: "container-gone-b", pid }, []);
    expect(ip).toBe(gone.ip);
    expect(await lab.get("host", `${ip}:8080`)).toBe("gone-again 10.244.3.1");
    await lab.network.detach(gone.uid);
    await lab.network.detach(gone.uid);
    expect(await lab.get("host", `${ip}:8080`)).not.toContain("gone");
  });

  test("a restarted agent knows who has which address and gives out others", async () => {
    const next = await createLinuxPodNetwork(networkSettings(lab.folder), networkParts(lab.commands));
    await next.ensure();
    expect(await lab.get(one, `${two.ip}:8080`)).toBe(`two ${one.ip}`);
    const pid = await lab.sandbox("third");
    const { ip } = await next.attach({ podUid: "uid-third", containerId: "container-third", pid }, []);
    expect([one.ip, two.ip]).not.toContain(ip);
    await next.detach("uid-third");
    expect((await readdir(join(lab.folder, "addresses"))).sort()).toEqual([one.ip, two.ip]);
  });

  test("collect takes back what no living pod holds, but nothing young", async () => {
    const young = await lab.pod("young");
    const later = { now: () => performance.now() + 3_600_000 };
    const next = await createLinuxPodNetwork(networkSettings(lab.folder), {
      ...networkParts(lab.commands),
      clock: later,
    });
    await lab.network.collect(new Set([one.uid, two.uid]));
    expect(await lab.get("host", `${young.ip}:8080`)).toBe("young 10.244.3.1");
    await next.collect(new Set([one.uid, two.uid]));
    expect(next.allocations().map(({ podUid }) => podUid)).toEqual([one.uid, two.uid]);
    const links = await must(lab.commands, "ip", ["-o", "link", "show", "type", "veth"]);
    expect(links.match(/sk[0-9a-f]{13}/g)?.length).toBe(2);
  });

  test("what somebody flushed comes back with ensure", async () => {
    await must(lab.commands, "nft", ["delete", "table", "ip", names.podTable]);
    await must(lab.commands, "iptables-nft", ["-F", "DOCKER-USER"]);
    await must(lab.commands, "ip", ["route", "del", `${one.ip}/32`]);
    await must(lab.commands, "ip", ["addr", "del", "10.244.3.1/32", "dev", "lo"]);
    expect(await lab.get("host", `${one.ip}:8080`)).not.toContain("one");
    await lab.network.ensure();
    expect(await lab.get(two, `${one.ip}:8080`)).toBe(`one-again ${two.ip}`);
    await lab.network.ensure();
    const rules = await must(lab.commands, "iptables-nft", ["-S", "DOCKER-USER"]);
    expect(rules.match(new RegExp(names.ruleComment, "g"))?.length).toBe(2);
  });

  test("strangers on the LAN can't reach the addresses that are for pods; pods and the host can", async () => {
    expect(await lab.get("lan", `${nodeLocalAddress}:1`)).toBe("timeout");
    expect(await lab.get(two, `${nodeLocalAddress}:1`)).toBe("refused");
    expect(await lab.get("host", `${nodeLocalAddress}:1`)).toBe("refused");
  });
});

describe.skipIf(!inLab)("ports of the host", () => {
  let lab: Lab;
  let web: FakePod;
  let other: FakePod;

  beforeAll(async () => {
    lab = await Lab.make();
    web = await lab.pod(
      "web",
      [8080, 9090],
      [
        { hostIP: "", hostPort: 18080, protocol: "TCP", containerPort: 8080 },
        { hostIP: "0.0.0.0", hostPort: 18081, protocol: "UDP", containerPort: 9090 },
        { hostIP: "127.0.0.1", hostPort: 18082, protocol: "TCP", containerPort: 8080 },
      ],
    );
    other = await lab.pod(
      "other",
      [8080],
      [
        { hostIP: hostAddress, hostPort: 18082, protocol: "TCP", containerPort: 8080 },
        { hostIP: hostAddress, hostPort: 18082, protocol: "UDP", containerPort: 8080 },
      ],
    );
  });
  afterAll(() => lab.remove());

  test("from outside, with the client's address kept", async () => {
    expect(await lab.get("lan", `${hostAddress}:18080`)).toBe(`web ${strangerAddress}`);
    expect(await lab.udp("lan", hostAddress, 18081)).toBe(`web ${strangerAddress}`);
  });

  test("from the host, by its address and by localhost", async () => {
    expect(await lab.get("host", `${hostAddress}:18080`)).toContain("web ");
    expect(await lab.get("host", "127.0.0.1:18080")).toBe("web 10.244.3.1");
    expect(await lab.udp("host", "127.0.0.1", 18081)).toBe("web 10.244.3.1");
  });

  test("from another pod and from the pod itself", async () => {
    expect(await lab.get(other, `${hostAddress}:18080`)).toBe(`web ${other.ip}`);
    expect(await lab.get(web, `${hostAddress}:18080`)).toBe("web 10.244.3.1");
  });

  test("the same port on different addresses and protocols leads to different pods", async () => {
    expect(await lab.get("host", "127.0.0.1:18082", "--interface", hostAddress)).toContain("web ");
    expect(await lab.get("host", `${hostAddress}:18082`)).toContain("other ");
    expect(await lab.udp("host", hostAddress, 18082)).toContain("other ");
    expect(await lab.get("lan", `${hostAddress}:18082`)).toBe(`other ${strangerAddress}`);
  });

  test("a pod can't reach the host's loopback through its wire", async () => {
    const stop = await lab.serve("host", "loopback", [7001]);
    expect(await lab.get("host", "127.0.0.1:7001")).toContain("loopback");
    // The pod's kernel is told to send loopback addresses out of its wire, as a crafted packet would go.
    const setup =
      "echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet; ip addr del 127.0.0.1/8 dev lo; ip route add 127.0.0.1/32 via 169.254.1.1 dev eth0; ip route flush table local 127.0.0.0/8 2>/dev/null; true";
    await lab.run(other, ["sh", "-c", setup]);
    expect((await lab.run(other, ["ip", "route", "get", "127.0.0.1"])).stdout).toContain("eth0");
    expect(await lab.get(other, "127.0.0.1:7001")).toBe("timeout");
    stop();
  });

  test("detach takes the ports back", async () => {
    await lab.network.detach(web.uid);
    expect(await lab.get("lan", `${hostAddress}:18080`)).toBe("refused");
    expect(await lab.get("lan", `${hostAddress}:18082`)).toBe(`other ${strangerAddress}`);
  });

  test("removal leaves nothing behind", async () => {
    await removeNetwork({ commands: lab.commands, log: quiet, stateFolder: join(lab.folder, "addresses") });
    const left = await must(lab.commands, "sh", [
      "-c",
      `ip link; ip addr; nft list ruleset; iptables-nft -S; ls ${lab.folder}`,
    ]);
    expect(left).not.toMatch(/sk[0-9a-f]{4}|skerry_|skerry-[0-9a-f]|10\.244|169\.254|addresses/);
  });
});
