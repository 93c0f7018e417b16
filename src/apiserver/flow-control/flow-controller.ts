// Priority and fairness of one cluster in one isolate, which is to it what one API server is to upstream's: every
// request gets a seat, waits for one, or is turned away.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go
import { StatusError } from "../../apimachinery/status-error.ts";
import type { User } from "../../auth/user.ts";
import type { PolicyRulesWithSubjects } from "../../kinds/facts/types.gen.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Timers } from "../../platform/timers.ts";
import type { RequestInfo } from "../request-info.ts";
import { FairQueues, type ServedQueue } from "./fair-queues.ts";
import { type Flow, type FlowConfiguration, type Level, levelsOf, type RejectReason } from "./flow-configuration.ts";
import { namespaceSeatsMax, queueWaitMs, rememberedCallersMax, retryAfterSeconds } from "./limits.ts";
import { matchesRequest, rulesFor } from "./match-flow.ts";
import { flowHash } from "./shuffle-shard.ts";

/** A request's place while it is served. */
export interface Seat {
  readonly flow: Flow;
  /** To be called once, when the request has been answered or its stream has begun. */
  leave(): void;
}

export interface FlowHost {
  readonly clock: Clock;
  readonly timers: Timers;
}

/** The schemas that are about a caller at all, in order of precedence, with those of their rules that are. */
type CallersFlows = readonly { readonly flow: Flow; readonly rules: readonly PolicyRulesWithSubjects[] }[];

export class FlowController {
  readonly #host: FlowHost;
  #configuration: FlowConfiguration;
  #levels: ReadonlyMap<string, Level>;
  #callers = new Map<User, CallersFlows>();
  readonly #namespaces = new Map<string, number>();

  constructor(host: FlowHost, configuration: FlowConfiguration) {
    this.#host = host;
    this.#configuration = configuration;
    this.#levels = levelsOf(configuration);
  }

  get configuration(): FlowConfiguration {
    return this.#configuration;
  }

  get levels(): Iterable<Level> {
    return this.#levels.values();
  }

