// The cluster's DNS on this node, put together: zone, forwarder, sockets, and the host's own resolver.
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Commands } from "../network/command.ts";
import type { AgentNames } from "../network/names.ts";
import type { ServiceBook } from "../services/service-book.ts";
import { createAnswerer } from "./answerer.ts";
import { createDnsServer } from "./dns-server.ts";
import { createForwarder } from "./forwarder.ts";
import type { HostDnsMode } from "./host-dns-choice.ts";
import { createHostResolver } from "./host-resolver.ts";
import { createUpstreams, readUpstreams } from "./upstreams.ts";
import { createZone } from "./zone.ts";

export interface ClusterDnsOptions {
  readonly book: ServiceBook;
  readonly domain: string;
  /** The address that pods are told; it must be on this host already, as must the next one. */
  readonly clusterAddress: string;
  readonly nodeAddress: string;
  /** Where reverse questions are ours: the ranges of pods and services. */
  readonly reverseCidrs: readonly string[];
  readonly hostDns: HostDnsMode;
  readonly names: AgentNames;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface ClusterDns {
  /** Opens what isn't open, and points the host to it. Idempotent. */
  ensure(): Promise<void>;
  /** The host's own resolvers, without ourselves. */
  hostNameservers(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** For the host's own questions: one that exists without us, and one for a link of ours. */
const hostLoopbackAddress = "127.254.20.10";
const hostLinkAddress = "169.254.20.11";

export function createClusterDns(options: ClusterDnsOptions): ClusterDns {
  const { book, domain, clusterAddress, nodeAddress, hostDns } = options;
  const own = [nodeAddress, clusterAddress, hostLoopbackAddress, hostLinkAddress];
  const zone = createZone(book, { domain, dnsAddress: clusterAddress, reverseCidrs: options.reverseCidrs });
  const forwarder = createForwarder({ ...options, upstreams: createUpstreams(own, options.clock) });
  const server = createDnsServer({ ...options, answerer: createAnswerer({ book, zone, forwarder }) });
  const addresses = { loopbackAddress: hostLoopbackAddress, linkAddress: hostLinkAddress };
  const hostResolver = createHostResolver({ ...options, ...addresses, mode: hostDns });
  return {
    async ensure() {
      const forHost = await hostResolver.prepare();
      const served = await server.ensure([nodeAddress, clusterAddress, ...(forHost === undefined ? [] : [forHost])]);
      // The host is sent only to where somebody listens.
      if (forHost !== undefined && served.includes(forHost)) await hostResolver.publish();
    },
    hostNameservers: () => readUpstreams(own),
    async stop() {
      await hostResolver.remove();
      await server.stop();
    },
  };
}
