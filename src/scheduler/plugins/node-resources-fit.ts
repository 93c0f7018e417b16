// A node has what the pod asks for; the more it would have left, the better.
// Kubernetes: pkg/scheduler/framework/plugins/noderesources/fit.go, least_allocated.go
import type { NodeFilter, Plugin, Unfit } from "../plugin.ts";
import { scoreMax } from "../plugin.ts";
import { namesOfResources } from "../resources.ts";
import type { NodeFacts, NodeSnapshot, PodInfo, PodShape } from "../snapshot.ts";

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
  return {
    check(node) {
      if (hasRoom(names, requests, node)) return undefined;
      const { allocatable } = node.facts;
      const short = names.filter(
        (name) => (requests[name] as number) > (allocatable[name] ?? 0) - (node.requested[name] ?? 0),
      );
      const isResolvable = short.every((name) => (requests[name] as number) <= (allocatable[name] ?? 0));
      if (node.pods.size + 1 > (allocatable["pods"] ?? 0)) short.unshift("pods");
      return shortage(short, isResolvable);
    },
  };
}

function hasRoom(names: readonly string[], requests: PodShape["requests"], node: NodeSnapshot): boolean {
  const { facts, requested } = node;
  if (node.pods.size + 1 > (facts.allocatable["pods"] ?? 0)) return false;
  for (const name of names) {
    if ((requests[name] as number) > (facts.allocatable[name] ?? 0) - (requested[name] ?? 0)) return false;
  }
  return true;
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
