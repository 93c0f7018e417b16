import { describe, expect, test } from "vitest";
import { sampleNode, samplePod } from "../../test/fixtures/scheduler-objects.ts";
import { SeededRandom } from "../platform/simulated/random.ts";
import { ClusterCache } from "./cluster-cache.ts";
import { selectionOf } from "./pod-terms.ts";
import { ClusterReader, type Reading } from "./reading.ts";
import type { ClusterSnapshot, NodeFacts, PodInfo } from "./snapshot.ts";
import { spreadSelection } from "./spread-constraint.ts";

const reader = new ClusterReader();
const apps = ["web", "db", "job"];

function node(name: string, labels: Record<string, string>): NodeFacts {
  const object = sampleNode(name, { labels });
  object.status = { ...object.status, images: [{ names: [`image-${labels["zone"]}`], sizeBytes: 1 }] };
  return (reader.read("nodes", JSON.stringify(object)) as Reading & { type: "node" }).node;
}

function pod(name: string, random: SeededRandom): PodInfo {
  const app = random.pick(apps);
  const term = { topologyKey: "zone", labelSelector: { matchLabels: { app: random.pick(apps) } } };
  const open = { ...term, namespaceSelector: { matchLabels: { team: "red" } } };
  const spread = { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" };
  return reader.pod(
    samplePod(name, {
      namespace: random.pick(["one", "two"]),
      cpu: `${100 * (1 + random.integer(5))}m`,
      labels: { app },
      isEnding: random.chance(0.2),
      ...(random.chance(0.5) ? { replicaOf: app } : {}),
      ...(random.chance(0.3) ? { hostPort: 8000 + random.integer(3) } : {}),
      spec: {
        topologySpreadConstraints: [{ ...spread, labelSelector: { matchLabels: { app } } }],
        affinity: {
          ...(random.chance(0.4)
            ? { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } }
            : {}),
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: random.chance(0.4) ? [random.pick([term, open])] : [],
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, podAffinityTerm: term }],
          },
        },
      },
    }),
  ).pod;
}

const sorted = (map: ReadonlyMap<string, number>) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

/** All that a cycle may read, for these pods. */
function everything(cluster: ClusterSnapshot, pods: readonly PodInfo[]): unknown {
  const nodes = [...cluster.nodes].sort((one, other) => (one.name < other.name ? -1 : 1));
  const terms = (all: Iterable<{ term: { key: string }; weight: number; counts: ReadonlyMap<string, number> }>) =>
    [...all].map(({ term, weight, counts }) => `${weight} ${term.key} ${JSON.stringify(sorted(counts))}`).sort();
  return {
    nodes: nodes.map(({ name, requested, guessed, pods: on, hostPorts }) => ({
      name,
      requested: { ...requested },
      guessed: { ...guessed },
      pods: [...on].map((one) => one.name).sort(),
      hostPorts: hostPorts.map(({ port }) => port).sort(),
    })),
    domains: sorted(cluster.domains("zone")),
    images: ["a", "b", "c"].map((zone) => cluster.nodesWithImage(`image-${zone}`)),
    replicas: apps.map((app) => [sorted(cluster.replicas(app).byNode), sorted(cluster.replicas(app).byValue("zone"))]),
    far: ["one", "two"].map((namespace) => terms(cluster.placedFar(namespace))),
    preferred: ["one", "two"].map((namespace) => terms(cluster.placedPreferred(namespace))),
    counts: pods.map((one) => {
      const selections = [
        ...one.shape.spread.map((constraint) => spreadSelection(one, constraint)),
        ...[...one.shape.near, ...one.shape.far].map((term) => selectionOf([term], cluster)),
      ];
      return selections.map((selection) => {
        const counts = cluster.counts(selection);
        return [selection.key, sorted(counts.byNode), sorted(counts.byValue("zone"))];
      });
    }),
  };
}

describe("what is counted along", () => {
  test.each(Array.from({ length: 30 }, (_, seed) => [seed]))("[S4] equals what is counted anew (seed %i)", (seed) => {
    const random = new SeededRandom(seed);
    const cache = new ClusterCache();
    const nodes = new Map<string, NodeFacts>();
    const places = new Map<string, { pod: PodInfo; node: string }>();
    const namespaces = new Map<string, Record<string, string>>();
    const asked = Array.from({ length: 4 }, (_, index) => pod(`asked-${index}`, random));
    for (let step = 0; step < 120; step += 1) {
      const name = `n${random.integer(6)}`;
      const kind = random.integer(10);
      if (kind < 2) {
        const facts = node(name, random.chance(0.8) ? { zone: random.pick(["a", "b", "c"]) } : {});
        nodes.set(name, facts);
        cache.setNode(facts);
      } else if (kind === 2) {
        nodes.delete(name);
        cache.removeNode(name);
      } else if (kind === 3) {
        const namespace = random.pick(["one", "two"]);
        namespaces.set(namespace, { team: random.pick(["red", "blue"]) });
        cache.setNamespace(namespace, namespaces.get(namespace) as Record<string, string>);
      } else if (kind < 6 && places.size > 0) {
        const uid = random.pick([...places.keys()]);
        places.delete(uid);
        cache.remove(uid);
      } else {
        const placed = pod(`p${random.integer(12)}`, random);
        const uid = placed.uid;
        places.set(uid, { pod: placed, node: name });
        cache.place(placed, name, random.chance(0.5));
      }
      // So that selections are counted from different moments on.
      if (random.chance(0.1)) everything(cache, asked.slice(0, random.integer(5)));
    }
    const fresh = new ClusterCache();
    for (const [namespace, labels] of namespaces) fresh.setNamespace(namespace, labels);
    for (const facts of nodes.values()) fresh.setNode(facts);
    for (const place of places.values()) fresh.place(place.pod, place.node);
    expect(everything(cache, asked)).toEqual(everything(fresh, asked));
  });

  test("a pod without a change is not counted again", () => {
    const cache = new ClusterCache();
    cache.setNode(node("a", {}));
    const one = reader.pod(samplePod("one", { cpu: "1" })).pod;
    cache.place(one, "a", true);
    expect(cache.placeOf(one.uid)?.isAssumed).toBe(true);
    cache.place(reader.pod(samplePod("one", { cpu: "1", nodeName: "a" })).pod, "a");
    expect(cache.placeOf(one.uid)?.isAssumed).toBe(false);
    cache.place(one, "a", true);
    expect(cache.placeOf(one.uid)?.isAssumed, "what is known is no assumption any more").toBe(false);
    expect(cache.node("a")?.requested.cpu).toBe(1000);
  });

  test("zones take turns", () => {
    const cache = new ClusterCache();
    const zone = "topology.kubernetes.io/zone";
    for (const [name, value] of Object.entries({ a1: "a", a2: "a", a3: "a", b1: "b", c1: "c", c2: "c" })) {
      cache.setNode(node(name, { [zone]: value }));
    }
    expect(cache.nodes.map(({ name }) => name)).toEqual(["a1", "b1", "c1", "a2", "c2", "a3"]);
    cache.removeNode("a1");
    expect(cache.nodes.map(({ name }) => name)).toEqual(["a2", "b1", "c1", "a3", "c2"]);
  });
});
