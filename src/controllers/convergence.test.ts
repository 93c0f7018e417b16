// All controllers of a namespace under random edits, on nodes that come and go, with instances that die between any two
// steps. When the edits end, the state is what the objects ask for, whatever happened on the way.
import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../test/fixtures/controller-scope.ts";
import { run, runAll, stopAll } from "../../test/fixtures/node-hands.ts";
import { matcherFromSelector, matchesLabels } from "../apimachinery/label-selector.ts";
import { StatusError } from "../apimachinery/status-error.ts";
import { isPodActive, isPodReady } from "../kinds/core/pod/pod-conditions.ts";
import type { Deployment, EndpointSlice, Endpoints, Pod, ReplicaSet, Service } from "../kinds/facts/types.gen.ts";
import { deployments, endpointSlices, endpoints, pods, replicaSets, services } from "../kinds/kind-refs.ts";
import { builtinRegistry } from "../kinds/kind-registry.ts";
import { SeededRandom } from "../platform/simulated/random.ts";
import { namespaceControllers } from "./all.ts";
import type { Client, KindRef } from "./runtime/client.ts";
import { controllerOf } from "./runtime/ownership.ts";

const seeds = Number(process.env["CONTROLLER_SEEDS"] ?? 25);
const steps = 40;
const apps = ["a", "b", "c"];

const controllers = () => namespaceControllers({ caCertificate: () => "PEM" });

/** Once an instance is dead, whatever it still waits for never comes. */
interface Instance {
  alive: boolean;
}

function dyingClient(
  client: Client,
  instance: Instance,
  die: () => void,
  random: SeededRandom,
  chance: number,
): Client {
  const methods = ["get", "list", "listOwned", "create", "update", "updateStatus", "patch", "delete"] as const;
  const wrapped: Record<string, unknown> = { namespace: client.namespace };
  for (const method of methods) {
    wrapped[method] = async (...given: never[]) => {
      if (!instance.alive) return new Promise(() => {});
      // Before the call or after it: the caller never knows which.
      const when = random.chance(chance) ? random.pick(["before", "after"] as const) : undefined;
      if (when === "before") die();
      if (!instance.alive) return new Promise(() => {});
      const answer = await (client[method] as (...all: never[]) => Promise<unknown>)(...given);
      if (when === "after") die();
      return instance.alive ? answer : new Promise(() => {});
    };
  }
  return wrapped as unknown as Client;
}

function begin(random: SeededRandom): { readonly at: ControllerScope; readonly deaths: () => number; calm(): void } {
  let instance: Instance = { alive: true };
  let deaths = 0;
  let chance = 0.01;
  const at = controllerScope({
    namespace: "team",
    controllers: controllers(),
    random: random.fork(),
    wrap: (client) => dyingClient(client, instance, die, random, chance),
  });
  function die(): void {
    instance.alive = false;
    instance = { alive: true };
    deaths += 1;
    at.restart(controllers());
    at.timers.after(0, () => at.loop.wake());
  }
  return {
    at,
    deaths: () => deaths,
    calm() {
      chance = 0;
    },
  };
}

type Edit = (at: ControllerScope, app: string, random: SeededRandom) => Promise<unknown>;

const labelsOf = (app: string) => ({ app });

function template(app: string, random: SeededRandom) {
  const ports = [{ name: "web", containerPort: random.pick([8080, 9090]) }];
  const image = `image:${random.integer(4)}`;
  return { metadata: { labels: labelsOf(app) }, spec: { containers: [{ name: "c", image, ports }] } };
}

