// Requests for single objects: how many a second, and how long one takes, beside the same hop that does nothing else.
import type { Aim, Row, Section } from "../report/section.ts";
import type { Server } from "../server/server.ts";
import type { Benchmark, Stage } from "./benchmark.ts";
import {
  body,
  type Collection,
  clusterRoles,
  configMaps,
  createObjects,
  deleteObjects,
  getObjects,
  patchObjects,
  readPath,
} from "./objects.ts";
import { makeNamespaces, makeObjects, makeRows } from "./prepare.ts";
import { medianOf, type Operation, rounds, type Sample, sample, shareOf } from "./rounds.ts";

/** Objects that are read in turn. */
const readObjects = 500;
/** More than any load makes. */
const many = 1_000_000;
const namespace = configMaps("load-0000000");

function bareOperations(bare: Server): Operation[] {
  let made = 0;
  return [
    { name: "bare answer", server: bare, next: () => readPath("/answer") },
    {
      name: "bare row",
      server: bare,
      next: () => ({ method: "GET", path: "/row-{i}", first: 0, count: readObjects, again: true }),
    },
    {
      name: "bare insert",
      server: bare,
      next: () => ({
        ...{ method: "POST", path: "/new-{i}", body: body(namespace) },
        ...{ first: made, count: many, again: false },
      }),
      done: (begun) => {
        made += begun;
      },
    },
  ];
}

/** The four verbs on one collection. What is created is patched, and then deleted. */
function objectOperations(server: Server, collection: Collection, where: string): Operation[] {
  let made = readObjects;
  let deleted = readObjects;
  return [
    { name: `get ${where}`, server, next: () => getObjects(collection, 0, readObjects) },
    {
      name: `create ${where}`,
      server,
      next: () => createObjects(collection, made, many),
      done: (begun) => {
        made += begun;
      },
    },
    { name: `patch ${where}`, server, next: () => patchObjects(collection, deleted, made - deleted) },
    {
      name: `delete ${where}`,
      server,
      next: () => deleteObjects(collection, deleted, made - deleted),
      done: (begun) => {
        deleted += begun;
      },
    },
  ];
}

/** What each of our operations is measured against. */
function bareOf(name: string): string | undefined {
  if (name.startsWith("bare")) return undefined;
  return name.startsWith("get") ? "bare row" : "bare insert";
}

interface Measured {
  readonly loaded: ReadonlyMap<string, readonly Sample[]>;
  readonly single: ReadonlyMap<string, readonly Sample[]>;
}

function row(name: string, { loaded, single }: Measured): Row {
  const [load, one, bare] = [loaded.get(name), single.get(name), bareOf(name)];
  const figures: Record<string, number> = {
    "req/s": medianOf(load, "perSecond"),
    "p50 ms": medianOf(load, "p50Ms"),
    "p99 ms": medianOf(load, "p99Ms"),
    "1 conn p50 ms": medianOf(one, "p50Ms"),
    "1 conn p99 ms": medianOf(one, "p99Ms"),
    "server us": medianOf(load, "serverUs"),
    "client busy %": 100 * medianOf(load, "busy"),
    "others cores": medianOf(load, "othersCores"),
  };
  if (bare !== undefined) {
    figures["of bare %"] = 100 * shareOf(load, loaded.get(bare), "perSecond");
    figures["of bare cpu %"] = 100 / shareOf(load, loaded.get(bare), "serverUs");
  }
  return { name, figures };
}

function aims({ loaded }: Measured): Aim[] {
  const share = (name: string) => 100 * shareOf(loaded.get(name), loaded.get(bareOf(name) ?? ""), "perSecond");
  return [
    { what: "create, of bare insert", value: share("create namespaced"), limit: 60, unit: "%", sense: "at least" },
    { what: "get, of bare row", value: share("get namespaced"), limit: 75, unit: "%", sense: "at least" },
  ];
}

async function prepare(stage: Stage, bare: Server, server: Server): Promise<void> {
  const { generator } = stage;
  await makeNamespaces(generator, server, "load-", 1);
  await makeObjects(generator, server, namespace, readObjects);
  await makeObjects(generator, server, clusterRoles, readObjects);
  await makeRows(generator, bare, "/row-", body(namespace), readObjects);
}

export const requestsBenchmark: Benchmark = {
  name: "requests",
  async run(stage: Stage): Promise<Section> {
    const { plan, say } = stage;
    const [bare, server] = [await stage.bare(), await stage.skerry()];
    await prepare(stage, bare, server);
    const operations = [
      ...bareOperations(bare),
      ...objectOperations(server, namespace, "namespaced"),
      ...objectOperations(server, clusterRoles, "cluster-scoped"),
    ];
    say("requests: warming up");
    for (const operation of operations) {
      await sample(stage, operation, { connections: plan.connections, durationMs: plan.loadMs });
    }
    say("requests: under load");
    const loaded = await rounds(stage, operations, { connections: plan.connections, durationMs: plan.loadMs });
    say("requests: one after the other");
    const single = await rounds(stage, operations, { connections: 1, durationMs: plan.singleMs });
    const measured = { loaded, single };
    return {
      name: "requests",
      title: `objects of 2 KB, ${plan.connections} connections, medians of ${plan.rounds} rounds`,
      rows: operations.map(({ name }) => row(name, measured)),
      aims: aims(measured),
      remarks: [
        "`of bare` is the share of the requests a second of the bare hop: gets of `bare row`, writes of `bare insert`.",
      ],
    };
  },
};
