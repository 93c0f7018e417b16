// A node has what the pod asks for; the more it would have left, the better.
// Kubernetes: pkg/scheduler/framework/plugins/noderesources/fit.go, least_allocated.go
import type { NodeFilter, Plugin, Unfit } from "../plugin.ts";
import { scoreMax } from "../plugin.ts";
import { namesOfResources } from "../resources.ts";
import type { NodeFacts, PodInfo, PodShape } from "../snapshot.ts";

/** Answers for like shortages are one and the same. */
const known = new Map<string, Unfit>();

function shortage(names: readonly string[], isResolvable: boolean): Unfit {
  const key = `${isResolvable} ${names.join()}`;
  const same = known.get(key);
  if (same !== undefined) return same;
  const reasons = names.map((name) => (name === "pods" ? "Too many pods" : `Insufficient ${name}`));
  const unfit = { reasons, isResolvable };
  // Extended resources have names of anybody's choice.
  if (known.size >= 1_000) known.clear();
  known.set(key, unfit);
  return unfit;
}

function filterFor({ requests }: PodShape): NodeFilter {
  const names = namesOfResources(requests);
  // Most nodes are short of the same: what was said last is said again without a look at names.
  let last: { readonly bits: number; readonly unfit: Unfit } | undefined;
  return {
    check({ facts: { allocatable }, requested, pods }) {
      const hasPlace = pods.size + 1 <= (allocatable["pods"] ?? 0);
      let bits = hasPlace ? 0 : 1;
      let isResolvable = true;
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index] as string;
        const wanted = requests[name] as number;
        const capacity = allocatable[name] ?? 0;
        if (wanted <= capacity - (requested[name] ?? 0)) continue;
        bits += 2 ** (index + 1);
        if (wanted > capacity) isResolvable = false;
      }
      if (bits === 0) return undefined;
      if (last?.bits === bits && last.unfit.isResolvable === isResolvable) return last.unfit;
      const short = names.filter((_, index) => Math.floor(bits / 2 ** (index + 1)) % 2 === 1);
      const unfit = shortage(hasPlace ? short : ["pods", ...short], isResolvable);
      last = { bits, unfit };
      return unfit;
    },
  };
}

/** Some of what the pod asks for became more. */
function hasGrown({ shape: { requests } }: PodInfo, before: NodeFacts, after: NodeFacts): boolean {
  const names = ["pods", ...namesOfResources(requests)];
  return names.some((name) => (after.allocatable[name] ?? 0) > (before.allocatable[name] ?? 0));
}

/** Percent of `capacity` that is left. */
function percentLeft(wanted: number, capacity: number): number {
  return wanted > capacity ? 0 : Math.trunc(((capacity - wanted) * scoreMax) / capacity);
}

export const nodeResourcesFit: Plugin = {
  name: "NodeResourcesFit",
  isNodeLocal: true,
  filter: ({ shape }) => filterFor(shape),
  scoreWeight: 1,
  score({ shape: { guessed } }) {
    return {
      score({ facts: { allocatable }, guessed: used }) {
        let sum = 0;
        let count = 0;
        if (allocatable.cpu > 0) {
          sum += percentLeft(used.cpu + guessed.cpu, allocatable.cpu);
          count += 1;
        }
        if (allocatable.memory > 0) {
          sum += percentLeft(used.memory + guessed.memory, allocatable.memory);
          count += 1;
        }
        return count === 0 ? 0 : Math.trunc(sum / count);
      },
    };
  },
  isHelpedBy(pod, event) {
    switch (event.type) {
      case "nodeAdded":
        return true;
      case "nodeChanged":
        return hasGrown(pod, event.before, event.node.facts);
      case "podRemoved":
        return true;
      case "podChanged":
        return namesOfResources(pod.shape.requests).some(
          (name) => (event.pod.shape.requests[name] ?? 0) < (event.before.shape.requests[name] ?? 0),
        );
      default:
        return false;
    }
  },
};
