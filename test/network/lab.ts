// A host, its pods and a stranger on its LAN, made of network namespaces. The tests' own namespace is the host.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandOutcome, type Commands, createCommands, must } from "../../agents/node/network/command.ts";
import { createLinuxPodNetwork } from "../../agents/node/network/linux-pod-network.ts";
import { agentNames } from "../../agents/node/network/names.ts";
import type { HostPort, PodNetwork } from "../../agents/node/network/pod-network.ts";
import { removeNetwork } from "../../agents/node/network/remove-network.ts";
import type { Log } from "../../src/platform/log.ts";

export const inLab = process.env["SKERRY_NETWORK_LAB"] === "1";
export const whyNotHere = "run by `node test/network/run.mjs`, in namespaces of their own";

export const hostAddress = "192.0.2.10";
export const strangerAddress = "192.0.2.20";
export const clusterCidr = "10.244.0.0/16";
export const serviceCidr = "10.96.0.0/16";
export const podCidr = "10.244.3.0/24";
export const nodeLocalAddress = "169.254.20.10";
export const dnsAddress = "10.96.0.10";
export const names = agentNames("lab", "node-1");
export const quiet: Log = { info() {}, warn() {}, error() {} };

export interface FakePod {
  readonly name: string;
  readonly uid: string;
  readonly pid: number;
  readonly ip: string;
}

export class Lab {
  readonly commands: Commands = createCommands();
  /** Whoever wires pods: to begin with a pod network alone. */
  network: PodNetwork;
  readonly folder: string;
  readonly #children: ChildProcess[] = [];

  private constructor(folder: string, network: PodNetwork) {
    this.folder = folder;
    this.network = network;
  }

  /** A host with one wire to a LAN on which a stranger lives. `docker: true` adds the firewall that Docker leaves on a host. */
  static async make(options: { readonly docker: boolean } = { docker: true }): Promise<Lab> {
    const commands = createCommands();
    const folder = await mkdtemp(join(tmpdir(), "skerry-lab-"));
    await must(commands, "sh", ["-ec", hostScript + (options.docker ? dockerFirewallScript : "")]);
    const network = await createLinuxPodNetwork(networkSettings(folder), networkParts(commands));
    await network.ensure();
    return new Lab(folder, network);
  }

  /** Everything away again, and proof that nothing stays. */
  async remove(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await removeNetwork({ commands: this.commands, log: quiet, names, stateFolder: this.folder });
    await this.commands.run("sh", ["-c", cleanScript]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Starts a process in a network namespace of its own, without an interface yet. */
  async sandbox(name: string, ports: readonly number[] = []): Promise<number> {
    return (await this.#server(["unshare", "--net"], name, ports)).pid as number;
  }

  /** A server like a pod's, on the host or the LAN. Answers how to stop it. */
  async serve(where: "host" | "lan", name: string, ports: readonly number[]): Promise<() => void> {
    const child = await this.#server(where === "host" ? ["env"] : ["nsenter", `--net=${netnsOf(where)}`], name, ports);
    return () => child.kill("SIGKILL");
  }

  async #server(prefix: readonly string[], name: string, ports: readonly number[]): Promise<ChildProcess> {
    const script = join(import.meta.dirname, "fake-pod.mjs");
    const [program, ...args] = [...prefix, process.execPath, script, name, ...ports.map(String)] as [
      string,
      ...string[],
    ];
    const child = spawn(program, args, { stdio: "pipe" });
    this.#children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("exit", () => reject(new Error(`${name} did not start`)));
    });
    return child;
  }

  async pod(name: string, ports: readonly number[] = [8080], hostPorts: readonly HostPort[] = []): Promise<FakePod> {
    const pid = await this.sandbox(name, ports);
    const uid = `uid-${name}`;
    const { ip } = await this.network.attach({ podUid: uid, containerId: `container-${name}`, pid }, hostPorts);
    return { name, uid, pid, ip };
  }

  /** What a server says of a name: its records, or the error's code. */
  async lookUp(from: "host" | "lan" | FakePod, server: string, name: string, type = "A"): Promise<string> {
    const script = join(import.meta.dirname, "dns-ask.mjs");
    return (await this.run(from, [process.execPath, script, server, name, type])).stdout.trim();
  }

  kill(pod: FakePod): void {
    process.kill(pod.pid, "SIGKILL");
  }

  /** HTTP from the host, a pod, or the stranger (`"lan"`): the body, or `refused`, `timeout`, ... */
  async get(from: "host" | "lan" | FakePod, target: string, ...options: string[]): Promise<string> {
    const curl = ["curl", "-sS", "--max-time", "2", "--noproxy", "*", ...options, `http://${target}/`];
    const outcome = await this.run(from, curl);
    return outcome.code === 0 ? outcome.stdout.trim() : curlFailure(outcome.code);
  }

  async udp(from: "host" | "lan" | FakePod, address: string, port: number, sourcePort = 0): Promise<string> {
    const script = join(import.meta.dirname, "udp-ask.mjs");
    const command = [process.execPath, script, address, String(port), String(sourcePort)];
    return (await this.run(from, command)).stdout.trim();
  }

  /** Runs a command where `from` lives. */
  async run(from: "host" | "lan" | FakePod, command: readonly string[]): Promise<CommandOutcome & { type: "exited" }> {
    const enter = from === "host" ? [] : ["nsenter", `--net=${netnsOf(from)}`];
    const [program, ...args] = [...enter, ...command] as [string, ...string[]];
    const outcome = await this.commands.run(program, args);
    if (outcome.type !== "exited") throw new Error(`${program}: ${JSON.stringify(outcome)}`);
    return outcome;
  }
}

export function networkSettings(folder: string) {
  const nodeLocalAddresses = [nodeLocalAddress, dnsAddress];
  return { names, stateFolder: join(folder, "addresses"), podCidr, clusterCidr, nodeLocalAddresses };
}

export function networkParts(commands: Commands) {
  return { commands, clock: { now: () => performance.now() }, log: quiet };
}

function netnsOf(from: "lan" | FakePod): string {
  return from === "lan" ? "/run/netns/lan" : `/proc/${from.pid}/ns/net`;
}

function curlFailure(code: number): string {
  return { 7: "refused", 28: "timeout" }[code] ?? `curl ${code}`;
}

/** A host as distributions ship it: nothing is forwarded, and packets from where they can't come from are dropped. */
const hostScript = `
echo 0 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter
echo 1 >/proc/sys/net/ipv4/conf/default/rp_filter
ip netns add lan
ip link add eth0 type veth peer name eth0 netns lan
ip addr add ${hostAddress}/24 dev eth0
ip link set eth0 up
ip route add default via ${strangerAddress}
ip -n lan link set lo up
ip -n lan addr add ${strangerAddress}/24 dev eth0
ip -n lan link set eth0 up
ip -n lan route add ${serviceCidr} via ${hostAddress}
ip -n lan route add ${nodeLocalAddress}/32 via ${hostAddress}
ip -n lan route add 203.0.113.0/24 via ${hostAddress}
`;

/** Kubernetes has no part in this: what dockerd does to a fresh host's FORWARD chain. */
const dockerFirewallScript = `
iptables-nft -P FORWARD DROP
iptables-nft -N DOCKER-USER
iptables-nft -A DOCKER-USER -j RETURN
iptables-nft -A FORWARD -j DOCKER-USER
`;

const cleanScript = "ip link del eth0; ip netns del lan; nft flush ruleset; ip route flush all; true";
