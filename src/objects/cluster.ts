// The Durable Object of one cluster: wiring of its own objects and their API, of the feed across its namespaces, and of
// the cluster's secrets.
import { DurableObject } from "cloudflare:workers";
import { notFound } from "../apimachinery/status-error.ts";
import { probeApiService } from "../apiserver/aggregation/probe.ts";
import { ProxyCertificate } from "../apiserver/aggregation/proxy-certificate.ts";
import { ServiceAllocator } from "../apiserver/allocation/service-allocator.ts";
import type { Allotted, ClaimAnswer, ServiceClaim } from "../apiserver/allocation/service-claim.ts";
import type { AuditPage, AuditQuery } from "../apiserver/audit/audit-log.ts";
import {
  type CatalogState,
  CustomCatalog,
  definitionsCollection,
  type SchemaAnswer,
  type SchemaRequest,
} from "../apiserver/custom/custom-catalog.ts";
import { CustomKinds } from "../apiserver/custom/custom-kinds.ts";
import type { EdgeSettings } from "../apiserver/edge/edge-settings.ts";
import type { NodeHeartbeat } from "../apiserver/node-leases.ts";
import { admissionChain } from "../auth/admission/chain.ts";
import type { ClientCertificate } from "../auth/certificates/issue.ts";
import { ClusterIdentity, tokenIssuer } from "../auth/cluster-identity.ts";
import type { ClusterCredentials as PublicCredentials } from "../auth/credentials.ts";
import { clusterControllers } from "../controllers/all.ts";
import type { Environment } from "../environment.ts";
import type { PartRequest } from "../feed/cluster-list.ts";
import { Feed } from "../feed/feed.ts";
import { feedWatchTag } from "../feed/feed-watches.ts";
import type { BatchAnswer, OpenAnswer, PickAnswer, Report, ReportAnswer } from "../feed/messages.ts";
import { namespacesCollection } from "../kinds/cluster-facts.ts";
import { type DurableHost, durableHost } from "../platform/durable/host.ts";
import { workersLog } from "../platform/durable/runtime.ts";
import { schedulerCollections } from "../scheduler/reading.ts";
import { clusterSlot } from "../storage/revision-clock.ts";
import { type WatchRequest, watchTag } from "../storage/watch-hub.ts";
import type { ClusterControl, ClusterCredentials } from "../tenancy/cluster-control.ts";
import { nodeLinkName } from "../tunnel/relay/paths.ts";
import type { NodeIdentity } from "../tunnel/relay/presence.ts";
import {
  admissionSurroundings,
  conversionsOf,
  StoredConfigurations,
  type Surroundings,
  serverReach,
} from "./admission-surroundings.ts";
import { bootstrapCluster, serviceCidr } from "./bootstrap-cluster.ts";
import { ClusterAudit } from "./cluster-audit.ts";
import { ClusterEdgeObjects } from "./cluster-edge-objects.ts";
import { ClusterNodes } from "./cluster-nodes.ts";
import { emptyStorage } from "./empty-storage.ts";
import { FactsTeller } from "./facts-teller.ts";
import { isolateCustoms } from "./isolate-customs.ts";
import type { Namespace } from "./namespace.ts";
import type { NodeLink } from "./node-link.ts";
import { clusterReach } from "./reach-from-cluster.ts";
import { answerCall, type ClientAnswer, type ClientCall } from "./remote-client.ts";
import type { Scheduler } from "./scheduler.ts";
import { namespaceObject } from "./scope-name.ts";
import { ScopeParts } from "./scope-parts.ts";
import { type TextPart, textPart } from "./text-part.ts";

/** Long enough for the namespaces' last events to come through the feed. */
const watchReviewDelayMs = 500;

