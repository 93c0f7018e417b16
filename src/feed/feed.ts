// The ordered merge of all namespaces' changes, with a watermark: the cluster object's side of the feed.
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Socket, Sockets } from "../platform/sockets.ts";
import type { Sql } from "../platform/sql.ts";
import type { Timers } from "../platform/timers.ts";
import type { Store } from "../storage/store.ts";
import type { Change, Revision } from "../storage/types.ts";
import type { CompileView } from "../storage/view.ts";
import type { WakeUp } from "../storage/wake-up.ts";
import { refuseExpired, refuseFuture, type WatchRequest } from "../storage/watch-hub.ts";
import { FeedDisk } from "./feed-disk.ts";
import { FeedWatches } from "./feed-watches.ts";
import { type Gathered, Gatherer } from "./gatherer.ts";
import { collectionsOf, covers, type Interest, interestIn, needsPrevious, union, type Want } from "./interest.ts";
import { bufferBytesMax, busyRetryMs, feedAlarmMs, slotWaitMs } from "./limits.ts";
import { type FeedMember, Members, readInto } from "./members.ts";
import { MergeBuffer } from "./merge-buffer.ts";
import type { MemberCalls, OpenAnswer, PickAnswer, Report, ReportAnswer, SubscriberCalls } from "./messages.ts";
import { Rounds } from "./rounds.ts";
import { type FeedRules, feedRules } from "./rules.ts";
import type { ListenerHost, Start } from "./start.ts";
import { Subscribers } from "./subscribers.ts";

/** May this namespace be opened, and what must it know of its cluster? */
export type Admit = (
  namespace: string,
) => { readonly type: "admitted"; readonly facts: unknown } | { readonly type: "refused"; readonly reason: string };

export interface FeedOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly sockets: Sockets;
  readonly wakeUp: WakeUp;
  /** The cluster's own objects: a member that is always open and answers at once. */
  readonly local: Store;
  readonly members: MemberCalls;
  readonly subscribers: SubscriberCalls;
  readonly compile: CompileView;
  readonly admit: Admit;
  readonly rules?: FeedRules;
  /** For the simulation, which has little to buffer. */
  readonly bufferBytesMax?: number;
}

/** The name of the cluster scope among namespaces. */
const localName = "";

