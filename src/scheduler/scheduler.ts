// The scheduler: hears of pods and nodes, decides, has it bound. Owns no time, no I/O and nothing that can't be heard again.
// Kubernetes: pkg/scheduler/{scheduler,eventhandlers,schedule_one}.go
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Random } from "../platform/random.ts";
import type { Binder, BindOutcome } from "./binder.ts";
import { ClusterCache } from "./cluster-cache.ts";
import { type Decision, runCycle } from "./cycle.ts";
import { fitMessage } from "./fit-message.ts";
import { helpOf } from "./help-of.ts";
import { bindRetryFirstMs, bindRetryLastMs, forgottenCheckMs } from "./limits.ts";
import { sameForPods } from "./node-info.ts";
import type { ClusterEvent } from "./plugin.ts";
import { defaultProfile, type Profile } from "./profile.ts";
import { type QueuedPod, SchedulingQueue } from "./queue.ts";
import type { PodStage, Reading } from "./reading.ts";
import type { ClusterSnapshot, NodeFacts, PodInfo } from "./snapshot.ts";

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly binder: Binder;
  /** Told when there is something to `run` that wasn't there before. */
  readonly onWork: () => void;
  readonly profile?: Profile;
}

/** A decision on its way to the cluster. */
interface Binding {
  readonly queued: QueuedPod;
  readonly node: string;
  attempts: number;
  /** Asked again then; undefined: the answer is awaited. */
  retryMs: number | undefined;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #profile: Profile;
  readonly #cache = new ClusterCache();
  readonly #queue: SchedulingQueue;
  readonly #bindings = new Map<string, Binding>();
  #start = 0;
  #checkedMs = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#profile = options.profile ?? defaultProfile;
    this.#queue = new SchedulingQueue(options.clock);
  }

  get cluster(): ClusterSnapshot {
    return this.#cache;
  }

  /** Something exists, as it is now. */
  set(reading: Reading): void {
    if (reading.type === "pod") this.#setPod(reading.pod, reading.stage);
    else if (reading.type === "node") this.#setNode(reading.node);
    else this.#cache.setNamespace(reading.name, reading.labels);
    if (this.#queue.pending > 0) this.#options.onWork();
  }

  /** Something is gone. */
  remove(reading: Reading): void {
    if (reading.type === "pod") this.#removePod(reading.pod.uid);
    else if (reading.type === "node") this.#removeNode(reading.node.name);
    else this.#cache.removeNamespace(reading.name);
    if (this.#queue.pending > 0) this.#options.onWork();
  }

  /** All that exists. What was decided and is not yet in it stays decided. */
  replaceAll(readings: readonly Reading[]): void {
    const nodes = new Set<string>();
    const pods = new Set<string>();
    const namespaces = new Set<string>();
    for (const reading of readings) {
      if (reading.type === "pod") pods.add(reading.pod.uid);
      else if (reading.type === "node") nodes.add(reading.node.name);
      else namespaces.add(reading.name);
    }
    for (const uid of [...this.#cache.podUids(), ...this.#queue.uids()]) if (!pods.has(uid)) this.#removePod(uid);
    for (const { name } of [...this.#cache.nodes]) if (!nodes.has(name)) this.#removeNode(name);
    for (const name of this.#cache.namespaces()) if (!namespaces.has(name)) this.#cache.removeNamespace(name);
    for (const reading of inOrder(readings)) this.set(reading);
  }

  /** Runs what is due, at most so many cycles; answers how many there were. */
  run(cyclesMax: number): number {
    this.#retryBindings();
    this.#releaseForgotten();
    let cycles = 0;
    for (; cycles < cyclesMax; cycles += 1) {
      const queued = this.#queue.take();
      if (queued === undefined) break;
      this.#try(queued);
    }
    return cycles;
  }

  /** When `run` has something to do; undefined: not before something else happens. */
  nextDueMs(): number | undefined {
    if (this.#queue.activeCount > 0) return this.#options.clock.now();
    const times = [...this.#bindings.values()].map(({ retryMs }) => retryMs).filter((time) => time !== undefined);
    const readyMs = this.#queue.nextReadyMs;
    if (readyMs !== undefined) times.push(readyMs);
    return times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time));
  }

  /** True: should it die now, somebody must wake it. */
  get isBusy(): boolean {
    return this.#queue.pending > 0 || this.#bindings.size > 0;
  }

  #setPod(pod: PodInfo, stage: PodStage): void {
    if (stage === "placed") this.#setPlaced(pod, pod.nodeName as string);
    else if (stage === "waits") this.#setWaiting(pod);
    else this.#removePod(pod.uid);
  }

  #setPlaced(pod: PodInfo, node: string): void {
    const before = this.#cache.placeOf(pod.uid);
    this.#queue.remove(pod.uid);
    this.#bindings.delete(pod.uid);
    this.#cache.place(pod, node);
    if (before === undefined || before.isAssumed) this.#happened({ type: "podPlaced", pod });
    if (before === undefined) return;
    if (before.node !== node) {
      this.#happened({ type: "podRemoved", pod: before.pod, node: this.#cache.node(before.node) });
    } else if (!isSame(before.pod, pod)) {
      this.#happened({ type: "podChanged", pod, before: before.pod, node: this.#cache.node(node) });
    }
  }

  #setWaiting(pod: PodInfo): void {
    const queued = this.#queue.get(pod.uid);
    const isGated = this.#profile.some((plugin) => plugin.holdsBack?.(pod) ?? false);
    // What has a place keeps it: news of the time before it got it may still come.
    if (queued === undefined && this.#cache.placeOf(pod.uid) === undefined) this.#queue.add(pod, isGated);
    if (queued === undefined) return;
    if (queued.stage === "tried" || isSame(queued.pod, pod)) queued.pod = pod;
    else this.#queue.change(queued, pod, isGated);
  }

  #removePod(uid: string): void {
    this.#queue.remove(uid);
    this.#bindings.delete(uid);
    this.#unplace(uid);
  }

  #unplace(uid: string): void {
    const place = this.#cache.placeOf(uid);
    if (place === undefined) return;
    this.#cache.remove(uid);
    this.#happened({ type: "podRemoved", pod: place.pod, node: this.#cache.node(place.node) });
  }

  #setNode(facts: NodeFacts): void {
    const before = this.#cache.node(facts.name)?.facts;
    this.#cache.setNode(facts);
    const node = this.#cache.node(facts.name);
    if (node === undefined) return;
    if (before === undefined) this.#happened({ type: "nodeAdded", node });
    else if (!sameForPods(before, facts)) this.#happened({ type: "nodeChanged", node, before });
  }

  #removeNode(name: string): void {
    const facts = this.#cache.node(name)?.facts;
    this.#cache.removeNode(name);
    if (facts !== undefined) this.#happened({ type: "nodeRemoved", facts });
  }

  #happened(event: ClusterEvent): void {
    if (!this.#queue.hasUnschedulable) return;
    const helped: QueuedPod[] = [];
    for (const queued of this.#queue.unschedulable) {
      const help = helpOf(queued.pod, queued.refusedBy, event, this.#profile, this.#cache);
      if (help.type === "helped") helped.push(queued);
      else if (help.type === "refused") queued.refusedBy.add(help.by);
    }
    for (const queued of helped) this.#queue.release(queued);
  }

  /** A safety net under the plugins' word on what helps; it needs no timer. */
  #releaseForgotten(): void {
    const nowMs = this.#options.clock.now();
    if (nowMs < this.#checkedMs + forgottenCheckMs) return;
    this.#checkedMs = nowMs;
    for (const queued of this.#queue.forgotten()) this.#queue.release(queued);
  }

  #try(queued: QueuedPod): void {
    const { binder, log } = this.#options;
    const { pod } = queued;
    let decision: Decision;
    try {
      decision = this.#decide(pod);
    } catch (error) {
      // One pod that can't be judged must not keep all others waiting.
      log.error("a scheduling cycle failed", { pod: `${pod.namespace}/${pod.name}`, error: String(error) });
      this.#queue.retry(queued);
      return;
    }
    if (decision.type === "unfit") {
      this.#queue.refuse(queued, decision.diagnosis.refusedBy);
      binder.unschedulable(pod, fitMessage(pod, decision.diagnosis));
      return;
    }
    const node = decision.node.name;
    this.#cache.place(pod, node, true);
    const binding: Binding = { queued, node, attempts: 0, retryMs: undefined };
    this.#bindings.set(pod.uid, binding);
    this.#bind(binding);
  }

  #decide(pod: PodInfo): Decision {
    const { random } = this.#options;
    const cluster = this.#cache;
    const decision = runCycle(pod, { profile: this.#profile, cluster, random, start: this.#start });
    this.#start = (this.#start + decision.looked) % Math.max(1, cluster.nodes.length);
    return decision;
  }

  #bind(binding: Binding): void {
    binding.attempts += 1;
    binding.retryMs = undefined;
    void this.#options.binder
      .bind(binding.queued.pod, binding.node)
      .catch((error): BindOutcome => ({ type: "unknown", reason: String(error) }))
      .then((outcome) => this.#heard(binding, outcome));
  }

  #heard(binding: Binding, outcome: BindOutcome): void {
    const { queued, node, attempts } = binding;
    const { uid, namespace, name } = queued.pod;
    // The cluster itself may have told meanwhile.
    if (this.#bindings.get(uid) !== binding) return;
    const { clock, log, onWork } = this.#options;
    if (outcome.type === "bound") {
      this.#bindings.delete(uid);
      return;
    }
    const fields = { pod: `${namespace}/${name}`, node, reason: outcome.reason };
    if (outcome.type === "unknown") {
      // The place stays taken: giving it to another pod could fill the node twice.
      log.warn("a pod's binding is unknown", fields);
      binding.retryMs = clock.now() + Math.min(bindRetryFirstMs * 2 ** (attempts - 1), bindRetryLastMs);
    } else {
      log.info("a pod was not bound", fields);
      this.#bindings.delete(uid);
      this.#unplace(uid);
      this.#queue.retry(queued);
    }
    onWork();
  }

  #retryBindings(): void {
    const nowMs = this.#options.clock.now();
    for (const binding of this.#bindings.values()) {
      if (binding.retryMs !== undefined && binding.retryMs <= nowMs) this.#bind(binding);
    }
  }
}

/** Nothing differs that bears on its place or on others'. */
function isSame(one: PodInfo, other: PodInfo): boolean {
  return (
    one.shape === other.shape &&
    one.labels === other.labels &&
    one.isGated === other.isGated &&
    one.isTerminating === other.isTerminating
  );
}

/** What pods are judged by comes first, then pods in the order of their creation. */
function inOrder(readings: readonly Reading[]): Reading[] {
  const pods = readings.filter((reading) => reading.type === "pod");
  return [
    ...readings.filter((reading) => reading.type !== "pod"),
    ...pods.sort((one, other) => (one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : 0)),
  ];
}
