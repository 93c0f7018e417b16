// Pods that wait for a place: those to be tried now, those that are held off for a while, and those that no event has helped.
// Kubernetes: pkg/scheduler/backend/queue/scheduling_queue.go
import type { Clock } from "../platform/clock.ts";
import { Heap, type HeapItem } from "./heap.ts";
import { backOffFirstMs, backOffLastMs, forgottenAfterMs } from "./limits.ts";
import type { PodInfo } from "./snapshot.ts";

/**
 * active: as soon as possible, the highest priority first. backOff: active at `readyMs`. unschedulable: until an event
 * helps. gated: until its description changes. tried: taken out, on its way to a node or back into the queue.
 */
type Stage = "active" | "backOff" | "unschedulable" | "gated" | "tried";

export interface QueuedPod extends HeapItem {
  pod: PodInfo;
  stage: Stage;
  /** Tries so far. */
  attempts: number;
  /** When it came into the queue last; of equal times, the order. */
  sinceMs: number;
  order: number;
  /** The end of its back-off. */
  readyMs: number;
  /** The plugins that refused it last. Empty: anything may help. */
  readonly refusedBy: Set<string>;
}

export class SchedulingQueue {
  readonly #clock: Clock;
  readonly #pods = new Map<string, QueuedPod>();
  readonly #active = new Heap<QueuedPod>(isTriedBefore);
  readonly #backOff = new Heap<QueuedPod>((one, other) => one.readyMs < other.readyMs);
  readonly #unschedulable = new Set<QueuedPod>();
  #orders = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(uid: string): QueuedPod | undefined {
    return this.#pods.get(uid);
  }

  uids(): Iterable<string> {
    return this.#pods.keys();
  }

  /** Those to be tried, now or after their back-off. */
  get pending(): number {
    return this.#active.size + this.#backOff.size;
  }

  get activeCount(): number {
    return this.#active.size;
  }

  get unschedulable(): Iterable<QueuedPod> {
    return this.#unschedulable;
  }

  get hasUnschedulable(): boolean {
    return this.#unschedulable.size > 0;
  }

  /** When the next one comes out of its back-off. */
  get nextReadyMs(): number | undefined {
    return this.#backOff.first?.readyMs;
  }

  /** A pod that wasn't here before. */
  add(pod: PodInfo, isGated: boolean): void {
    const queued: QueuedPod = {
      pod,
      stage: "tried",
      attempts: 0,
      sinceMs: 0,
      order: 0,
      readyMs: 0,
      refusedBy: new Set(),
      heapIndex: -1,
    };
    this.#pods.set(pod.uid, queued);
    this.#stamp(queued);
    this.#enter(queued, isGated ? "gated" : "active");
  }

  /** Its description has changed: whatever it waited for may not matter any more. */
  change(queued: QueuedPod, pod: PodInfo, isGated: boolean): void {
    this.#leave(queued);
    queued.pod = pod;
    if (isGated) this.#enter(queued, "gated");
    else this.release(queued);
  }

  remove(uid: string): void {
    const queued = this.#pods.get(uid);
    if (queued === undefined) return;
    this.#leave(queued);
    this.#pods.delete(uid);
  }

  /** The next pod to be tried. */
  take(): QueuedPod | undefined {
    this.#endBackOffs();
    const queued = this.#active.first;
    if (queued === undefined) return undefined;
    this.#leave(queued);
    queued.stage = "tried";
    queued.attempts += 1;
    return queued;
  }

  /** It fitted nowhere: it waits until something helps one of these plugins. */
  refuse(queued: QueuedPod, refusedBy: Iterable<string>): void {
    queued.refusedBy.clear();
    for (const plugin of refusedBy) queued.refusedBy.add(plugin);
    this.#stamp(queued);
    queued.readyMs = this.#clock.now() + backOffMs(queued.attempts);
    this.#enter(queued, "unschedulable");
  }

  /** It didn't get its place, through no fault of its own: it is tried again after its back-off. */
  retry(queued: QueuedPod): void {
    queued.refusedBy.clear();
    this.#stamp(queued);
    queued.readyMs = this.#clock.now() + backOffMs(queued.attempts);
    this.#enter(queued, "backOff");
  }

  /** Something happened that may let it in. */
  release(queued: QueuedPod): void {
    this.#leave(queued);
    this.#enter(queued, queued.readyMs > this.#clock.now() ? "backOff" : "active");
  }

  /** Those that no event has helped for long. */
  forgotten(): QueuedPod[] {
    const beforeMs = this.#clock.now() - forgottenAfterMs;
    return [...this.#unschedulable].filter(({ sinceMs }) => sinceMs < beforeMs);
  }

  #endBackOffs(): void {
    const nowMs = this.#clock.now();
    for (;;) {
      const queued = this.#backOff.first;
      if (queued === undefined || queued.readyMs > nowMs) return;
      this.#leave(queued);
      this.#enter(queued, "active");
    }
  }

  /** Its place among its equals, which it keeps until it has been tried. */
  #stamp(queued: QueuedPod): void {
    queued.sinceMs = this.#clock.now();
    queued.order = ++this.#orders;
  }

  #enter(queued: QueuedPod, stage: Exclude<Stage, "tried">): void {
    queued.stage = stage;
    if (stage === "active") this.#active.add(queued);
    else if (stage === "backOff") this.#backOff.add(queued);
    else if (stage === "unschedulable") this.#unschedulable.add(queued);
  }

  #leave(queued: QueuedPod): void {
    if (queued.stage === "active") this.#active.remove(queued);
    else if (queued.stage === "backOff") this.#backOff.remove(queued);
    else this.#unschedulable.delete(queued);
    queued.stage = "tried";
  }
}

/** Kubernetes: pkg/scheduler/framework/plugins/queuesort/priority_sort.go */
function isTriedBefore(one: QueuedPod, other: QueuedPod): boolean {
  const difference = one.pod.shape.priority - other.pod.shape.priority;
  return difference === 0 ? one.order < other.order : difference > 0;
}

/** 1 s after the first try, 2 s after the second, and so on, up to 10 s. */
export function backOffMs(attempts: number): number {
  return Math.min(backOffFirstMs * 2 ** Math.max(0, attempts - 1), backOffLastMs);
}
