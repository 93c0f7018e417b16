// Lists: many objects in one answer, of one namespace and of all.
import type { Aim, Row, Section } from "../report/section.ts";
import type { Server } from "../server/server.ts";
import type { Benchmark, Stage } from "./benchmark.ts";
import {
  allPath,
  body,
  type Collection,
  configMaps,
  controllerRevisions,
  leases,
  pathOf,
  readPath,
} from "./objects.ts";
import { makeNamespaces, makeObjects, makeRows } from "./prepare.ts";
import { medianOf, type Operation, rounds, type Sample, sample, shareOf } from "./rounds.ts";

/** Namespaces that a list of all of them gathers from. */
const spread = 20;

function namespaces(prefix: string): string[] {
  return Array.from({ length: spread }, (_, index) => `${prefix}${String(index).padStart(7, "0")}`);
}

async function prepare(stage: Stage, bare: Server, server: Server): Promise<void> {
  const { generator, plan } = stage;
  const { listObjects, bigListObjects } = plan;
  await makeNamespaces(generator, server, "list-", spread);
  const [first, second] = namespaces("list-") as [string, string];
  await makeObjects(generator, server, configMaps(first), listObjects);
  await makeObjects(generator, server, configMaps(second), bigListObjects);
  for (const namespace of namespaces("list-")) {
    await makeObjects(generator, server, controllerRevisions(namespace), Math.ceil(listObjects / spread));
    await makeObjects(generator, server, leases(namespace), Math.ceil(bigListObjects / spread));
  }
  await makeRows(generator, bare, "/few-", body(configMaps(first)), listObjects);
  await makeRows(generator, bare, "/many-", body(configMaps(first)), bigListObjects);
}

interface Lists {
  readonly small: readonly Operation[];
  readonly big: readonly Operation[];
}

function lists(stage: Stage, bare: Server, server: Server): Lists {
  const { listObjects, bigListObjects } = stage.plan;
  const [first = "", second = ""] = namespaces("list-");
  const read = (name: string, from: Server, path: string) => ({ name, server: from, next: () => readPath(path) });
  const all = (collection: Collection) => allPath(collection);
  return {
    small: [
      read(`bare ${listObjects} rows`, bare, "/rows/few-"),
      read(`list ${listObjects}, one namespace`, server, pathOf(configMaps(first))),
      read(`list ${listObjects}, ${spread} namespaces`, server, all(controllerRevisions(first))),
    ],
    big: [
      read(`bare ${bigListObjects} rows`, bare, "/rows/many-"),
      read(`list ${bigListObjects}, one namespace`, server, pathOf(configMaps(second))),
      read(`list ${bigListObjects}, ${spread} namespaces`, server, all(leases(first))),
    ],
  };
}

function row(name: string, samples: readonly Sample[] | undefined, bare: readonly Sample[] | undefined): Row {
  const figures: Record<string, number> = {
    "req/s": medianOf(samples, "perSecond"),
    "p50 ms": medianOf(samples, "p50Ms"),
    "p99 ms": medianOf(samples, "p99Ms"),
    MB: (samples?.[0]?.bytes ?? 0) / (samples?.[0]?.answered || 1) / 1e6,
    "server ms": medianOf(samples, "serverUs") / 1000,
    "others cores": medianOf(samples, "othersCores"),
  };
  if (samples !== bare) figures["of bare %"] = 100 * shareOf(samples, bare, "perSecond");
  return { name, figures };
}

export const listsBenchmark: Benchmark = {
  name: "lists",
  async run(stage: Stage): Promise<Section> {
    const { plan, say } = stage;
    const [bare, server] = [await stage.bare(), await stage.skerry()];
    say("lists: making objects");
    await prepare(stage, bare, server);
    const { small, big } = lists(stage, bare, server);
    for (const operation of [...small, ...big]) {
      await sample(stage, operation, { connections: 1, durationMs: plan.loadMs });
    }
    say("lists: reading");
    const four = await rounds(stage, small, { connections: 4, durationMs: plan.loadMs });
    const load = { connections: 1, durationMs: 30_000, requestsMax: plan.bigListReads };
    const once = (operation: Operation) => ({ ...operation, next: () => repeated(operation, plan.bigListReads) });
    const one = await rounds(stage, [...small, ...big].map(once), load);
    const rowsOf = (operations: readonly Operation[], samples: typeof one, with_: string) =>
      operations.map(({ name }) => row(`${name}, ${with_}`, samples.get(name), samples.get(operations[0]?.name ?? "")));
    const inOneNamespace = one.get(big[1]?.name ?? "");
    const aim: Aim = {
      what: `list of ${plan.bigListObjects} x 2 KB, p50`,
      value: medianOf(inOneNamespace, "p50Ms"),
      limit: 60,
      unit: "ms",
      sense: "at most",
    };
    return {
      name: "lists",
      title: `objects of 2 KB, medians of ${plan.rounds} rounds; from the request's first byte to the answer's last`,
      rows: [...rowsOf(small, four, "4 conn"), ...rowsOf(small, one, "1 conn"), ...rowsOf(big, one, "1 conn")],
      aims: [aim],
      remarks: [],
    };
  },
};

/** The same request, so many times and no more. */
function repeated(operation: Operation, count: number) {
  return { ...operation.next(), count, again: false };
}
