// The pod network on a Linux host: addresses from the node's range, routed veth pairs, one nft table, holes in Docker's firewall.
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import { AddressPool, type Allocation } from "./address-pool.ts";
import { type Commands, failureText, must } from "./command.ts";
import { openFirewall } from "./firewall.ts";
import { type HostPortElements, hostPortElements, noHostPorts } from "./host-ports.ts";
import { formatIpv4, mustParseCidr } from "./ipv4.ts";
import { collectGraceMs, overlayHeaderBytes } from "./limits.ts";
import { type AgentNames, interfaceAlias, interfaceName, podUidOfAlias } from "./names.ts";
import { hostBatch, type PodLink, podBatch, routeToPod } from "./pod-link.ts";
import type { HostPort, PodNetwork, Sandbox } from "./pod-network.ts";
import { hostPortDifference, podTableText } from "./pod-table.ts";
import { setSysctl } from "./sysctl.ts";
import { createTurns } from "./turns.ts";

export interface PodNetworkSettings {
  readonly names: AgentNames;
  /** Where allocations are kept, one file each. */
  readonly stateFolder: string;
  /** This node's addresses, like `10.244.0.0/24`; the first usable one is the node's own. */
  readonly podCidr: string;
  /** All nodes' addresses, like `10.244.0.0/16`: what goes elsewhere is masqueraded. */
  readonly clusterCidr: string;
  /** Addresses to put on `lo` for services of the agent to pods. */
  readonly nodeLocalAddresses: readonly string[];
  /** What fits through the pods' interfaces; found from the host's default route if not given. */
  readonly mtuBytes?: number;
}

export interface PodNetworkParts {
  readonly commands: Commands;
  readonly clock: Clock;
  readonly log: Log;
}

/** The seam's implementation. Reads what an earlier life left; programs nothing before `ensure`. */
export async function createLinuxPodNetwork(
  settings: PodNetworkSettings,
  parts: PodNetworkParts,
): Promise<LinuxPodNetwork> {
  const pool = new AddressPool(settings.stateFolder, mustParseCidr(settings.podCidr));
  await pool.load();
  return new LinuxPodNetwork(settings, parts, pool);
}

/** The node's own address in the pod network: what pods see of the host. */
export function nodeAddressOf(podCidr: string): string {
  return formatIpv4(mustParseCidr(podCidr).base + 1);
}

export class LinuxPodNetwork implements PodNetwork {
  readonly #settings: PodNetworkSettings;
  readonly #parts: PodNetworkParts;
  readonly #pool: AddressPool;
  readonly #nodeAddress: string;
  readonly #attachedAtMs = new Map<string, number>();
  /** Changes of the table's host ports, one after the other. */
  readonly #tableTurns = createTurns();
  #programmed: HostPortElements = noHostPorts;
  #mtuBytes: number | undefined;

  constructor(settings: PodNetworkSettings, parts: PodNetworkParts, pool: AddressPool) {
    this.#settings = settings;
    this.#parts = parts;
    this.#pool = pool;
    this.#nodeAddress = nodeAddressOf(settings.podCidr);
    this.#mtuBytes = settings.mtuBytes;
  }

