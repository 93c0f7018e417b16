// The Durable Object of one namespace of one cluster: wiring of its storage, its API, its watches and its side of the feed.
import { DurableObject } from "cloudflare:workers";
import { notFound, serviceUnavailable } from "../apimachinery/status-error.ts";
import { reserveService } from "../apiserver/allocation/reserve-service.ts";
import type { ClaimAnswer } from "../apiserver/allocation/service-claim.ts";
import { AuditOutbox } from "../apiserver/audit/audit-outbox.ts";
import type { AuditPolicy } from "../apiserver/audit/policy.ts";
import type { CatalogState, SchemaAnswer } from "../apiserver/custom/custom-catalog.ts";
import { CustomKinds } from "../apiserver/custom/custom-kinds.ts";
import { leaseCollection, type NodeHeartbeat, NodeLeases, nodeLeaseNamespace } from "../apiserver/node-leases.ts";
import { purgeCollection, purgeScope, type Remains } from "../apiserver/purge-scope.ts";
import { admissionChain } from "../auth/admission/chain.ts";
import { tokenIssuer } from "../auth/cluster-identity.ts";
import { controllerUser } from "../auth/user.ts";
import { namespaceControllers } from "../controllers/all.ts";
import type { Environment } from "../environment.ts";
import type { PartRequest } from "../feed/cluster-list.ts";
import { Member } from "../feed/member.ts";
import type { AdvanceRequest, GatherAnswer, GatherRequest, Report } from "../feed/messages.ts";
import { type ClusterFacts, noConfigurations } from "../kinds/cluster-facts.ts";
import { type DurableHost, durableHost } from "../platform/durable/host.ts";
import { workersLog } from "../platform/durable/runtime.ts";
import type { VerdictOutcome, Verdicts } from "../scheduler/verdict.ts";
import { admissionSurroundings, conversionsOf, type Surroundings } from "./admission-surroundings.ts";
import type { Cluster } from "./cluster.ts";
import { emptyStorage } from "./empty-storage.ts";
import { isolateCustoms } from "./isolate-customs.ts";
import { namespaceReach } from "./reach-from-namespace.ts";
import { answerCall, type ClientAnswer, type ClientCall } from "./remote-client.ts";
import { namespaceObject, readNamespaceObject } from "./scope-name.ts";
import { ScopeParts } from "./scope-parts.ts";
import { type ScopeVerdicts, scopeVerdicts } from "./scope-verdicts.ts";
import { type TextPart, textPart } from "./text-part.ts";

