// The Durable Object of one cluster: wiring of its own objects and their API, of the feed across its namespaces, and of
// the cluster's secrets.
import { DurableObject } from "cloudflare:workers";
import { type ClusterFacts, factCollections, namespacesCollection } from "../apiserver/cluster-facts.ts";
import { admissionChain } from "../auth/admission/chain.ts";
import { ClusterIdentity, tokenIssuer } from "../auth/cluster-identity.ts";
import type { ClusterCredentials as PublicCredentials } from "../auth/credentials.ts";
import { notFound } from "../apimachinery/status-error.ts";
import type { KubeObject } from "../apimachinery/json.ts";
import type { Environment } from "../environment.ts";
import { type Admit, Feed } from "../feed/feed.ts";
import { feedWatchTag } from "../feed/feed-watches.ts";
import type { OpenAnswer, PickAnswer, Report, ReportAnswer } from "../feed/messages.ts";
import { builtinRegistry } from "../kinds/kind-registry.ts";
import { type DurableHost, durableHost } from "../platform/durable/host.ts";
import { workersLog } from "../platform/durable/runtime.ts";
import { clusterSlot } from "../storage/revision-clock.ts";
import type { WatchRequest } from "../storage/watch-hub.ts";
import { watchTag } from "../storage/watch-hub.ts";
import type { ClusterControl, ClusterCredentials } from "../tenancy/cluster-control.ts";
import { bootstrapCluster } from "./bootstrap-cluster.ts";
import type { Namespace } from "./namespace.ts";
import { namespaceObject } from "./scope-name.ts";
import { type ScopeParts, scopeParts } from "./scope-parts.ts";

export class Cluster extends DurableObject<Environment> implements ClusterControl {
  readonly #id: string;
  readonly #host: DurableHost;
  readonly #identity: ClusterIdentity;
  readonly #parts: ScopeParts;
  readonly #feed: Feed;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    this.#id = state.id.name ?? "";
    this.#host = durableHost(state, workersLog);
    const { sql, clock, random, timers, log, sockets } = this.#host;
    this.#identity = new ClusterIdentity(sql, random);
    this.#parts = scopeParts(this.#host, {
      namespace: "",
      kinds: () => builtinRegistry,
      isOpen: () => this.#identity.exists,
      open: async () => {
        throw notFound({ group: "", resource: "clusters" }, this.#id);
      },
      tokens: { issuer: async () => tokenIssuer, sign: (claims) => this.#identity.sign(claims) },
      admission: admissionChain({ isTerminating: () => false }),
      reservations: {},
      workFor: () => [],
      openWatch: (watch) => this.#openWatch(watch),
    });
    const { store, wakeUp, compile } = this.#parts;
    store.clock.useSlot(clusterSlot);
    this.#feed = new Feed({
      sql,
      clock,
      timers,
      log,
      sockets,
      wakeUp,
      local: store,
      compile,
      members: {
        advance: (namespace, request) => this.#namespace(namespace).advance(request) as never,
        gather: (namespace, request) => this.#namespace(namespace).gather(request) as never,
      },
      subscribers: { deliver: async () => ({ cursor: undefined }) },
      admit: (namespace) => this.#admit(namespace),
    });
  }

  override fetch(request: Request): Promise<Response> {
    return this.#parts.server.handle(request);
  }

  async create(): Promise<ClusterCredentials> {
    await this.#identity.create();
    await bootstrapCluster(this.#parts.scope);
    return { adminToken: this.#identity.adminToken, joinToken: this.#identity.joinToken };
  }

  async destroy(): Promise<void> {
    this.#identity.destroy();
    await this.ctx.storage.deleteAll();
  }

  async credentials(): Promise<ClusterCredentials | undefined> {
    if (!this.#identity.exists) return undefined;
    return { adminToken: this.#identity.adminToken, joinToken: this.#identity.joinToken };
  }

  publicCredentials(): Promise<PublicCredentials | undefined> {
    return this.#identity.credentials();
  }

  signToken(claims: Record<string, unknown>): Promise<string> {
    return this.#identity.sign(claims);
  }

  issueNodeToken(node: string): Promise<string> {
    return this.#identity.issueNodeToken(node, this.#host.clock.now());
  }

  /** [R4] */
  pick(request: { readonly atLeast?: number; readonly exact?: number }): PickAnswer {
    return this.#feed.pick(request);
  }

  /** [F1] */
  openMember(namespace: string): OpenAnswer {
    return this.#feed.open(namespace);
  }

  /** [F4] */
  report(report: Report): ReportAnswer {
    return this.#feed.report(report);
  }

  override async alarm(): Promise<void> {
    this.#parts.store.compact();
    this.#feed.alarm();
    this.#parts.wakeUp.rearm();
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message !== "string") return;
    this.#watchesOf(socket).message(this.#host.sockets.of(socket), message);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#watchesOf(socket).closed(this.#host.sockets.of(socket));
  }

  override webSocketError(socket: WebSocket): void {
    this.#watchesOf(socket).closed(this.#host.sockets.of(socket));
  }

  #watchesOf(socket: WebSocket): Pick<Feed, "message" | "closed"> {
    return this.ctx.getTags(socket).includes(feedWatchTag) ? this.#feed : this.#parts.hub;
  }

  /** The cluster's own objects from its own log, those of namespaces from the feed. */
  #openWatch(watch: WatchRequest): Response {
    const own = builtinRegistry.byCollection(watch.collection)?.scope === "Cluster";
    const { socket, response } = this.#host.sockets.accept(own ? watchTag : feedWatchTag);
    if (own) this.#parts.hub.subscribe(socket, watch);
    else this.#feed.watch(socket, watch);
    return response;
  }

  #namespace(name: string): DurableObjectStub<Namespace> {
    const { NAMESPACE } = this.env;
    return NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(this.#id, name)));
  }

  #admit(name: string): ReturnType<Admit> {
    const { store, scope } = this.#parts;
    const stored = store.get(namespacesCollection, name);
    if (stored === undefined) return { type: "refused", reason: `namespace ${name} does not exist` };
    const all = (collection: string): KubeObject[] => store.list(collection).objects.map((one) => scope.parsed.parse(one));
    const facts: ClusterFacts = {
      revision: store.revision,
      namespace: scope.parsed.parse(stored),
      caCertificate: this.env.CA_CERTIFICATE,
      priorityClasses: all(factCollections.priorityClasses),
      storageClasses: all(factCollections.storageClasses),
      runtimeClasses: all(factCollections.runtimeClasses),
    };
    return { type: "admitted", facts };
  }
}