export class Cluster extends DurableObject<Environment> implements ClusterControl {
  readonly #id: string;
  readonly #host: DurableHost;
  readonly #identity: ClusterIdentity;
  readonly #parts: ScopeParts;
  readonly #feed: Feed;
  readonly #services: ServiceAllocator;
  readonly #catalog: CustomCatalog;
  readonly #facts: FactsTeller;
  readonly #edge: ClusterEdgeObjects;
  readonly #audit: ClusterAudit;
  readonly #nodes: ClusterNodes;
  readonly #configurations = new StoredConfigurations(() => this.#parts);

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    this.#id = state.id.name ?? "";
    this.#host = durableHost(state, workersLog);
    const { sql, clock, random, timers, log, sockets } = this.#host;
    this.#identity = new ClusterIdentity(sql, random);
    this.#audit = new ClusterAudit({
      host: this.#host,
      need: (dueMs) => this.#parts.wakeUp.need(dueMs),
      changed: () => {
        this.#edge.changed();
        this.#facts.tellAll();
      },
    });
    this.#nodes = new ClusterNodes({ parts: () => this.#parts, clock, link: (node) => this.#link(node) });
    this.#edge = new ClusterEdgeObjects(
      () => this.#parts,
      random,
      () => this.#audit.policy,
    );
    const customs = new CustomKinds({
      cluster: this.#id,
      cache: isolateCustoms,
      clock,
      source: this,
      state: () => this.#catalog.state(),
    });
    const reach = clusterReach({
      parts: () => this.#parts,
      namespace: (name) => this.#namespace(name),
      forget: (name) => this.#feed.drop(name),
    });
    const surroundings: Surroundings = {
      environment,
      cluster: this.#id,
      host: this.#host,
      reach: () => reach,
      readyNodes: () => this.#nodes.ready(),
    };
    const proxyCertificate = new ProxyCertificate(clock);
    this.#parts = new ScopeParts(this.#host, {
      namespace: "",
      kinds: () => customs.registry(),
      customs,
      conversions: conversionsOf(surroundings, customs),
      isOpen: () => this.#identity.exists,
      open: async () => {
        throw notFound({ group: "", resource: "clusters" }, this.#id);
      },
      tokens: { issuer: async () => tokenIssuer, sign: (claims) => this.#identity.sign(claims) },
      admission: admissionChain({
        facts: () => undefined,
        find: (collection, name) => this.#parts.find(collection, name),
        all: (collection) => this.#parts.all(collection),
        random,
        kinds: () => this.#parts.scope.kinds(),
        freshKinds: async () => this.#parts.scope.kinds(),
        configurations: () => this.#configurations.current,
        ...admissionSurroundings(surroundings),
      }),
      reservations: {},
      audit: {
        policy: () => this.#audit.policy,
        record: (event) => this.recordAudit([JSON.stringify(event)]),
      },
      refresh: this.#edge.refresh,
      controllers: clusterControllers({
        caCertificate: () => this.env.CA_CERTIFICATE || undefined,
        kinds: () => this.#parts.scope.kinds(),
        frontProxyAuthority: () => this.frontProxyAuthority(),
        probeApiService: probeApiService(
          {
            ...serverReach(surroundings),
            clientCertificate: () => proxyCertificate.get(() => this.frontProxyClient()),
          },
          timers,
        ),
      }),
      reach,
      openWatch: (watch) => this.#openWatch(watch),
    });
    const { store, wakeUp, compile } = this.#parts;
    this.#catalog = new CustomCatalog(store);
    this.#facts = new FactsTeller({
      parts: this.#parts,
      configurations: this.#configurations,
      catalog: this.#catalog,
      audit: () => this.#audit.policy,
      open: () => this.#feed.openNamespaces(),
      send: (name, facts) => this.#host.background(this.#namespace(name).facts(facts) as Promise<unknown>),
    });
    store.clock.useSlot(clusterSlot);
    store.onCommit((changes) => this.#configurations.note(changes));
    store.onCommit((changes) => {
      const kinds = this.#catalog.note(changes);
      this.#facts.note(changes, { kinds });
      if (kinds) this.#reviewWatches();
    });
    store.onCommit((changes) => this.#edge.note(changes));
    wakeUp.addSource(() => this.#audit.nextSendMs());
    this.#services = new ServiceAllocator({ store, clock, random, cidr: serviceCidr });
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
      // The only one there is.
      subscribers: { deliver: (_scheduler, batch) => this.#scheduler.deliver(batch) as Promise<BatchAnswer> },
      admit: (namespace) => this.#facts.admit(namespace),
    });
  }

  override fetch(request: Request): Promise<Response> {
    return this.#parts.server.handle(request);
  }

  async create(): Promise<ClusterCredentials> {
    await this.#identity.create();
    await bootstrapCluster(this.#parts.scope);
    this.subscribeScheduler(this.#parts.store.revision);
    return { adminToken: this.#identity.adminToken, joinToken: this.#identity.joinToken };
  }

  /** Idempotent: what a crash leaves is found again, for the names go last. */
  async destroy(): Promise<void> {
    // From now on nobody gets in, and nothing that is still in work can write.
    const { store, loop } = this.#parts;
    loop.close();
    const names = new Set(store.list(namespacesCollection).objects.map((one) => one.name));
    const known = this.#feed.pick({});
    if (known.type === "picked") for (const name of known.namespaces) names.add(name);
    for (const name of names) await this.#namespace(name).erase();
    await this.#nodes.eraseLinks();
    await this.#scheduler.erase();
    this.#identity.destroy();
    await emptyStorage(this.ctx, this.#host, store, "the cluster is gone");
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

  /** PEM. */
  frontProxyAuthority(): Promise<string> {
    return this.#identity.frontProxyAuthority(this.#host.clock.now());
  }

  frontProxyClient(): Promise<ClientCertificate> {
    return this.#identity.frontProxyClient(this.#host.clock.now());
  }

  issueNodeToken(node: string): Promise<string> {
    return this.#identity.issueNodeToken(node, this.#host.clock.now());
  }

  /** A controller of a namespace reads or writes the cluster's own objects. */
  callClient(call: ClientCall): Promise<ClientAnswer> {
    return answerCall(this.#parts.client(call.controller), call);
  }

  /** The node's link says that its agent is not heard any more. Idempotent. */
  nodeGone({ node }: NodeIdentity, lastSeenMs: number): Promise<void> {
    return this.#nodes.gone(node, lastSeenMs);
  }

  /** A few nodes that can carry calls out of the control plane. */
  readyNodes(): Promise<string[]> {
    return this.#nodes.ready();
  }

  /** When each node's agent was last heard. */
  heartbeats(): Promise<NodeHeartbeat[]> {
    return this.#nodes.heartbeats();
  }

  /** The agent is heard again. It says itself how its node is. */
  async nodeBack(_node: NodeIdentity): Promise<void> {}

  claimService(claim: ServiceClaim): ClaimAnswer {
    return this.#services.claim(claim);
  }

  settleService(service: { readonly namespace: string; readonly name: string }, needed: Allotted): void {
    this.#services.settle(service, needed);
  }

  /** [R4] */
  pick(request: { readonly atLeast?: number; readonly exact?: number }): PickAnswer {
    return this.#feed.pick(request);
  }

  /** The scheduler hears everything after `from`. */
  subscribeScheduler(from: number): void {
    this.#feed.subscribe("scheduler", schedulerCollections, from);
  }

  /** [R4] The scheduler lists the cluster's own objects. */
  textPart(request: PartRequest): TextPart {
    return textPart(this.#parts.store, request);
  }

  /** [F1] */
  openMember(namespace: string): OpenAnswer {
    return this.#feed.open(namespace);
  }

  /** [F4] */
  report(report: Report): ReportAnswer {
    return this.#feed.report(report);
  }

  /** Undefined: `known` is still how it stands. */
  edgeSettings(known: string): EdgeSettings | undefined {
    return this.#edge.settings(known);
  }

  recordAudit(events: readonly string[]): void {
    this.#audit.record(events);
  }

  auditPage(query: AuditQuery): AuditPage {
    return this.#audit.page(query);
  }

  /** What is audited and where to it goes; undefined: nothing is. */
  async auditConfiguration(): Promise<unknown> {
    return this.#audit.configuration;
  }

  /** Undefined turns audit off. Answers what is wrong with a configuration that can't be taken. */
  async configureAudit(given: unknown): Promise<string | undefined> {
    return this.#audit.configure(given);
  }

  /** Undefined: `known` is still how it stands. */
  customResources(known: number | undefined): CatalogState | undefined {
    const state = this.#catalog.state();
    return state.version === known ? undefined : state;
  }

  /** A definition as it is stored, prose and all. */
  customDefinition(name: string): string | undefined {
    return this.#parts.store.get(definitionsCollection, name)?.text;
  }

  /** Undefined: the definition is no longer this one. */
  customSchema(request: SchemaRequest): SchemaAnswer | undefined {
    return this.#catalog.schema(request);
  }

  override async alarm(): Promise<void> {
    this.#parts.store.compact();
    this.#feed.alarm();
    this.#host.background(this.#audit.send());
    await this.#parts.loop.drain();
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
    const own = this.#parts.scope.kinds().byCollection(watch.collection)?.scope === "Cluster";
    const { socket, response } = this.#host.sockets.accept(own ? watchTag : feedWatchTag);
    if (own) this.#parts.hub.subscribe(socket, watch);
    else this.#feed.watch(socket, watch);
    return response;
  }

  get #scheduler(): DurableObjectStub<Scheduler> {
    const { SCHEDULER } = this.env;
    return SCHEDULER.get(SCHEDULER.idFromName(this.#id));
  }

  #link(node: string): DurableObjectStub<NodeLink> {
    const { NODE_LINK } = this.env;
    return NODE_LINK.get(NODE_LINK.idFromName(nodeLinkName({ cluster: this.#id, node })));
  }

  #namespace(name: string): DurableObjectStub<Namespace> {
    const { NAMESPACE } = this.env;
    return NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(this.#id, name)));
  }

  /** What was written under the last definition is still on its way to those who watch. */
  #reviewWatches(): void {
    this.#host.timers.after(watchReviewDelayMs, () => {
      this.#parts.hub.review();
      this.#feed.reviewWatches();
    });
  }
}
