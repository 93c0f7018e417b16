// One run of a simulated cluster: what a seed makes of it.

import { floorStrideMs } from "../../src/feed/limits.ts";
import type { Chaos } from "../../src/platform/simulated/chaos.ts";
import { calm } from "../../src/platform/simulated/chaos.ts";
import { SeededRandom } from "../../src/platform/simulated/random.ts";
import { World } from "../../src/platform/simulated/world.ts";
import { Janitor } from "./clients/janitor.ts";
import { ListClient } from "./clients/list-client.ts";
import { WatchClient, type WatchTarget } from "./clients/watch-client.ts";
import { WriteClient } from "./clients/write-client.ts";
import { type Broken, SimulatedCluster } from "./simulated-cluster.ts";
import type { SimulationFailure } from "./simulation-failure.ts";
import { collections, colors } from "./texts.ts";

export interface RunResult {
  readonly seed: number;
  readonly failure: SimulationFailure | undefined;
  readonly steps: number;
  readonly changes: number;
  readonly events: number;
  readonly expirations: number;
  readonly trace: readonly string[];
}

const startMs = 1_767_225_600_000;
/** Whoever still writes after so long is stopped by the clock. */
const activeMs = 60_000;
/** Long enough for every retry, alarm and quiet second to pass. */
const settleMs = 45_000;

/** Runs `seed` to its end. The same seed and the same code take the same steps. */
export async function runSeed(seed: number, broken: Broken = {}, isVerbose = false): Promise<RunResult> {
  const random = new SeededRandom(seed);
  const world = new World(random.fork(), startMs, () => new Promise((resolve) => setImmediate(resolve)));
  world.isVerbose = isVerbose;
  const names = Array.from({ length: 2 + random.integer(4) }, (_, index) => `ns${index}`);
  const bounds = {
    ageMs: 1_000 + random.integer(20_000),
    changesMax: 10 + random.integer(120),
    bytesMax: 1e9,
    rowsPerSlice: 1 + random.integer(20),
    changesPerPage: random.chance(0.5) ? 1 + random.integer(5) : 1_000,
  };
  // A short stride writes floor and positions often, a long one leaves them behind.
  const strideMs = random.pick([20, 300, floorStrideMs]);
  const bufferBytesMax = random.pick([100, 1_000, 1_000_000]);
  const cluster = new SimulatedCluster({ world, namespaces: names, bounds, strideMs, bufferBytesMax, broken });
  const errors = catchErrors(cluster);
  try {
    await play(cluster, random);
  } catch (error) {
    cluster.model.fail("crash", String((error as Error).stack ?? error));
  } finally {
    errors.stop();
    cluster.close();
  }
  const { failure, changeCount, eventCount, expirations } = cluster.model;
  const { steps, trace } = world;
  return { seed, failure, steps, changes: changeCount, events: eventCount, expirations, trace };
}

async function play(cluster: SimulatedCluster, random: SeededRandom): Promise<void> {
  const { world, model } = cluster;
  const isOver = () => model.failure !== undefined;
  const janitor = new Janitor(cluster);
  let isReady = false;
  void janitor.createAll().then(() => {
    isReady = true;
  });
  await world.run(startMs + 5_000, () => isReady || isOver());

  cluster.setChaos(drawChaos(random));
  if (random.chance(0.7)) for (const object of cluster.objects) object.skewMs = random.integer(4_000) - 2_000;
  void cluster.network.call(cluster.scheduler, "start", undefined).catch(() => {});
  const watchers = watchTargets(cluster, random).map((target) => new WatchClient(cluster, target));
  for (const watcher of watchers) void watcher.run();
  let busy = 0;
  const track = (work: Promise<void>) => {
    busy += 1;
    void work.then(() => {
      busy -= 1;
    });
  };
  const writers = 1 + random.integer(4);
  for (let index = 0; index < writers; index += 1) track(new WriteClient(cluster).run(10 + random.integer(40)));
  track(new ListClient(cluster).run(6));
  if (random.chance(0.3)) track(janitor.run(1 + random.integer(2)));
  let isCalm = false;
  mishaps(cluster, random, () => !isCalm);
  await world.run(startMs + activeMs, () => busy === 0 || isOver());

  isCalm = true;
  cluster.setChaos(calm);
  for (const watcher of watchers) watcher.settle();
  void cluster.network.call(cluster.scheduler, "start", undefined);
  await world.run(world.nowMs + settleMs, isOver);
  await finish(cluster, watchers);
}