export class Feed {
  readonly #options: FeedOptions;
  readonly #rules: FeedRules;
  readonly #disk: FeedDisk;
  readonly #members: Members;
  readonly #buffer = new MergeBuffer();
  readonly #rounds: Rounds;
  readonly #gatherer: Gatherer;
  readonly #watches: FeedWatches;
  readonly #subscribers: Subscribers;
  #interest: Interest = [];
  /** From where on every change of a collection is emitted, for those whose wanting began in this life. */
  readonly #since = new Map<string, Revision>();
  /** [F2] The greatest revision that anybody may have been told. */
  #handed: Revision;
  /** On disk, at or above `#handed`. */
  #floor: Revision;
  /** The greatest revision emitted; after a restart the greatest that may have been. */
  #emitted: Revision;
  /** What was told of namespaces that are gone lies before it. */
  #horizon: Revision;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#rules = options.rules ?? feedRules;
    this.#disk = new FeedDisk(options.sql);
    this.#floor = this.#disk.number("floor");
    this.#handed = this.#floor;
    this.#emitted = this.#floor;
    this.#horizon = this.#disk.number("horizon");
    options.local.clock.lift(this.#handed);
    this.#members = new Members(this.#disk, this.#rules);
    this.#gatherer = new Gatherer({ ...options, calls: options.members, rules: this.#rules });
    this.#rounds = new Rounds({
      ...options,
      calls: options.members,
      open: () => this.#members.open().filter((member) => this.#mayRead(member)),
      interest: () => this.#interest,
      take: (report) => this.report(report),
    });
    const host = this.#listenerHost();
    this.#watches = new FeedWatches({ ...options, host, rules: this.#rules, storageRules: options.local.rules });
    this.#subscribers = new Subscribers({
      ...options,
      host,
      disk: this.#disk,
      calls: options.subscribers,
      rules: this.#rules,
    });
    this.#interest = interestIn(this.#wants());
    options.local.onCommit((changes) => this.#localCommitted(changes));
    options.wakeUp.addSource(() => this.#nextWakeMs());
    this.#watches.resume();
  }

  /** [F1] A namespace asks for the right to commit. */
  open(namespace: string): OpenAnswer {
    const admission = this.#options.admit(namespace);
    if (admission.type === "refused") return admission;
    const floor = this.#handed;
    const member = this.#members.begin(namespace, floor, this.#options.clock.now());
    if (member === undefined) return { type: "wait", afterMs: slotWaitMs };
    this.#buffer.drop(namespace, member.read);
    this.#expectTrouble();
    return {
      type: "opened",
      opening: member.opening,
      slot: member.slot as number,
      floor,
      position: member.read,
      horizon: this.#horizon,
      interest: this.#interest,
      facts: admission.facts,
    };
  }

  /** [F4] A namespace reports, unasked or asked. */
  report(report: Report): ReportAnswer {
    const member = this.#members.get(report.namespace);
    if (member?.slot === undefined) return { type: "stale" };
    const verdict = this.#rules.judgeReport(report, member);
    if (verdict === "stale") return { type: "stale" };
    const interest = this.#interest;
    if (verdict === "gap" || !covers(report.interest, interest)) return { type: "again", from: member.read, interest };
    if (report.changes.length > 0 && !this.#mayRead(member)) return { type: "busy", afterMs: busyRetryMs };
    if (verdict === "next") {
      if (report.lost) this.#lose(report.upTo);
      const news = report.changes.filter((change) => change.revision > member.read);
      readInto(member, report, this.#options.clock.now());
      this.#buffer.add(report.namespace, news);
      this.#emit();
    }
    return { type: "read", upTo: member.read, interest };
  }

  /**
   * [R4] Where a cluster-wide list starts. `atLeast`: a revision that the list must include. `exact`: the revision to
   * list at, of a continue token or of `resourceVersionMatch=Exact`.
   */
  pick(request: { readonly atLeast?: Revision; readonly exact?: Revision }): PickAnswer {
    const { atLeast = 0, exact } = request;
    if (this.#options.local.isFuture(exact ?? atLeast)) return { type: "future", current: this.#handed };
    if (exact !== undefined && exact < this.#horizon) return { type: "expired", horizon: this.#horizon };
    if (exact === undefined) this.#hand(this.#nextPick(atLeast));
    else this.#hand(exact);
    const namespaces = this.#members.names();
    return { type: "picked", revision: exact ?? this.#handed, namespaces, open: this.openNamespaces() };
  }

  /** [R5] A cluster-wide watch. The socket must have been accepted under `feedWatchTag`. */
  watch(socket: Socket, request: WatchRequest): void {
    if (this.#options.local.isFuture(request.from)) refuseFuture(socket, request.from, this.#handed);
    else if (request.from < this.#horizon) refuseExpired(socket, request.from, this.#horizon);
    else this.#watches.watch(socket, request);
  }

  /** What the Worker sent on a cluster-wide watch's socket. */
  message(socket: Socket, message: string): void {
    this.#watches.message(socket, message);
  }

  closed(socket: Socket): void {
    this.#watches.closed(socket);
  }

  /** What is served may have changed: ends the watches that show what is no longer. */
  reviewWatches(): void {
    this.#watches.review();
  }

  /** A part of the control plane that is to be called with what happens, the cluster's own objects included. */
  subscribe(name: string, collections: readonly string[], from: Revision): void {
    this.#subscribers.subscribe(name, collections, from);
    this.#expectTrouble();
  }

  unsubscribe(name: string): void {
    this.#subscribers.unsubscribe(name);
  }

  /** Call from every alarm: asks namespaces that were open and have been silent, and subscribers that may be behind. */
  alarm(): void {
    const silentMs = this.#options.clock.now() - feedAlarmMs;
    this.#rounds.ask(this.#members.open().filter((member) => member.heardMs <= silentMs));
    this.#subscribers.resume();
  }

  /** The namespace's rows were taken. False: it isn't closed yet, ask again. Idempotent. */
  drop(namespace: string): boolean {
    const member = this.#members.get(namespace);
    if (member === undefined) return true;
    if (member.slot !== undefined) return false;
    this.#horizon = Math.max(this.#horizon, member.position);
    this.#disk.transaction(() => {
      this.#members.drop(member);
      this.#disk.saveNumber("horizon", this.#horizon);
    });
    return true;
  }

  /** Who is awake, to be told of new cluster facts. */
  openNamespaces(): string[] {
    return this.#members.open().map((member) => member.namespace);
  }

  get watchCount(): number {
    return this.#watches.size;
  }

  /** While too much waits, only from those that everybody waits for. */
  #mayRead(member: FeedMember): boolean {
    if (this.#buffer.bytes <= (this.#options.bufferBytesMax ?? bufferBytesMax)) return true;
    return member.read <= this.#rules.watermark(this.#members.open());
  }

  #localCommitted(changes: readonly Change[]): void {
    const wanted = changes.filter((change) => this.#interest.includes(change.collection));
    if (wanted.length === 0) return;
    this.#buffer.add(localName, wanted);
    this.#emit();
  }

  /** [F3] Everything up to the watermark, in one order. What can't be emitted yet is what rounds are for. */
  #emit(): void {
    const open = this.#members.open();
    const watermark = this.#rules.watermark(open);
    const changes = this.#buffer.take(watermark);
    const last = changes.at(-1)?.revision;
    if (last !== undefined) {
      this.#emitted = Math.max(this.#emitted, last);
      this.#hand(last);
      this.#watches.tell(changes, last);
      this.#subscribers.tell(changes);
    }
    for (const member of open) {
      member.emitted = Math.max(member.emitted, Math.min(member.read, watermark));
      if (this.#rules.mayForget(member, this.#buffer.count(member.namespace))) this.#end(member);
    }
    if (!this.#buffer.isEmpty) this.#rounds.want(this.#buffer.last);
  }

  #end(member: FeedMember): void {
    // So that every later pick includes it without asking who is closed.
    this.#hand(member.last);
    this.#members.end(member);
  }

  /** [F2] Somebody is told `revision` in this step: the floor is above it on disk before the step's messages leave. */
  #hand(revision: Revision): void {
    if (revision <= this.#handed) return;
    this.#handed = revision;
    this.#options.local.clock.lift(revision);
    const floor = this.#rules.floorToKeep(revision, this.#floor);
    if (floor === this.#floor) return;
    this.#floor = floor;
    this.#disk.transaction(() => {
      this.#disk.saveNumber("floor", floor);
      this.#members.savePositions();
    });
  }

  #nextPick(atLeast: Revision): Revision {
    const known = { handed: this.#handed, local: this.#options.local.revision, atLeast };
    return this.#rules.pick(known, this.#options.clock.now());
  }

  #wants(): Want[] {
    return [...this.#watches.wants(), ...this.#subscribers.wants()];
  }

  #listenerHost(): ListenerHost {
    return {
      start: (wants, from, mustGather) => this.#start(wants, from, mustGather ?? false),
      gather: (wants, from, upTo, withLocal) => this.#gather(wants, from, upTo, withLocal),
      lessWanted: () => this.#lessWanted(),
    };
  }

  /** [F6] */
  #start(wants: readonly Want[], from: Revision, mustGather: boolean): Start {
    const words = interestIn(wants);
    const isNews = !covers(this.#interest, words);
    const collections = collectionsOf(words);
    const needsPast = collections.some((one) => this.#rules.needsGather(from, this.#emitted, this.#since.get(one)));
    if (!isNews && !needsPast && !mustGather) {
      this.#hand(from);
      return { type: "live" };
    }
    const upTo = this.#nextPick(from);
    this.#hand(upTo);
    if (isNews) this.#extendInterest(words, upTo);
    for (const collection of collections) {
      if (!this.#since.has(collection)) this.#since.set(collection, upTo);
    }
    return { type: "gather", upTo };
  }

  /** [F6] What was left out of reports beyond the pick must be read again. */
  #extendInterest(words: Interest, upTo: Revision): void {
    this.#interest = union(this.#interest, words);
    for (const collection of collectionsOf(words)) this.#since.set(collection, upTo);
    const waiting = this.#buffer.last;
    for (const member of this.#members.open()) {
      const read = this.#rules.readForNewInterest(member, upTo);
      if (read === member.read) continue;
      this.#members.readAgain(member, read);
      this.#buffer.drop(member.namespace, read);
    }
    if (waiting > 0) this.#rounds.want(waiting);
  }

  async #gather(wants: readonly Want[], from: Revision, upTo: Revision, withLocal: boolean): Promise<Gathered> {
    const words = interestIn(wants);
    const collections = collectionsOf(words);
    const gathered = await this.#gatherer.gather({
      namespaces: this.#members.changedAfter(from),
      collections,
      withPrevious: collections.some((one) => needsPrevious(words, one)),
      from,
      upTo,
      interest: this.#interest,
      withLocal,
    });
    // A namespace that was dropped meanwhile may have had nothing to tell any more.
    return from < this.#horizon ? { type: "expired", horizon: this.#horizon } : gathered;
  }

  #lessWanted(): void {
    this.#interest = interestIn(this.#wants());
    const collections = new Set(collectionsOf(this.#interest));
    for (const collection of this.#since.keys()) if (!collections.has(collection)) this.#since.delete(collection);
  }

  /** [F7] A namespace's log was compacted before it was read. */
  #lose(upTo: Revision): void {
    this.#options.log.error("changes were compacted before the feed read them", { upTo });
    this.#watches.expireAll(upTo);
    this.#subscribers.expireAll();
  }

  /** A crash may leave open rows or undelivered batches behind: an alarm comes back to them. */
  #expectTrouble(): void {
    this.#options.wakeUp.need(this.#options.clock.now() + feedAlarmMs);
  }

  #nextWakeMs(): number | undefined {
    const isUneasy = this.#members.hasOpen || this.#subscribers.areBehind;
    return isUneasy ? this.#options.clock.now() + feedAlarmMs : undefined;
  }
}