  async ensure(): Promise<void> {
    const { commands, log } = this.#parts;
    await this.#ensureAddresses();
    await setSysctl(commands, "net/ipv4/ip_forward", "1");
    // The table first: it guards what the interfaces' settings open.
    await this.#replaceTable();
    await openFirewall(commands, this.#holes(), log);
    await this.#ensureRoutes();
  }

  async attach(sandbox: Sandbox, hostPorts: readonly HostPort[]): Promise<{ readonly ip: string }> {
    const { podUid, containerId } = sandbox;
    this.#attachedAtMs.set(podUid, this.#parts.clock.now());
    const allocation = await this.#pool.reserve(podUid);
    const wired = allocation.containerId === containerId && (await this.#linkExists(podUid));
    if (!wired) await this.#wire(allocation, sandbox);
    if (!wired || JSON.stringify(allocation.hostPorts) !== JSON.stringify(hostPorts)) {
      await this.#pool.update({ ...allocation, containerId, hostPorts });
      if (hostPorts.length > 0 || allocation.hostPorts.length > 0) await this.#programHostPorts();
    }
    return { ip: allocation.ip };
  }

  async detach(podUid: string): Promise<void> {
    const allocation = this.#pool.of(podUid);
    await this.#removeLink(podUid);
    // The file last: what a crash interrupts here is done again.
    await this.#pool.release(podUid);
    this.#attachedAtMs.delete(podUid);
    if (allocation && allocation.hostPorts.length > 0) {
      await this.#programHostPorts();
      await this.#forgetUdpFlows(allocation);
    }
  }

  async collect(livePodUids: ReadonlySet<string>): Promise<void> {
    const now = this.#parts.clock.now();
    const held = new Set(await this.#podUidsOfLinks());
    for (const allocation of this.#pool.all()) held.add(allocation.podUid);
    for (const podUid of held) {
      const attachedAtMs = this.#attachedAtMs.get(podUid);
      const recent = attachedAtMs !== undefined && now - attachedAtMs < collectGraceMs;
      if (!livePodUids.has(podUid) && !recent) await this.detach(podUid);
    }
  }

  /** Pods' addresses, for whoever shows or checks them. */
  allocations(): Allocation[] {
    return this.#pool.all();
  }

  async #wire(allocation: Allocation, sandbox: Sandbox): Promise<void> {
    const { commands } = this.#parts;
    const link = { ...this.#link(allocation), pid: sandbox.pid, mtuBytes: await this.#mtu() };
    const made = await commands.run("ip", ["-batch", "-"], hostBatch(link));
    if (made.type !== "exited" || made.code !== 0) {
      // Left from a sandbox that died, or from an attach cut short: away with it, once.
      await this.#removeLink(sandbox.podUid);
      await must(commands, "ip", ["-batch", "-"], hostBatch(link));
    }
    await setSysctl(commands, `net/ipv4/conf/${link.name}/route_localnet`, "1");
    await must(commands, "nsenter", [`--net=/proc/${sandbox.pid}/ns/net`, "ip", "-batch", "-"], podBatch(link));
  }

  #link(allocation: Allocation): Omit<PodLink, "pid" | "mtuBytes"> {
    const { names } = this.#settings;
    const { podUid, ip } = allocation;
    const nodeAddress = this.#nodeAddress;
    return { name: interfaceName(names, podUid), alias: interfaceAlias(names, podUid), ip, nodeAddress };
  }

  async #linkExists(podUid: string): Promise<boolean> {
    const name = interfaceName(this.#settings.names, podUid);
    const outcome = await this.#parts.commands.run("ip", ["link", "show", "dev", name]);
    return outcome.type === "exited" && outcome.code === 0;
  }

  async #removeLink(podUid: string): Promise<void> {
    const name = interfaceName(this.#settings.names, podUid);
    const outcome = await this.#parts.commands.run("ip", ["link", "del", name]);
    const gone = outcome.type === "exited" && (outcome.code === 0 || outcome.stderr.includes("Cannot find device"));
    if (!gone) throw new Error(`removing interface ${name}: ${failureText(outcome)}`);
  }

  async #podUidsOfLinks(): Promise<string[]> {
    const links = JSON.parse(await must(this.#parts.commands, "ip", ["-json", "link", "show", "type", "veth"])) as {
      ifalias?: string;
    }[];
    return links.flatMap(({ ifalias }) => podUidOfAlias(this.#settings.names, ifalias ?? "") ?? []);
  }

  async #ensureAddresses(): Promise<void> {
    const label = this.#settings.names.addressLabel;
    const batch = [
      `addr replace ${this.#nodeAddress}/32 dev lo label ${label}`,
      ...this.#settings.nodeLocalAddresses.map((one) => `addr replace ${one}/32 dev lo label ${label} scope host`),
    ];
    await must(this.#parts.commands, "ip", ["-batch", "-"], `${batch.join("\n")}\n`);
  }

  async #ensureRoutes(): Promise<void> {
    const batch = this.#pool.all().map((allocation) => `${routeToPod(this.#link(allocation))}\n`);
    // Pods whose sandbox is gone have no interface to route to: their turn comes with the next attach.
    if (batch.length > 0) await this.#parts.commands.run("ip", ["-force", "-batch", "-"], batch.join(""));
  }

  #replaceTable(): Promise<void> {
    return this.#tableTurns.take(async () => {
      const elements = hostPortElements(this.#pool.all());
      await must(this.#parts.commands, "nft", ["-f", "-"], podTableText(this.#settings, elements));
      this.#programmed = elements;
    });
  }

  async #programHostPorts(): Promise<void> {
    const failed = await this.#tableTurns.take(async () => {
      const wanted = hostPortElements(this.#pool.all());
      const text = hostPortDifference(this.#settings.names, this.#programmed, wanted);
      if (text === "") return false;
      const outcome = await this.#parts.commands.run("nft", ["-f", "-"], text);
      if (outcome.type !== "exited" || outcome.code !== 0) return true;
      this.#programmed = wanted;
      return false;
    });
    // The table isn't what we took it for (flushed by somebody): all of it again.
    if (failed) await this.#replaceTable();
  }

  /** A client that keeps sending holds its old path in the kernel's memory: make it look again. */
  async #forgetUdpFlows(allocation: Allocation): Promise<void> {
    for (const { protocol, hostPort } of allocation.hostPorts) {
      if (protocol !== "UDP") continue;
      const match = ["-p", "udp", "--orig-port-dst", String(hostPort), "--reply-src", allocation.ip];
      await this.#parts.commands.run("conntrack", ["-D", ...match]);
    }
  }

  #holes() {
    const { clusterCidr, nodeLocalAddresses, names } = this.#settings;
    return { clusterCidr, nodeLocalAddresses, comment: names.ruleComment };
  }

  async #mtu(): Promise<number> {
    this.#mtuBytes ??= await defaultRouteMtu(this.#parts.commands);
    return this.#mtuBytes;
  }
}

/** The MTU of the way out, less what an overlay to other hosts will need one day: pods keep theirs for life. */
async function defaultRouteMtu(commands: Commands): Promise<number> {
  const fallback = 1500;
  const routes = JSON.parse((await must(commands, "ip", ["-json", "route", "show", "default"])) || "[]") as {
    dev?: string;
  }[];
  const device = routes[0]?.dev;
  if (!device) return fallback - overlayHeaderBytes;
  const links = JSON.parse(await must(commands, "ip", ["-json", "link", "show", "dev", device])) as { mtu?: number }[];
  return (links[0]?.mtu ?? fallback) - overlayHeaderBytes;
}
