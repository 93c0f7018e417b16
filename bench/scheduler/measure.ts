// Runs one scenario through the scheduler's core: no I/O, a bind that succeeds at once.
import { hrtime, memoryUsage } from "node:process";
import { systemClock } from "../../src/platform/node/clock.ts";
import { SeededRandom } from "../../src/platform/simulated/random.ts";
import { ClusterReader, type Reading } from "../../src/scheduler/reading.ts";
import { Scheduler } from "../../src/scheduler/scheduler.ts";
import { node } from "./objects.ts";
import type { Scenario } from "./scenarios.ts";

export interface Measured {
  readonly scenario: string;
  readonly nodes: number;
  readonly pods: number;
  readonly placed: number;
  /** Cycles alone, objects read already. */
  readonly podsPerSecond: number;
  readonly cycleP50Us: number;
  readonly cycleP99Us: number;
  /** Reading a pod's text, hearing that it is bound. */
  readonly readUs: number;
  readonly confirmUs: number;
  readonly heapMb: number;
}

export interface MeasureOptions {
  readonly nodes: number;
  readonly pods: number;
  readonly seed: number;
}

export async function measure(scenario: Scenario, { nodes, pods, seed }: MeasureOptions): Promise<Measured> {
  const reader = new ClusterReader();
  const bound: { uid: string; node: string }[] = [];
  const ignore = () => {};
  const scheduler = new Scheduler({
    clock: systemClock,
    random: new SeededRandom(seed),
    log: { info: ignore, warn: ignore, error: (message, fields) => console.error(message, fields) },
    onWork: ignore,
    binder: {
      bind: async (pod, name) => {
        bound.push({ uid: pod.uid, node: name });
        return { type: "bound" };
      },
      unschedulable: ignore,
    },
  });
  for (let index = 0; index < nodes; index += 1) {
    scheduler.set(reader.read("nodes", JSON.stringify(node(index))) as Reading);
  }
  const objects = Array.from({ length: pods }, (_, index) => scenario.pod(index));
  const texts = objects.map((object) => JSON.stringify(object));
  const readStart = hrtime.bigint();
  const readings = texts.map((text) => reader.read("pods", text) as Reading);
  const readNs = Number(hrtime.bigint() - readStart);
  for (const reading of readings) scheduler.set(reading);

  const cyclesNs: number[] = [];
  const start = hrtime.bigint();
  for (;;) {
    const before = hrtime.bigint();
    if (scheduler.run(1) === 0) break;
    cyclesNs.push(Number(hrtime.bigint() - before));
  }
  const totalNs = Number(hrtime.bigint() - start);
  await Promise.resolve();
  const byUid = new Map(objects.map((object) => [object.metadata?.uid, object]));
  const confirmations = bound.map(({ uid, node: name }) => {
    const object = byUid.get(uid) as (typeof objects)[number];
    return reader.pod({ ...object, spec: { ...object.spec, nodeName: name } as never });
  });
  const confirmStart = hrtime.bigint();
  for (const reading of confirmations) scheduler.set(reading);
  const confirmNs = Number(hrtime.bigint() - confirmStart);
  cyclesNs.sort((one, other) => one - other);
  const percentile = (part: number) => Math.round((cyclesNs[Math.floor((cyclesNs.length - 1) * part)] ?? 0) / 1_000);
  return {
    scenario: scenario.name,
    nodes,
    pods,
    placed: bound.length,
    podsPerSecond: Math.round(cyclesNs.length / (totalNs / 1e9)),
    cycleP50Us: percentile(0.5),
    cycleP99Us: percentile(0.99),
    readUs: Math.round(readNs / 1_000 / pods),
    confirmUs: Math.round((confirmNs / 1_000 / Math.max(1, bound.length)) * 10) / 10,
    heapMb: Math.round(memoryUsage().heapUsed / 1_048_576),
  };
}