async function finish(cluster: SimulatedCluster, watchers: readonly WatchClient[]): Promise<void> {
  const { world, model } = cluster;
  for (const watcher of watchers) watcher.finish();
  model.checkAll();
  let scheduled: string[] | undefined;
  void cluster.network.call(cluster.scheduler, "state", undefined).then((state) => {
    scheduled = state as string[] | undefined;
  });
  await world.run(world.nowMs + 1_000);
  const expected = [...model.stateAt("pods"), ...model.stateAt("nodes")].sort();
  if (scheduled?.join() !== expected.join()) {
    const wrong = expected
      .filter((one) => !scheduled?.includes(one))
      .concat(scheduled?.filter((one) => !expected.includes(one)) ?? []);
    model.fail("R5", `the subscriber's state isn't the cluster's: ${wrong.slice(0, 3).join(" ")}`);
  }
  for (const [scope, disk] of cluster.disks) {
    const onDisk = [...disk].sort().join();
    const modelled = [...collections, "nodes", "namespaces"].flatMap((one) => model.stateAt(one));
    const own = modelled.filter((text) => text.includes(`"namespace":"${scope}"`)).sort();
    if (own.join() !== onDisk) model.fail("R1", `what is on the disk of ${scope} isn't what was committed`);
  }
}

function drawChaos(random: SeededRandom): Chaos {
  const maybe = (chance: number, most: number) => (random.chance(chance) ? (random.integer(1_000) / 1_000) * most : 0);
  return {
    crashBeforeGate: maybe(0.5, 0.02),
    crashAfterGate: maybe(0.5, 0.02),
    freeze: maybe(0.5, 0.02),
    lostCall: maybe(0.5, 0.15),
    lostReply: maybe(0.5, 0.15),
    doubledCall: maybe(0.5, 0.2),
    late: maybe(0.6, 0.2),
    lateMs: 20 + random.integer(3_000),
    outputGate: true,
  };
}

function watchTargets(cluster: SimulatedCluster, random: SeededRandom): WatchTarget[] {
  const across = Array.from({ length: 1 + random.integer(3) }, (_, index) => ({
    name: `across${index}`,
    scope: undefined,
    collection: random.pick(collections),
    color: random.chance(0.4) ? random.pick(colors) : null,
  }));
  const scopes = [...cluster.namespaces.keys(), ""];
  const within = Array.from({ length: 1 + random.integer(2) }, (_, index) => {
    const scope = random.pick(scopes);
    return {
      name: `within${index}`,
      scope,
      collection: scope === "" ? "nodes" : random.pick(collections),
      color: random.chance(0.4) ? random.pick(colors) : null,
    };
  });
  return [...across, ...within];
}

/** Evictions, hibernations and jumping clocks, now and then while `goesOn`. */
function mishaps(cluster: SimulatedCluster, random: SeededRandom, goesOn: () => boolean): void {
  const { world } = cluster;
  const jumps = random.chance(0.5);
  const evictions = random.chance(0.5);
  const next = () => {
    world.after(100 + random.integer(1_500), "", () => {
      if (!goesOn()) return;
      const object = random.pick(cluster.objects);
      if (jumps && random.chance(0.4)) {
        object.skewMs = random.integer(6_000) - 3_000;
        world.note(`${object.name}'s clock is ${object.skewMs} ms off`);
      } else if (evictions && random.chance(0.3)) {
        world.note(`${object.name} is evicted`);
        object.kill();
      }
      for (const quiet of cluster.objects) {
        if (!quiet.isAwake || !quiet.isQuiet || !random.chance(0.5)) continue;
        world.note(`${quiet.name} hibernates`);
        quiet.hibernate();
      }
      next();
    });
  };
  next();
}

/** An error that nobody catches is a finding, too. */
function catchErrors(cluster: SimulatedCluster): { stop(): void } {
  const onError = (error: unknown) => cluster.model.fail("crash", String((error as Error)?.stack ?? error));
  process.on("unhandledRejection", onError);
  return { stop: () => process.off("unhandledRejection", onError) };
}
