import { describe, expect, test } from "vitest";
import { samplePod } from "../../test/fixtures/scheduler-objects.ts";
import { SteppedClock } from "../platform/simulated/clock.ts";
import { SeededRandom } from "../platform/simulated/random.ts";
import { Heap } from "./heap.ts";
import { backOffMs, type QueuedPod, SchedulingQueue } from "./queue.ts";
import { ClusterReader } from "./reading.ts";

const reader = new ClusterReader();

function pod(name: string, priority = 0) {
  return reader.pod(samplePod(name, { priority })).pod;
}

describe("the queue", () => {
  test("back-offs: 1 s, doubled, at most 10 s", () => {
    expect([1, 2, 3, 4, 5, 6, 100].map(backOffMs)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  test("what comes out of its back-off goes by priority again", () => {
    const clock = new SteppedClock(0);
    const queue = new SchedulingQueue(clock);
    queue.add(pod("low"), false);
    queue.add(pod("high", 5), false);
    const [first, second] = [queue.take(), queue.take()] as [QueuedPod, QueuedPod];
    expect([first.pod.name, second.pod.name]).toEqual(["high", "low"]);
    queue.retry(second);
    queue.retry(first);
    expect(queue.take()).toBeUndefined();
    expect(queue.nextReadyMs).toBe(1_000);
    clock.advance(1_000);
    expect([queue.take()?.pod.name, queue.take()?.pod.name]).toEqual(["high", "low"]);
  });

  test("a pod that was tried and comes back stands behind its equals", () => {
    const queue = new SchedulingQueue(new SteppedClock(0));
    for (const name of ["one", "two", "three"]) queue.add(pod(name), false);
    const one = queue.take() as QueuedPod;
    queue.refuse(one, new Set(["NodeResourcesFit"]));
    one.readyMs = 0;
    queue.release(one);
    expect([queue.take(), queue.take(), queue.take()].map((queued) => queued?.pod.name)).toEqual([
      "two",
      "three",
      "one",
    ]);
  });

  test("taken out of whichever stage it is in", () => {
    const clock = new SteppedClock(0);
    const queue = new SchedulingQueue(clock);
    for (const name of ["active", "backOff", "unschedulable", "tried"]) queue.add(pod(name), false);
    queue.add(pod("gated"), true);
    const taken = [queue.take(), queue.take(), queue.take(), queue.take()] as QueuedPod[];
    queue.change(taken[0] as QueuedPod, pod("active"), false);
    queue.retry(taken[1] as QueuedPod);
    queue.refuse(taken[2] as QueuedPod, new Set());
    const stages = [...queue.uids()].map((uid) => queue.get(uid)?.stage);
    expect(stages.sort()).toEqual(["active", "backOff", "gated", "tried", "unschedulable"]);
    for (const uid of [...queue.uids()]) queue.remove(uid);
    expect(queue.pending).toBe(0);
    expect(queue.hasUnschedulable).toBe(false);
    clock.advance(100_000);
    expect(queue.take()).toBeUndefined();
  });
});

describe("the heap", () => {
  test.each(Array.from({ length: 20 }, (_, seed) => [seed]))(
    "gives the least, also after some were taken out (seed %i)",
    (seed) => {
      const random = new SeededRandom(seed);
      const heap = new Heap<{ value: number; heapIndex: number }>((one, other) => one.value < other.value);
      const items: { value: number; heapIndex: number }[] = [];
      for (let step = 0; step < 300; step += 1) {
        if (items.length === 0 || random.chance(0.6)) {
          const item = { value: random.integer(50), heapIndex: -1 };
          items.push(item);
          heap.add(item);
        } else {
          const [item] = items.splice(random.integer(items.length), 1);
          heap.remove(item as { value: number; heapIndex: number });
          expect(item?.heapIndex).toBe(-1);
        }
        expect(heap.size).toBe(items.length);
        expect(heap.first?.value).toBe(items.length === 0 ? undefined : Math.min(...items.map(({ value }) => value)));
      }
    },
  );
});
