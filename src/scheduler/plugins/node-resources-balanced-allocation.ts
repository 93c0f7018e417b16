// Nodes on which cpu and memory would be used to like parts are better: neither is left over alone.
// Kubernetes: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go
import type { Plugin } from "../plugin.ts";
import { scoreMax } from "../plugin.ts";

export const nodeResourcesBalancedAllocation: Plugin = {
  name: "NodeResourcesBalancedAllocation",
  scoreWeight: 1,
  score({ shape: { requests } }) {
    // Pods that ask for nothing would all choose the same node.
    if (requests.cpu === 0 && requests.memory === 0) return undefined;
    return {
      score({ facts: { allocatable }, requested }) {
        // One resource alone is always in balance.
        if (allocatable.cpu === 0 || allocatable.memory === 0) return scoreMax;
        const cpu = Math.min(1, (requested.cpu + requests.cpu) / allocatable.cpu);
        const memory = Math.min(1, (requested.memory + requests.memory) / allocatable.memory);
        return Math.trunc((1 - Math.abs(cpu - memory) / 2) * scoreMax);
      },
    };
  },
};
