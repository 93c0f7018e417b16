// The host's own resolver: what is written where, and that it can always be taken back.
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Commands } from "../network/command.ts";
import { agentNames } from "../network/names.ts";
import { chooseHostDns, type HostDnsFacts } from "./host-dns-choice.ts";
import { createHostResolver, removeHostResolver } from "./host-resolver.ts";
import { withNameserver, withoutNameserver } from "./resolv-conf.ts";
import { createUpstreams, parseNameservers, readUpstreams } from "./upstreams.ts";

const names = agentNames("default", "node-1");
const original = "# by DHCP\nsearch example.com\nnameserver 192.0.2.53\nnameserver 192.0.2.54\noptions ndots:2\n";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "skerry-resolv-"));
  file = join(folder, "resolv.conf");
  await writeFile(file, original);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the entry in a resolv.conf", () => {
  test("comes first, once, and goes without a trace", () => {
    const once = withNameserver(original, "127.254.20.10", "skerry-ab12");
    expect(parseNameservers(once, [])).toEqual(["127.254.20.10", "192.0.2.53", "192.0.2.54"]);
    expect(withNameserver(once, "127.254.20.10", "skerry-ab12")).toBe(once);
    expect(withoutNameserver(once, () => true)).toBe(original);
  });

  test("two agents' entries stand side by side", () => {
    const both = withNameserver(withNameserver(original, "127.0.0.8", "skerry-ab12"), "127.0.0.9", "skerry-cd34");
    expect(withoutNameserver(both, (mark) => mark === "skerry-ab12")).toBe(
      withNameserver(original, "127.0.0.9", "skerry-cd34"),
    );
    expect(withoutNameserver(both, () => true)).toBe(original);
  });

  test("an entry that somebody cut in half is left to people", () => {
    const half = "# skerry-ab12 begin: x\nnameserver 127.0.0.8\nnameserver 192.0.2.53\n";
    expect(withoutNameserver(half, () => true)).toBe(half);
  });
});

describe("the choice", () => {
  const plain: HostDnsFacts = { resolved: false, systemd: false, fileWritable: true };
  test.each([
    ["a container: its file", "auto", plain, "file"],
    ["systemd-resolved: a link", "auto", { ...plain, resolved: true, systemd: true }, "resolved"],
    ["a machine with systemd alone: nothing unasked", "auto", { ...plain, systemd: true }, "none"],
    ["the same, asked for", "resolv.conf", { ...plain, systemd: true }, "file"],
    ["a file that can't be written", "auto", { ...plain, fileWritable: false }, "none"],
    ["switched off", "off", plain, "none"],
  ] as const)("%s", (_name, mode, facts, type) => {
    expect(chooseHostDns(mode, facts).type).toBe(type);
  });
});

describe("the host's resolver", () => {
  const ran: string[] = [];
  const commands: Commands = {
    async run(program, args) {
      ran.push([program, ...args].join(" "));
      return { type: "exited", code: 0, stdout: "", stderr: "" };
    },
  };
  const log = { info() {}, warn() {}, error() {} };

  function resolver() {
    const addresses = { loopbackAddress: "127.254.20.10", linkAddress: "169.254.20.11" };
    return createHostResolver({
      mode: "resolv.conf",
      names,
      domain: "cluster.local",
      ...addresses,
      commands,
      log,
      file,
    });
  }

  test("writes its entry through a link and takes it back, leaving the rest as it was", async () => {
    const link = join(folder, "link");
    await symlink(file, link);
    const one = createHostResolver({
      ...{ mode: "resolv.conf", names, domain: "cluster.local", commands, log, file: link },
      ...{ loopbackAddress: "127.254.20.10", linkAddress: "169.254.20.11" },
    });
    expect(await one.prepare()).toBe("127.254.20.10");
    expect(await readFile(file, "utf8")).toBe(original);
    await one.publish();
    await one.publish();
    expect(parseNameservers(await readFile(file, "utf8"), [])).toEqual(["127.254.20.10", "192.0.2.53", "192.0.2.54"]);
    await one.remove();
    expect(await readFile(link, "utf8")).toBe(original);
  });

  test("whoever rewrote the file finds the entry in it again; a purge takes out everybody's", async () => {
    await resolver().publish();
    await writeFile(file, "nameserver 198.51.100.1\n");
    await resolver().publish();
    expect(parseNameservers(await readFile(file, "utf8"), [])).toEqual(["127.254.20.10", "198.51.100.1"]);
    await removeHostResolver({ file });
    expect(await readFile(file, "utf8")).toBe("nameserver 198.51.100.1\n");
  });

  test("switched off, it takes out what an earlier life wrote", async () => {
    await resolver().publish();
    const addresses = { loopbackAddress: "127.254.20.10", linkAddress: "169.254.20.11" };
    const off = createHostResolver({ mode: "off", names, domain: "cluster.local", ...addresses, commands, log, file });
    expect(await off.prepare()).toBeUndefined();
    await off.publish();
    expect(await readFile(file, "utf8")).toBe(original);
  });

  test("systemd-resolved is told of the cluster's domain only, on a link of ours", async () => {
    await writeFile(file, "nameserver 127.0.0.53\n");
    const one = createHostResolver({
      ...{ mode: "auto", names, domain: "cluster.local", commands, log, file },
      ...{ loopbackAddress: "127.254.20.10", linkAddress: "169.254.20.11" },
    });
    ran.length = 0;
    expect(await one.prepare()).toBe("169.254.20.11");
    await one.publish();
    const link = `${names.interfacePrefix}dns`;
    expect(ran).toEqual([
      `ip link add ${link} type dummy`,
      `ip link set dev ${link} alias skerry:${names.suffix}:dns up`,
      `ip addr replace 169.254.20.11/32 dev ${link}`,
      `resolvectl dns ${link} 169.254.20.11`,
      `resolvectl domain ${link} ~cluster.local`,
      `resolvectl default-route ${link} no`,
    ]);
    expect(await readFile(file, "utf8")).toBe("nameserver 127.0.0.53\n");
  });
});

describe("the host's resolvers", () => {
  const own = ["127.254.20.10", "169.254.20.10"];

  test("never are ourselves", async () => {
    await writeFile(file, withNameserver(original, "127.254.20.10", "skerry-ab12"));
    expect(await readUpstreams(own, { host: file, resolved: "/none" })).toEqual(["192.0.2.53", "192.0.2.54"]);
  });

  test("are those behind systemd-resolved's stub, which might ask us", async () => {
    const resolved = join(folder, "resolved.conf");
    await writeFile(file, "nameserver 127.0.0.53\noptions edns0\n");
    await writeFile(resolved, "nameserver 192.0.2.1\nnameserver 169.254.20.10\n");
    expect(await readUpstreams(own, { host: file, resolved })).toEqual(["192.0.2.1"]);
  });

  test("are read again when the file changes, but not for every question", async () => {
    let nowMs = 0;
    const upstreams = createUpstreams(own, { now: () => nowMs }, { host: file, resolved: "/none" });
    expect(await upstreams.list()).toEqual(["192.0.2.53", "192.0.2.54"]);
    await writeFile(file, "nameserver 198.51.100.1\n");
    expect(await upstreams.list()).toEqual(["192.0.2.53", "192.0.2.54"]);
    nowMs = 5_000;
    expect(await upstreams.list()).toEqual(["198.51.100.1"]);
    await rm(file);
    nowMs = 10_000;
    expect(await upstreams.list()).toEqual([]);
  });
});