  /** What is served or waits goes on under the levels it began with. */
  configure(configuration: FlowConfiguration): void {
    if (configuration === this.#configuration) return;
    const before = this.#levels;
    this.#configuration = configuration;
    this.#levels = levelsOf(configuration, before);
    this.#callers = new Map();
    // Nobody would call those who wait at a level that is no more.
    for (const [name, { queues }] of before) {
      if (this.#levels.has(name)) continue;
      while (queues.dispatch(() => true));
    }
    this.#dispatch();
  }

  /** A seat, at once when there is one. Throws TooManyRequests, also later. `client.signal` tells that it has gone. */
  enter(user: User, info: RequestInfo, client?: { readonly signal: AbortSignal }): Seat | Promise<Seat> {
    const flow = this.flowOf(user, info);
    const level = flow === undefined ? undefined : this.#levels.get(flow.level);
    // No schema, or one whose level is not there: served like what nobody has thought of.
    if (flow === undefined || level === undefined) return this.#exempt(catchAllFlow);
    if (level.exempt) return this.#exempt(flow, level);
    const namespace = info.type === "resource" ? info.namespace : "";
    if (level.queues === undefined || level.queues.waiting === 0) {
      if (this.#hasSeat(level) && this.#hasNamespaceSeat(namespace))
        return this.#sit(flow, level, namespace, undefined);
    }
    return this.#wait(flow, level, namespace, distinguisher(flow, user, namespace), client?.signal);
  }

  flowOf(user: User, info: RequestInfo): Flow | undefined {
    for (const { flow, rules } of this.#flowsOf(user)) if (matchesRequest(rules, info)) return flow;
    return undefined;
  }

  #flowsOf(user: User): CallersFlows {
    const known = this.#callers.get(user);
    if (known !== undefined) return known;
    if (this.#callers.size >= rememberedCallersMax) this.#callers.clear();
    const flows = this.#configuration.flows
      .map((flow) => ({ flow, rules: rulesFor(flow.rules, user) }))
      .filter(({ rules }) => rules.length > 0);
    this.#callers.set(user, flows);
    return flows;
  }

  #exempt(flow: Flow, level?: Level): Seat {
    if (level === undefined) return { flow, leave: () => {} };
    level.executing += 1;
    level.dispatched += 1;
    return {
      flow,
      leave: () => {
        level.executing -= 1;
      },
    };
  }

  #sit(flow: Flow, level: Level, namespace: string, queue: ServedQueue | undefined): Seat {
    level.executing += 1;
    level.dispatched += 1;
    if (namespace !== "") this.#namespaces.set(namespace, (this.#namespaces.get(namespace) ?? 0) + 1);
    // The time is only of interest where others may wait for it.
    const startedMs = this.#host.clock.now();
    const leave = () => {
      level.executing -= 1;
      this.#leaveNamespace(namespace);
      if (queue !== undefined) FairQueues.settle(queue, this.#host.clock.now() - startedMs);
      this.#dispatch();
    };
    return { flow, leave };
  }

  #wait(flow: Flow, level: Level, namespace: string, hash: number, signal: AbortSignal | undefined): Promise<Seat> {
    const { queues, queuing } = level;
    if (queuing === undefined) throw this.#reject(level, "concurrency-limit", flow);
    return new Promise((resolve, reject) => {
      const over = (reason: RejectReason) => {
        if (ticket?.leave()) reject(this.#reject(level, reason, flow));
      };
      const gone = () => over("cancelled");
      const stopTimer = this.#host.timers.after(queueWaitMs, () => over("time-out"));
      const settled = () => {
        stopTimer();
        signal?.removeEventListener("abort", gone);
      };
      const ticket = queues.add(queuing, hash, {
        namespace,
        start: (queue) => {
          settled();
          resolve(this.#sit(flow, level, namespace, queue));
        },
      });
      signal?.addEventListener("abort", gone);
      if (ticket === undefined) {
        settled();
        reject(this.#reject(level, "queue-full", flow));
        return;
      }
      // Those before it may wait for their namespace, not for the level.
      this.#dispatchLevel(level);
    });
  }

  /** Seats of one level may be lent to another: a place that becomes free may be anybody's. */
  #dispatch(): void {
    for (const level of this.#levels.values()) if (level.queues.waiting > 0) this.#dispatchLevel(level);
  }

  #dispatchLevel(level: Level): void {
    while (level.queues.waiting > 0 && this.#hasSeat(level)) {
      if (!level.queues.dispatch((namespace) => this.#hasNamespaceSeat(namespace))) return;
    }
  }

  /** A level's own seats first, then those that the levels together lend. */
  #hasSeat(level: Level): boolean {
    if (level.executing < level.ownSeats) return true;
    if (level.executing >= level.seatsMax) return false;
    let lent = 0;
    for (const { executing, ownSeats, exempt } of this.#levels.values()) {
      if (!exempt) lent += Math.max(0, executing - ownSeats);
    }
    return lent < this.#configuration.lendableSeats;
  }

  #hasNamespaceSeat(namespace: string): boolean {
    return namespace === "" || (this.#namespaces.get(namespace) ?? 0) < namespaceSeatsMax;
  }

  #leaveNamespace(namespace: string): void {
    const left = (this.#namespaces.get(namespace) ?? 0) - 1;
    if (left > 0) this.#namespaces.set(namespace, left);
    else this.#namespaces.delete(namespace);
  }

  #reject(level: Level, reason: RejectReason, flow: Flow): FlowRejection {
    level.rejected.set(reason, (level.rejected.get(reason) ?? 0) + 1);
    return new FlowRejection(flow, reason);
  }
}

/** 429, with the flow that it happened to. */
export class FlowRejection extends StatusError {
  readonly flow: Flow;

  constructor(flow: Flow, reason: RejectReason) {
    const message = `too many requests, please try again later (${reason} of flow schema ${flow.name})`;
    super(429, "TooManyRequests", message, { retryAfterSeconds });
    this.flow = flow;
  }
}

const catchAllFlow: Flow = { name: "", level: "", distinguisher: undefined, rules: [] };

function distinguisher(flow: Flow, user: User, namespace: string): number {
  switch (flow.distinguisher) {
    case "ByUser":
      return flowHash(`${flow.name}\n${user.name}`);
    case "ByNamespace":
      return flowHash(`${flow.name}\n${namespace}`);
    default:
      return flowHash(flow.name);
  }
}
