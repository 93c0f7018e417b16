// One scheduling cycle: which node a pod gets, or why it gets none. Pure but for the random choice among equals.
// Kubernetes: pkg/scheduler/schedule_one.go schedulePod
import type { Random } from "../platform/random.ts";
import { fitNodesMin, fitNodesPercentMin } from "./limits.ts";
import type { NodeFilter, Plugin, Unfit } from "./plugin.ts";
import type { Profile } from "./profile.ts";
import type { ClusterSnapshot, NodeSnapshot, PodInfo } from "./snapshot.ts";

/** Nodes that were refused, by what refused them. */
export interface Diagnosis {
  readonly nodes: number;
  /** No node was looked at: this is why. */
  readonly rejected: Unfit | undefined;
  readonly refused: ReadonlyMap<Unfit, number>;
  /** The plugins whose reasons these are: only what helps one of them can help the pod. */
  readonly refusedBy: ReadonlySet<string>;
}

export type Decision =
  /** `looked`: how many nodes were looked at, so that the next cycle begins after them. */
  | { readonly type: "fits"; readonly node: NodeSnapshot; readonly looked: number }
  | { readonly type: "unfit"; readonly diagnosis: Diagnosis; readonly looked: number };

export interface CycleOptions {
  readonly profile: Profile;
  readonly cluster: ClusterSnapshot;
  readonly random: Random;
  /** The place in the cluster's order of nodes where to begin. */
  readonly start: number;
}

export function runCycle(pod: PodInfo, { profile, cluster, random, start }: CycleOptions): Decision {
  const filters = prepareFilters(pod, profile, cluster);
  if ("rejected" in filters) return { type: "unfit", diagnosis: filters, looked: 0 };
  const { fit, diagnosis, looked } = filterNodes(filters, cluster, start);
  if (fit.length === 0) return { type: "unfit", diagnosis, looked };
  return { type: "fits", node: bestOf(pod, profile, cluster, fit, random), looked };
}

interface Prepared {
  readonly filters: readonly { readonly plugin: Plugin; readonly filter: NodeFilter }[];
  /** The only nodes that can be fit, and whose word that is. */
  readonly only: ReadonlySet<string> | undefined;
  readonly onlyBy: readonly string[];
}

function prepareFilters(pod: PodInfo, profile: Profile, cluster: ClusterSnapshot): Prepared | Diagnosis {
  const filters: { plugin: Plugin; filter: NodeFilter }[] = [];
  const onlyBy: string[] = [];
  let only: ReadonlySet<string> | undefined;
  for (const plugin of profile) {
    const filter = plugin.filter?.(pod, cluster);
    if (filter === undefined) continue;
    if ("rejected" in filter) {
      const refusedBy = new Set([plugin.name]);
      return { nodes: cluster.nodes.length, rejected: filter.rejected, refused: new Map(), refusedBy };
    }
    filters.push({ plugin, filter });
    if (filter.only === undefined) continue;
    only = only === undefined ? filter.only : new Set([...only].filter((name) => filter.only?.has(name)));
    onlyBy.push(plugin.name);
  }
  return { filters, only, onlyBy };
}

interface Filtered {
  readonly fit: readonly NodeSnapshot[];
  readonly diagnosis: Diagnosis;
  readonly looked: number;
}

/** Looks at nodes from `start` on until enough are fit. */
function filterNodes({ filters, only, onlyBy }: Prepared, cluster: ClusterSnapshot, start: number): Filtered {
  const nodes = only === undefined ? cluster.nodes : nodesNamed(only, cluster);
  const enough = fitNodesEnough(nodes.length);
  const fit: NodeSnapshot[] = [];
  const refused = new Map<Unfit, number>();
  const hasRefused: boolean[] = filters.map(() => false);
  let looked = 0;
  for (; looked < nodes.length && fit.length < enough; looked += 1) {
    const node = nodes[(start + looked) % nodes.length] as NodeSnapshot;
    let unfit: Unfit | undefined;
    for (let index = 0; index < filters.length && unfit === undefined; index += 1) {
      unfit = (filters[index] as Prepared["filters"][number]).filter.check(node);
      if (unfit !== undefined) hasRefused[index] = true;
    }
    if (unfit === undefined) fit.push(node);
    else refused.set(unfit, (refused.get(unfit) ?? 0) + 1);
  }
  const refusedBy = new Set(filters.filter((_, index) => hasRefused[index]).map(({ plugin }) => plugin.name));
  const others = cluster.nodes.length - nodes.length;
  if (fit.length === 0 && others > 0) {
    const reason = `node(s) didn't satisfy plugin(s) [${[...onlyBy].sort().join(" ")}]`;
    refused.set({ reasons: [reason], isResolvable: false }, others);
    for (const name of onlyBy) refusedBy.add(name);
  }
  return { fit, diagnosis: { nodes: cluster.nodes.length, rejected: undefined, refused, refusedBy }, looked };
}

function nodesNamed(names: ReadonlySet<string>, cluster: ClusterSnapshot): NodeSnapshot[] {
  return [...names].map((name) => cluster.node(name)).filter((node) => node !== undefined);
}

/** The more nodes, the smaller a part of them will do. Kubernetes: numFeasibleNodesToFind */
export function fitNodesEnough(nodes: number): number {
  if (nodes < fitNodesMin) return nodes;
  const percent = Math.max(50 - Math.trunc(nodes / 125), fitNodesPercentMin);
  return Math.max(Math.trunc((nodes * percent) / 100), fitNodesMin);
}

function bestOf(
  pod: PodInfo,
  profile: Profile,
  cluster: ClusterSnapshot,
  nodes: readonly NodeSnapshot[],
  random: Random,
): NodeSnapshot {
  const [only] = nodes;
  if (nodes.length === 1) return only as NodeSnapshot;
  const scores = scoreNodes(pod, profile, cluster, nodes);
  let best = 0;
  let equals = 1;
  for (let index = 1; index < nodes.length; index += 1) {
    const [score, highest] = [scores[index] as number, scores[best] as number];
    if (score > highest) {
      best = index;
      equals = 1;
    } else if (score === highest) {
      equals += 1;
      // Each of the equals ends up chosen with the same probability.
      if (random.integer(equals) === 0) best = index;
    }
  }
  return nodes[best] as NodeSnapshot;
}

/** The plugins' scores, weighted and added up, in the order of `nodes`. */
export function scoreNodes(
  pod: PodInfo,
  profile: Profile,
  cluster: ClusterSnapshot,
  nodes: readonly NodeSnapshot[],
): Float64Array {
  const sums = new Float64Array(nodes.length);
  const scores = new Float64Array(nodes.length);
  for (const { score, scoreWeight = 1 } of profile) {
    const scorer = score?.(pod, cluster, nodes);
    if (scorer === undefined) continue;
    for (let index = 0; index < nodes.length; index += 1) scores[index] = scorer.score(nodes[index] as NodeSnapshot);
    scorer.normalize?.(scores);
    for (let index = 0; index < nodes.length; index += 1) {
      sums[index] = (sums[index] as number) + scoreWeight * (scores[index] as number);
    }
  }
  return sums;
}

/** The first plugin with a reason against this node that depends on the pod and the node alone. */
export function refusedLocallyBy(
  pod: PodInfo,
  node: NodeSnapshot,
  profile: Profile,
  cluster: ClusterSnapshot,
): string | undefined {
  return profile.find((plugin) => {
    const filter = plugin.isNodeLocal ? plugin.filter?.(pod, cluster) : undefined;
    return filter !== undefined && ("rejected" in filter || filter.check(node) !== undefined);
  })?.name;
}