const edits: readonly Edit[] = [
  (at, app, random) =>
    at.client.create(deployments, {
      metadata: { name: app },
      spec: {
        replicas: random.integer(6),
        revisionHistoryLimit: random.integer(3),
        selector: { matchLabels: labelsOf(app) },
        template: template(app, random),
        strategy: random.chance(0.3)
          ? { type: "Recreate" }
          : { rollingUpdate: { maxSurge: random.integer(3), maxUnavailable: random.pick([1, "25%", "50%"]) } },
      },
    }),
  (at, app, random) => at.client.patch(deployments, app, { spec: { replicas: random.integer(8) } }),
  (at, app, random) => at.client.patch(deployments, app, { spec: { template: template(app, random) } }),
  (at, app, random) => at.client.patch(deployments, app, { spec: { paused: random.chance(0.3) } }),
  (at, app, random) =>
    at.client.delete(deployments, app, { propagationPolicy: random.pick(["Foreground", "Background", "Orphan"]) }),
  (at, app, random) =>
    at.client.create(replicaSets, {
      metadata: { name: `${app}-bare` },
      spec: {
        replicas: random.integer(4),
        selector: { matchLabels: { ...labelsOf(app), bare: "yes" } },
        template: { ...template(app, random), metadata: { labels: { ...labelsOf(app), bare: "yes" } } },
      },
    }),
  (at, app) => at.client.delete(replicaSets, `${app}-bare`, { propagationPolicy: "Background" }),
  (at, app) =>
    at.client.create(services, {
      metadata: { name: app },
      spec: {
        selector: labelsOf(app),
        clusterIP: "None",
        ports: [{ port: 80, targetPort: "web" }],
        ipFamilies: ["IPv4"],
      },
    }),
  (at, app) => at.client.delete(services, app),
  (at, app, random) => at.client.patch(services, app, { metadata: { labels: { tier: random.pick(["x", "y"]) } } }),
  (at) => runAll(at),
  (at) => stopAll(at),
  (at, _app, random) => withPod(at, random, (name) => at.client.delete(pods, name)),
  (at, _app, random) =>
    withPod(at, random, (name) => at.client.patch(pods, name, { status: { phase: "Failed" } }, "status")),
  (at, _app, random) => withPod(at, random, (name) => run(at, name, { ready: random.chance(0.7), ip: ipOf(random) })),
  (at, _app, random) =>
    withPod(at, random, (name) => at.client.patch(pods, name, { metadata: { labels: { app: random.pick(apps) } } })),
  async (at, _app, random) => {
    const all = await at.client.list<EndpointSlice>(endpointSlices);
    if (all.length > 0) await at.client.delete(endpointSlices, random.pick(all).metadata?.name ?? "");
  },
];

function ipOf(random: SeededRandom): string {
  return `10.244.${random.integer(250)}.${random.integer(250)}`;
}

async function withPod(
  at: ControllerScope,
  random: SeededRandom,
  edit: (name: string) => Promise<unknown>,
): Promise<void> {
  const all = await at.client.list(pods);
  if (all.length > 0) await edit(random.pick(all).metadata?.name ?? "");
}

/** Edits as people make them: many name what isn't there, or come at a bad moment. */
async function edit(at: ControllerScope, random: SeededRandom): Promise<void> {
  try {
    await random.pick(edits)(at, random.pick(apps), random);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}

/** Nodes do their work until nothing changes any more. */
async function rest(at: ControllerScope, random: SeededRandom): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const before = at.writes.length;
    await at.settle(2_000);
    for (const pod of await at.client.list<Pod>(pods)) {
      if (isPodActive(pod) && !isPodReady(pod))
        await run(at, pod.metadata?.name ?? "", { ip: pod.status?.podIP || ipOf(random) });
    }
    await stopAll(at);
    await at.settle(2_000);
    if (at.writes.length === before) return;
  }
  throw new Error("it never comes to rest");
}

async function all<Type extends object>(at: ControllerScope, kind: KindRef): Promise<readonly Type[]> {
  return (await at.client.list(kind)) as readonly Type[];
}

const nameOf = (object: { metadata?: { name?: string } }) => object.metadata?.name ?? "";

/** What is wrong with the state at rest: nothing, it is hoped. */
async function faults(at: ControllerScope): Promise<string[]> {
  const found: string[] = [];
  const everyPod = (await all<Pod>(at, pods)).filter(isPodActive);
  const sets = await all<ReplicaSet>(at, replicaSets);
  const ownedBy = (owner: { metadata?: { uid?: string } }, list: readonly { metadata?: object }[]) =>
    list.filter((one) => controllerOf(one)?.uid === owner.metadata?.uid);
  for (const set of sets) {
    const own = ownedBy(set, everyPod);
    const wanted = set.spec?.replicas ?? 0;
    if (own.length !== wanted) found.push(`${nameOf(set)} has ${own.length} pods of ${wanted}`);
    if ((set.status?.replicas ?? 0) !== wanted) found.push(`${nameOf(set)} counts ${set.status?.replicas}`);
    if ((set.status?.availableReplicas ?? 0) !== wanted) found.push(`${nameOf(set)} has not all available`);
    if (set.status?.observedGeneration !== set.metadata?.generation) found.push(`${nameOf(set)} is not observed`);
  }
  for (const deployment of await all<Deployment>(at, deployments)) found.push(...deploymentFaults(deployment, sets));
  for (const service of await all<Service>(at, services)) found.push(...(await serviceFaults(at, service, everyPod)));
  found.push(...(await ownerFaults(at)));
  return found;
}

