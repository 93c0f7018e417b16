// Watches: how long after a write its event is with those who watch, of one namespace and of all.
import { openConnection } from "../load/connection.ts";
import type { WatchJob, WatchResult } from "../load/jobs.ts";
import { numbered } from "../load/requests.ts";
import { watchUsage } from "../measure/machine.ts";
import { median } from "../measure/percentile.ts";
import { untilQuiet } from "../measure/quiet.ts";
import type { Aim, Row, Section } from "../report/section.ts";
import type { Server } from "../server/server.ts";
import type { Benchmark, Stage } from "./benchmark.ts";
import { allPath, body, type Collection, configMaps, markObjects, pathOf } from "./objects.ts";
import { makeNamespaces, makeObjects } from "./prepare.ts";

/** Namespaces that are written to while all of them are watched. */
const spread = 20;
/** Few enough a second for one event to be with everybody before the next. */
const loneWritesPerSecond = 1.5;

interface Scene {
  readonly name: string;
  readonly server: Server;
  writes(run: number): Pick<WatchJob, "writes" | "body">;
  /** What is watched, from now on. */
  watchPath(): Promise<string>;
}

interface Sample extends WatchResult {
  readonly serverCores: number;
  readonly othersCores: number;
}

const namespaces = Array.from({ length: spread }, (_, index) => configMaps(numbered("watch-{i}", index)));

/** The path of a watch that begins after what is there already. */
async function fromNow({ endpoint }: Server, path: string): Promise<string> {
  const connection = await openConnection(endpoint);
  const { text } = await connection.send({ method: "GET", path: `${path}?limit=1` }, true);
  connection.close();
  const { metadata } = JSON.parse(text) as { metadata: { resourceVersion: string } };
  return `${path}?watch=true&resourceVersion=${metadata.resourceVersion}`;
}

function scenes(bare: Server, server: Server): readonly Scene[] {
  const [first] = namespaces as [Collection, ...Collection[]];
  return [
    {
      name: "bare",
      server: bare,
      writes: () => ({
        body: `${body(first).slice(0, -1)},"sent":"{sent}"}`,
        writes: [{ method: "PUT", path: "/told", contentType: "application/json" }],
      }),
      watchPath: async () => "/watch",
    },
    {
      name: "one namespace",
      server,
      writes: (run) => markObjects([first], run),
      watchPath: () => fromNow(server, pathOf(first)),
    },
    {
      name: `${spread} namespaces`,
      server,
      writes: (run) => markObjects(namespaces, run),
      watchPath: () => fromNow(server, allPath(first)),
    },
  ];
}

type Rate = Pick<WatchJob, "watchers" | "writesPerSecond" | "writeCount">;

async function sample(stage: Stage, scene: Scene, rate: Rate): Promise<Sample> {
  const { server } = scene;
  const { pid, endpoint } = server;
  const path = await scene.watchPath();
  await untilQuiet([pid, stage.generator.pid], stage.plan.patienceMs);
  const startMs = performance.now();
  const usage = watchUsage([pid, stage.generator.pid, process.pid]);
  const result = await stage.generator.watch({ endpoint, path, ...scene.writes(startMs), ...rate });
  const { own, othersCores } = usage();
  const seconds = (performance.now() - startMs) / 1000;
  if (result.events !== result.expected) {
    throw new Error(`${scene.name}: ${result.events} events of ${result.expected} came to their watchers`);
  }
  return { ...result, serverCores: (own[0] ?? 0) / seconds, othersCores };
}

async function rounds(stage: Stage, all: readonly Scene[], rate: Rate): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round < stage.plan.rounds; round += 1) {
    for (const scene of all) samples.get(scene.name)?.push(await sample(stage, scene, rate));
  }
  return samples;
}

function medianOf(samples: readonly Sample[] | undefined, figure: keyof Sample): number {
  return median((samples ?? []).map((one) => one[figure]));
}

function row(name: string, samples: readonly Sample[]): Row {
  const figures = {
    "p50 ms": medianOf(samples, "p50Ms"),
    "p99 ms": medianOf(samples, "p99Ms"),
    "max ms": medianOf(samples, "maxMs"),
    "last ms": medianOf(samples, "lastMs"),
    "write p50 ms": medianOf(samples, "writeP50Ms"),
    "write p99 ms": medianOf(samples, "writeP99Ms"),
    "server cores": medianOf(samples, "serverCores"),
    "client busy %": 100 * medianOf(samples, "busy"),
    "others cores": medianOf(samples, "othersCores"),
  };
  return { name, figures };
}

export const watchesBenchmark: Benchmark = {
  name: "watches",
  async run(stage: Stage): Promise<Section> {
    const { plan, say, generator } = stage;
    const [bare, server] = [await stage.bare(), await stage.skerry()];
    await makeNamespaces(generator, server, "watch-", spread);
    for (const collection of namespaces) await makeObjects(generator, server, collection, 1);
    const all = scenes(bare, server);
    const { busyWatchers, busyWritesPerSecond, busySeconds, manyWatchers, manyWrites } = plan;
    const writeCount = busyWritesPerSecond * busySeconds;
    say(`watches: ${busyWatchers} watchers, ${busyWritesPerSecond} writes/s`);
    const busy = await rounds(stage, all, { watchers: busyWatchers, writesPerSecond: busyWritesPerSecond, writeCount });
    say(`watches: ${manyWatchers} watchers, one event`);
    const many = await rounds(stage, all, {
      watchers: manyWatchers,
      writesPerSecond: loneWritesPerSecond,
      writeCount: manyWrites,
    });
    const aim = (what: string, value: number, limit: number): Aim => ({
      what,
      value,
      limit,
      unit: "ms",
      sense: "at most",
    });
    return {
      name: "watches",
      title: `objects of 2 KB, medians of ${plan.rounds} rounds; from the write's first byte to its event at a watcher`,
      rows: [
        ...all.map(({ name }) => row(`${busyWatchers} x ${busyWritesPerSecond}/s, ${name}`, busy.get(name) ?? [])),
        ...all.map(({ name }) => row(`${manyWatchers}, one event, ${name}`, many.get(name) ?? [])),
      ],
      aims: all
        .slice(1)
        .flatMap(({ name }) => [
          aim(
            `${busyWatchers} watchers, ${busyWritesPerSecond} writes/s, ${name}, p99`,
            medianOf(busy.get(name), "p99Ms"),
            80,
          ),
          aim(`one event to ${manyWatchers} watchers, ${name}, last`, medianOf(many.get(name), "lastMs"), 150),
        ]),
      remarks: ["`last` is the median over the writes of when the last watcher had the event."],
    };
  },
};
