// The Durable Object of one namespace of one cluster: wiring of its storage, its API, its watches and its side of the feed.
import { DurableObject } from "cloudflare:workers";
import { notFound, serviceUnavailable } from "../apimachinery/status-error.ts";
import { reserveService } from "../apiserver/allocation/reserve-service.ts";
import type { ClaimAnswer } from "../apiserver/allocation/service-claim.ts";
import { admissionChain } from "../auth/admission/chain.ts";
import { tokenIssuer } from "../auth/cluster-identity.ts";
import type { Environment } from "../environment.ts";
import { Member } from "../feed/member.ts";
import type { AdvanceRequest, GatherAnswer, GatherRequest, Report } from "../feed/messages.ts";
import type { ClusterFacts } from "../kinds/cluster-facts.ts";
import { builtinRegistry } from "../kinds/kind-registry.ts";
import { type DurableHost, durableHost } from "../platform/durable/host.ts";
import { workersLog } from "../platform/durable/runtime.ts";
import type { Cluster } from "./cluster.ts";
import { readNamespaceObject } from "./scope-name.ts";
import { type ScopeParts, scopeParts } from "./scope-parts.ts";

export class Namespace extends DurableObject<Environment> {
  readonly #name: string;
  readonly #clusterId: string;
  readonly #host: DurableHost;
  readonly #parts: ScopeParts;
  readonly #member: Member;
  #facts: ClusterFacts | undefined;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    const { cluster, namespace } = readNamespaceObject(state.id.name ?? "");
    this.#name = namespace;
    this.#clusterId = cluster;
    this.#host = durableHost(state, workersLog);
    this.#parts = scopeParts(this.#host, {
      namespace,
      kinds: () => builtinRegistry,
      isOpen: () => this.#member.isOpen,
      open: () => this.#open(),
      tokens: { issuer: async () => tokenIssuer, sign: (claims) => this.#cluster.signToken(claims) },
      admission: admissionChain({
        facts: () => this.#facts,
        find: (collection, name) => this.#parts.find(collection, name),
        random: this.#host.random,
      }),
      reservations: {
        services: reserveService({
          claim: (claim) => this.#cluster.claimService(claim) as Promise<ClaimAnswer>,
          settle: async (service, needed) => this.#cluster.settleService(service, needed),
        }),
      },
      workFor: () => [],
    });
    this.#member = new Member({
      namespace,
      store: this.#parts.store,
      feed: {
        open: (name) => this.#cluster.openMember(name),
        report: (report) => this.#cluster.report(report),
      },
      clock: this.#host.clock,
      timers: this.#host.timers,
      log: this.#host.log,
      onFacts: (facts) => this.facts(facts as ClusterFacts),
    });
  }

  override fetch(request: Request): Promise<Response> {
    return this.#parts.server.handle(request);
  }

  /** The feed waits for this namespace. */
  advance(request: AdvanceRequest): Report {
    return this.#member.advance(request);
  }

  /** A cluster-wide watch begins. */
  gather(request: GatherRequest): GatherAnswer {
    return this.#member.gather(request);
  }

  /** What is known of the cluster has changed. An older snapshot that comes late is dropped. */
  facts(facts: ClusterFacts): void {
    if (this.#facts === undefined || facts.revision >= this.#facts.revision) this.#facts = facts;
  }

  override async alarm(): Promise<void> {
    this.#parts.store.compact();
    this.#parts.wakeUp.rearm();
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message === "string") this.#parts.hub.message(this.#host.sockets.of(socket), message);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#parts.hub.closed(this.#host.sockets.of(socket));
  }

  override webSocketError(socket: WebSocket): void {
    this.#parts.hub.closed(this.#host.sockets.of(socket));
  }

  get #cluster(): DurableObjectStub<Cluster> {
    const { CLUSTER } = this.env;
    return CLUSTER.get(CLUSTER.idFromName(this.#clusterId));
  }

  async #open(): Promise<void> {
    const readiness = await this.#member.ready();
    if (readiness.type === "refused") throw notFound({ group: "", resource: "namespaces" }, this.#name);
    if (readiness.type === "unavailable")
      throw serviceUnavailable(`the namespace can't be written to now: ${readiness.reason}`);
  }
}
