// What an isolate keeps of a cluster while it serves it: counters, seats, and the cluster's settings.
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Timers } from "../../platform/timers.ts";
import { ProxyCertificate } from "../aggregation/proxy-certificate.ts";
import { RemoteDiscovery } from "../aggregation/remote-discovery.ts";
import { RemoteOpenApi } from "../aggregation/remote-openapi.ts";
import { AuditOutbox } from "../audit/audit-outbox.ts";
import { flowConfiguration, suggestedConfiguration } from "../flow-control/flow-configuration.ts";
import { FlowController } from "../flow-control/flow-controller.ts";
import type { EdgeSettings, SettingsSource } from "./edge-settings.ts";
import { RequestMetrics } from "./request-metrics.ts";

export interface EdgeHostParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
}

const noSettings: EdgeSettings = { version: "", remotes: [] };

/** A group that is not known may have been registered just now: it is looked for again, but not more often than this. */
const refreshMsMin = 100;

export class ClusterEdge {
  readonly metrics = new RequestMetrics();
  readonly flow: FlowController;
  readonly outbox: AuditOutbox;
  readonly discovery: RemoteDiscovery;
  readonly openApi: RemoteOpenApi;
  readonly proxyCertificate: ProxyCertificate;
  readonly #clock: Clock;
  #settings: EdgeSettings = noSettings;
  #refreshedMs = 0;

  constructor(host: EdgeHostParts) {
    this.#clock = host.clock;
    this.flow = new FlowController(host, suggestedConfiguration);
    this.outbox = new AuditOutbox(host.timers);
    this.discovery = new RemoteDiscovery(host);
    this.openApi = new RemoteOpenApi(host);
    this.proxyCertificate = new ProxyCertificate(host.clock);
  }

  get settings(): EdgeSettings {
    return this.#settings;
  }

  async refresh(source: SettingsSource): Promise<void> {
    this.#refreshedMs = this.#clock.now();
    const settings = await source.edgeSettings(this.#settings.version);
    if (settings === undefined) return;
    this.#settings = settings;
    const { flow } = settings;
    this.flow.configure(flow === undefined ? suggestedConfiguration : flowConfiguration(flow.schemas, flow.levels));
  }

  /** True when something may have changed: look again. */
  async refreshForMiss(source: SettingsSource): Promise<boolean> {
    if (Math.abs(this.#clock.now() - this.#refreshedMs) < refreshMsMin) return false;
    const { version } = this.#settings;
    await this.refresh(source);
    return version !== this.#settings.version;
  }
}

/** Clusters that an isolate keeps at once: one that was dropped starts counting anew. */
const clustersMax = 500;

/** The clusters that this isolate has served lately. */
export class ClusterEdges {
  readonly #host: EdgeHostParts;
  readonly #edges = new Map<string, ClusterEdge>();

  constructor(host: EdgeHostParts) {
    this.#host = host;
  }

  of(id: string): ClusterEdge {
    const known = this.#edges.get(id);
    if (known !== undefined) return known;
    if (this.#edges.size >= clustersMax) {
      const [oldest] = this.#edges.keys();
      if (oldest !== undefined) this.#edges.delete(oldest);
    }
    const edge = new ClusterEdge(this.#host);
    this.#edges.set(id, edge);
    return edge;
  }
}
