// All of the node's network, put together in the order in which its parts need each other: wires, forwarder, services, names.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import { createClusterDns } from "../dns/cluster-dns.ts";
import type { HostDnsMode } from "../dns/host-dns-choice.ts";
import { removeHostResolver } from "../dns/host-resolver.ts";
import { type ApiForwarder, startApiForwarder, type TcpAddress } from "../proxy/api-forwarder.ts";
import { createProxyTable } from "../proxy/apply.ts";
import { startServiceProxy } from "../proxy/service-proxy.ts";
import { type BookCheckpoint, keepBookCheckpoint } from "../services/book-checkpoint.ts";
import { ServiceBook } from "../services/service-book.ts";
import { type Commands, createCommands } from "./command.ts";
import { ensureIntervalMs } from "./limits.ts";
import { createLinuxPodNetwork } from "./linux-pod-network.ts";
import { agentNames } from "./names.ts";
import type { PodNetwork } from "./pod-network.ts";
import { removeNetwork } from "./remove-network.ts";
import { createTurns } from "./turns.ts";

export interface NodeNetworkOptions {
  readonly clusterId: string;
  readonly nodeName: string;
  /** The topology zone from the Node's labels, asked before every program; empty when it has none. */
  readonly zone: () => string;
  /** This node's part of the pods' addresses, and all of them. */
  readonly podCidr: string;
  readonly clusterCidr: string;
  readonly serviceCidr: string;
  /** The address of kube-system/kube-dns, which the agent serves itself. */
  readonly clusterDns: string;
  readonly clusterDomain: string;
  /** Where the API server is, seen from this host. */
  readonly apiServer: TcpAddress;
  readonly hostDns: HostDnsMode;
  /** A folder of the agent's own: allocations and the picture of services are kept there. */
  readonly dataFolder: string;
  readonly mtuBytes?: number;
  readonly nodePortAddresses?: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly commands?: Commands;
}

export interface NodeNetwork {
  readonly pods: PodNetwork;
  /** To be fed by reflectors of Services (`book.services`) and EndpointSlices (`book.slices`). */
  readonly book: ServiceBook;
  /** Everything again; when Docker or the firewall restarted, and every 30 s by itself. Never rejects: what fails is logged and tried again. */
  ensure(): Promise<void>;
  /** The host's own resolvers, for pods with `dnsPolicy: Default`. */
  hostNameservers(): Promise<readonly string[]>;
  /** The agent leaves; pods keep their wires and services their program. The host no longer asks for the cluster's names. */
  stop(): Promise<void>;
}

/** The link-local address that the agent adds to `lo`, beside the cluster's DNS address. */
export const nodeLocalAddress = "169.254.20.10";

/** Rejects when pods can't have a network at all (no `ip`, no `nft`, no rights). */
export async function startNodeNetwork(options: NodeNetworkOptions): Promise<NodeNetwork> {
  const { clusterDns, dataFolder, timers, log } = options;
  const commands = options.commands ?? createCommands();
  const names = agentNames(options.clusterId, options.nodeName);
  const book = new ServiceBook();

  const nodeLocalAddresses = [nodeLocalAddress, clusterDns];
  const podSettings = { ...options, names, nodeLocalAddresses, stateFolder: join(dataFolder, addressesFolder) };
  const pods = await createLinuxPodNetwork(podSettings, { ...options, commands });
  await pods.ensure();

  const apiForwarder = await keepApiForwarder(options);
  const checkpoint: BookCheckpoint = await keepBookCheckpoint(book, join(dataFolder, servicesFile), options);
  const table = createProxyTable({ ...options, table: names.proxyTable }, commands, log);
  const proxy = startServiceProxy({
    ...options,
    book,
    table,
    context: () => planContext(options, apiForwarder.address()),
  });

  const dns = createClusterDns({
    ...options,
    book,
    names,
    commands,
    domain: options.clusterDomain,
    clusterAddress: clusterDns,
    nodeAddress: nodeLocalAddress,
    reverseCidrs: [options.clusterCidr, options.serviceCidr],
  });

  const steps: Record<string, () => Promise<unknown>> = {
    "pod network": () => pods.ensure(),
    "way to the API server": () => apiForwarder.ensure(),
    services: () => proxy.settle({ look: true }),
    DNS: () => dns.ensure(),
  };
  const turns = createTurns();
  let stopped = false;
  async function ensureAll(): Promise<void> {
    for (const [part, step] of Object.entries(steps)) {
      if (stopped) return;
      await step().catch((error: unknown) => log.error(`the ${part} can't be set up`, { error: String(error) }));
    }
  }
  const ensure = () => turns.take(ensureAll);

  await ensure();
  const stopKeeping = every(ensureIntervalMs, timers, ensure);
  return {
    pods,
    book,
    ensure,
    hostNameservers: () => dns.hostNameservers(),
    async stop() {
      stopped = true;
      stopKeeping();
      proxy.stop();
      // What is under way must not put back what goes now.
      await turns.take(() => Promise.all([dns.stop(), apiForwarder.stop(), checkpoint.stop()]));
    },
  };
}

/**
 * Takes away what any agent put on this host: interfaces, tables, addresses, firewall rules, resolver entries, and with `dataFolder`
 * the network's files there. For `skerry down --purge`; the agents must have ended.
 */
export async function removeNodeNetwork(options: {
  readonly log: Log;
  readonly dataFolder?: string;
  readonly commands?: Commands;
}): Promise<void> {
  const { log, dataFolder, commands = createCommands() } = options;
  const stateFolder = dataFolder === undefined ? {} : { stateFolder: join(dataFolder, addressesFolder) };
  try {
    await removeHostResolver();
  } finally {
    await removeNetwork({ commands, log, ...stateFolder });
    if (dataFolder !== undefined) await rm(join(dataFolder, servicesFile), { force: true });
  }
}

const addressesFolder = "addresses";
const servicesFile = "services.json";

function planContext(options: NodeNetworkOptions, apiEndpoint: { ip: string; port: number } | undefined) {
  const place = { name: options.nodeName, zone: options.zone() };
  return { place, ownAddresses: [options.clusterDns], apiEndpoint, serviceCidr: options.serviceCidr };
}

/** Listens on a free port: whoever serves the API on this host may have taken the usual one on every address. */
async function keepApiForwarder({ apiServer, timers, log }: NodeNetworkOptions) {
  let forwarder: ApiForwarder | undefined;
  async function ensure(): Promise<void> {
    forwarder ??= await startApiForwarder({
      listen: { host: nodeLocalAddress, port: 0 },
      target: apiServer,
      timers,
      log,
    });
  }
  await ensure().catch((error: unknown) =>
    log.error("pods have no way to the API server yet", { error: String(error) }),
  );
  return {
    ensure,
    address: () => forwarder && { ip: nodeLocalAddress, port: forwarder.port },
    stop: async () => forwarder?.stop(),
  };
}

/** Runs `work` again and again, each time so long after the last has ended. */
function every(intervalMs: number, timers: Timers, work: () => Promise<void>): () => void {
  let stopped = false;
  let cancel = timers.after(intervalMs, run);
  function run(): void {
    work().finally(() => {
      if (!stopped) cancel = timers.after(intervalMs, run);
    });
  }
  return () => {
    stopped = true;
    cancel();
  };
}
