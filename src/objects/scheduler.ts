// The Durable Object of one cluster's scheduler: wiring of what it hears, when it works, and where its verdicts go. It keeps
// nothing on disk but an alarm while something is pending.
import { DurableObject } from "cloudflare:workers";
import type { Environment } from "../environment.ts";
import type { PartRequest } from "../feed/cluster-list.ts";
import type { Batch, BatchAnswer, PickAnswer } from "../feed/messages.ts";
import { type DurableHost, durableHost } from "../platform/durable/host.ts";
import { workersLog } from "../platform/durable/runtime.ts";
import { ClusterFollower } from "../scheduler/cluster-follower.ts";
import { aliveAlarmMs } from "../scheduler/limits.ts";
import { ClusterReader } from "../scheduler/reading.ts";
import { Scheduler as Core } from "../scheduler/scheduler.ts";
import { SchedulerLoop } from "../scheduler/scheduler-loop.ts";
import type { VerdictOutcome } from "../scheduler/verdict.ts";
import { VerdictSender } from "../scheduler/verdict-sender.ts";
import { WakeUp } from "../storage/wake-up.ts";
import type { Cluster } from "./cluster.ts";
import type { Namespace } from "./namespace.ts";
import { schedulerSource } from "./scheduler-source.ts";
import { namespaceObject } from "./scope-name.ts";
import type { TextPart } from "./text-part.ts";

/** Long enough for the answer to leave. */
const abortDelayMs = 20;

export class Scheduler extends DurableObject<Environment> {
  readonly #id: string;
  readonly #host: DurableHost;
  readonly #core: Core;
  readonly #loop: SchedulerLoop;
  readonly #follower: ClusterFollower;
  readonly #wakeUp: WakeUp;

  constructor(state: DurableObjectState, environment: Environment) {
    super(state, environment);
    this.#id = state.id.name ?? "";
    this.#host = durableHost(state, workersLog);
    const { clock, random, timers, log, alarm } = this.#host;
    const reader = new ClusterReader();
    const binder = new VerdictSender({
      timers,
      log,
      listedAt: () => this.#follower.listedAt,
      send: (namespace, verdicts) =>
        this.#namespace(namespace).recordVerdicts(verdicts) as Promise<readonly VerdictOutcome[]>,
    });
    this.#core = new Core({ clock, random, log, binder, onWork: () => this.#loop.wake() });
    this.#loop = new SchedulerLoop({ scheduler: this.#core, clock, timers });
    const calls = {
      pick: (request: { readonly atLeast?: number }) => this.#cluster.pick(request) as Promise<PickAnswer>,
      part: (namespace: string, request: PartRequest) => {
        const scope = namespace === "" ? this.#cluster : this.#namespace(namespace);
        return scope.textPart(request) as Promise<TextPart>;
      },
      subscribe: (from: number) => this.#cluster.subscribeScheduler(from) as Promise<void>,
    };
    const source = schedulerSource(calls, reader);
    this.#follower = new ClusterFollower({ source, reader, scheduler: this.#core, timers, log });
    this.#wakeUp = new WakeUp(alarm, clock);
    this.#wakeUp.addSource(() => (this.#isBusy ? clock.now() + aliveAlarmMs : undefined));
  }

  /** The feed tells what happened. */
  deliver(batch: Batch): BatchAnswer {
    const answer = this.#follower.deliver(batch);
    // The feed won't tell it again: should this instance die now, the alarm wakes the next one, which lists.
    if (this.#isBusy) this.#wakeUp.need(this.#host.clock.now() + aliveAlarmMs);
    return answer;
  }

  override async alarm(): Promise<void> {
    this.#follower.begin();
    this.#loop.wake();
    this.#wakeUp.rearm();
  }

  /** The cluster is being taken away. */
  async erase(): Promise<void> {
    await this.ctx.storage.deleteAll();
    // What is in memory would go on asking for a cluster that is no more.
    this.#host.timers.after(abortDelayMs, () => this.ctx.abort("the cluster is gone"));
  }

  get #isBusy(): boolean {
    return !this.#follower.isFollowing || this.#core.isBusy;
  }

  get #cluster(): DurableObjectStub<Cluster> {
    const { CLUSTER } = this.env;
    return CLUSTER.get(CLUSTER.idFromName(this.#id));
  }

  #namespace(name: string): DurableObjectStub<Namespace> {
    const { NAMESPACE } = this.env;
    return NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(this.#id, name)));
  }
}