export class Namespace extends DurableObject<Environment> {
  readonly #name: string;
  readonly #clusterId: string;
  readonly #host: DurableHost;
  readonly #parts: ScopeParts;
  readonly #member: Member;
  readonly #leases: NodeLeases;
  readonly #verdicts: ScopeVerdicts;
  readonly #customs: CustomKinds;
  #facts: ClusterFacts | undefined;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    const { cluster, namespace } = readNamespaceObject(state.id.name ?? "");
    this.#name = namespace;
    this.#clusterId = cluster;
    this.#host = durableHost(state, workersLog);
    const reach = namespaceReach({
      namespace,
      parts: () => this.#parts,
      cluster: () => this.#cluster,
      sibling: (name) => this.#sibling(name),
    });
    this.#customs = new CustomKinds({
      cluster,
      cache: isolateCustoms,
      clock: this.#host.clock,
      source: {
        customResources: (known) => this.#cluster.customResources(known) as Promise<CatalogState | undefined>,
        customSchema: (request) => this.#cluster.customSchema(request) as Promise<SchemaAnswer | undefined>,
      },
    });
    const surroundings: Surroundings = {
      environment,
      cluster,
      host: this.#host,
      reach: () => reach,
      readyNodes: () => this.#cluster.readyNodes(),
    };
    const auditOutbox = new AuditOutbox(this.#host.timers);
    this.#parts = new ScopeParts(this.#host, {
      namespace,
      kinds: () => this.#customs.registry(),
      customs: this.#customs,
      conversions: conversionsOf(surroundings, this.#customs),
      isOpen: () => this.#member.isOpen,
      open: () => this.#open(),
      tokens: { issuer: async () => tokenIssuer, sign: (claims) => this.#cluster.signToken(claims) },
      audit: {
        policy: () => this.#facts?.audit as AuditPolicy | undefined,
        record: (event) => {
          const sending = auditOutbox.add(event, { recordAudit: async (events) => this.#cluster.recordAudit(events) });
          if (sending !== undefined) this.#host.background(sending);
        },
      },
      admission: admissionChain({
        facts: () => this.#facts,
        find: (collection, name) => this.#parts.find(collection, name),
        all: (collection) => this.#parts.all(collection),
        random: this.#host.random,
        kinds: () => this.#parts.scope.kinds(),
        freshKinds: () => this.#customs.freshen().then(() => this.#parts.scope.kinds()),
        configurations: () => this.#facts?.admission ?? noConfigurations,
        ...admissionSurroundings(surroundings),
      }),
      reservations: {
        services: reserveService({
          claim: (claim) => this.#cluster.claimService(claim) as Promise<ClaimAnswer>,
          settle: async (service, needed) => this.#cluster.settleService(service, needed),
        }),
      },
      ...(namespace === nodeLeaseNamespace ? { refresh: { [leaseCollection]: () => this.#leases.refresh() } } : {}),
      controllers: namespaceControllers({
        caCertificate: () => this.env.CA_CERTIFICATE || undefined,
        frontProxyAuthority: () => this.#cluster.frontProxyAuthority(),
        kinds: () => this.#customs.registry(),
      }),
      reach,
    });
    this.#verdicts = scopeVerdicts(this.#parts.scope, this.#host.log);
    this.#leases = new NodeLeases(
      () => this.#parts.client("node-lease"),
      () => this.#cluster.heartbeats() as Promise<readonly NodeHeartbeat[]>,
      () => this.#host.clock.now(),
    );
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

  /** The scheduler binds pods, or tells why they fit nowhere. Idempotent. */
  recordVerdicts(verdicts: Verdicts): Promise<readonly VerdictOutcome[]> {
    return this.#verdicts.record(verdicts);
  }

  /** [R4] The scheduler lists. */
  textPart(request: PartRequest): TextPart {
    this.#verdicts.listed(request.revision);
    return textPart(this.#parts.store, request);
  }

  /** What is known of the cluster has changed. An older snapshot that comes late is dropped. */
  facts(facts: ClusterFacts): void {
    const before = this.#facts?.customs;
    if (this.#facts === undefined || facts.revision >= this.#facts.revision) this.#facts = facts;
    if (facts.customs === before) return;
    // The isolate may have heard of it already; the watches here have not.
    const known = this.#customs.refresh(facts.customs ?? 0);
    this.#host.background(known.then(() => this.#parts.hub.review()));
  }

  /** A controller of another scope reads or writes here. */
  callClient(call: ClientCall): Promise<ClientAnswer> {
    return answerCall(this.#parts.client(call.controller), call);
  }

  /** The namespace is being deleted: empties it as far as that can be done now. */
  async purge(): Promise<Remains> {
    return purgeScope(this.#parts.scope, controllerUser("namespace"));
  }

  /** The definition of a custom resource is being deleted: its objects go first. */
  async purgeCollection(collection: string): Promise<number> {
    const { scope, hub } = this.#parts;
    const left = await purgeCollection(scope, controllerUser("custom-resource-definition"), collection);
    if (left === 0) hub.end(collection);
    return left;
  }

  /** The namespace is gone and empty: takes its rows, for good. False: not yet, call again. */
  async drop(): Promise<boolean> {
    if (!(await this.#member.retire())) return false;
    this.#parts.loop.close();
    await emptyStorage(this.ctx, this.#host, this.#parts.store, "the namespace is gone");
    return true;
  }

  /** The whole cluster is being taken away: no questions asked. */
  async erase(): Promise<void> {
    this.#parts.loop.close();
    await emptyStorage(this.ctx, this.#host, this.#parts.store, "the cluster is gone");
  }

  override async alarm(): Promise<void> {
    this.#parts.store.compact();
    // Owners and dependents may be of custom kinds.
    if (this.#parts.store.work.nextDueMs() !== undefined) await this.#customs.freshen();
    await this.#parts.loop.drain();
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

  #sibling(namespace: string): DurableObjectStub<Namespace> {
    const { NAMESPACE } = this.env;
    return NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(this.#clusterId, namespace)));
  }

  async #open(): Promise<void> {
    const readiness = await this.#member.ready();
    if (readiness.type === "refused") throw notFound({ group: "", resource: "namespaces" }, this.#name);
    if (readiness.type === "unavailable")
      throw serviceUnavailable(`the namespace can't be written to now: ${readiness.reason}`);
    // What is written from now on is watched and collected by what the cluster serves now.
    await this.#customs.refresh(this.#facts?.customs ?? 0);
  }
}