function deploymentFaults(deployment: Deployment, sets: readonly ReplicaSet[]): string[] {
  const { spec, status } = deployment;
  if (spec?.paused) return [];
  const found: string[] = [];
  const own = sets.filter((set) => controllerOf(set)?.uid === deployment.metadata?.uid);
  const active = own.filter((set) => (set.spec?.replicas ?? 0) > 0);
  const wanted = spec?.replicas ?? 0;
  const image = (set: ReplicaSet) => JSON.stringify(set.spec?.template?.spec?.containers);
  if (wanted > 0 && active.length !== 1) found.push(`${nameOf(deployment)} has ${active.length} active sets`);
  for (const set of active) {
    if (image(set) !== JSON.stringify(spec?.template.spec?.containers))
      found.push(`${nameOf(set)} is of an old template`);
    if (set.spec?.replicas !== wanted) found.push(`${nameOf(set)} has ${set.spec?.replicas} of ${wanted}`);
  }
  const limit = spec?.revisionHistoryLimit ?? 10;
  if (own.length > limit + 1) found.push(`${nameOf(deployment)} keeps ${own.length - 1} old sets of ${limit}`);
  const counts = [status?.replicas, status?.updatedReplicas, status?.availableReplicas].map((count) => count ?? 0);
  if (counts.some((count) => count !== wanted)) found.push(`${nameOf(deployment)} counts ${counts} of ${wanted}`);
  if (status?.observedGeneration !== deployment.metadata?.generation)
    found.push(`${nameOf(deployment)} is not observed`);
  const reason = status?.conditions?.find(({ type }) => type === "Progressing")?.reason;
  if (reason !== "NewReplicaSetAvailable") found.push(`${nameOf(deployment)} says ${reason}`);
  return found;
}

async function serviceFaults(at: ControllerScope, service: Service, everyPod: readonly Pod[]): Promise<string[]> {
  const matcher = matcherFromSelector({ matchLabels: service.spec?.selector ?? {} });
  const wanted = everyPod
    .filter((pod) => matchesLabels(matcher, pod.metadata?.labels) && pod.status?.podIP)
    .map((pod) => `${pod.status?.podIP}`)
    .sort();
  const label = `kubernetes.io/service-name=${nameOf(service)}`;
  const slices = (await at.client.list(endpointSlices, { labelSelector: label })) as readonly EndpointSlice[];
  const shown = slices.flatMap((slice) => (slice.endpoints ?? []).flatMap(({ addresses }) => addresses)).sort();
  const object = (await at.client.get(endpoints, nameOf(service))) as Endpoints | undefined;
  const classic = (object?.subsets ?? []).flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip)).sort();
  const found: string[] = [];
  if (shown.join() !== wanted.join()) found.push(`slices of ${nameOf(service)} show ${shown}, not ${wanted}`);
  if (classic.join() !== wanted.join()) found.push(`endpoints of ${nameOf(service)} show ${classic}, not ${wanted}`);
  return found;
}

async function ownerFaults(at: ControllerScope): Promise<string[]> {
  const found: string[] = [];
  const uids = new Set<string>();
  const kinds = [...at.store.counts().keys()].map((collection) => builtinRegistry.byCollection(collection));
  const objects = [];
  for (const kind of kinds.filter((one) => one !== undefined)) {
    for (const object of await all<{ metadata?: { uid?: string; name?: string } }>(at, { ...kind, namespaced: true })) {
      uids.add(object.metadata?.uid ?? "");
      objects.push(object);
    }
  }
  for (const object of objects) {
    const { ownerReferences = [], deletionTimestamp } = (object.metadata ?? {}) as NonNullable<Pod["metadata"]>;
    if (deletionTimestamp !== undefined) found.push(`${nameOf(object)} waits to be deleted`);
    for (const owner of ownerReferences)
      if (!uids.has(owner.uid)) found.push(`${nameOf(object)} has lost ${owner.name}`);
  }
  return found;
}

async function play(seed: number): Promise<{ readonly deaths: number; readonly writes: number }> {
  const random = new SeededRandom(seed);
  const { at, deaths, calm } = begin(random);
  for (let step = 0; step < steps; step += 1) {
    await edit(at, random);
    if (random.chance(0.6)) await at.settle(random.integer(3_000));
  }
  calm();
  await rest(at, random);
  expect(await faults(at)).toEqual([]);
  const before = at.writes.length;
  await at.settle(600_000);
  for (const { name, watches } of controllers()) {
    const kinds = watches.map(({ kind }) => kind).filter((kind) => kind !== "any");
    for (const kind of kinds) {
      const names = (await at.client.list(kind)).map(nameOf);
      at.store.work.add(names.map((key) => ({ controller: name, key, dueMs: 0 })));
    }
  }
  await at.settle(1_000);
  expect(at.writes.slice(before).map(({ collection, name }) => `${collection} ${name}`)).toEqual([]);
  return { deaths: deaths(), writes: at.writes.length };
}

describe("convergence", () => {
  test.each(Array.from({ length: seeds }, (_, index) => index + 1))("seed %i", async (seed) => {
    const { writes } = await play(seed);
    expect(writes).toBeGreaterThan(0);
  });

  test("instances do die in it", async () => {
    const played = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) played.push(await play(seed));
    expect(played.reduce((sum, { deaths }) => sum + deaths, 0)).toBeGreaterThan(5);
  });
});
