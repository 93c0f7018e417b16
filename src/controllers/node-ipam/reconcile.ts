// Gives each node that has none its range of pod addresses.
// Kubernetes: pkg/controller/nodeipam/ipam/range_allocator.go
import type { Node } from "../../kinds/facts/types.gen.ts";
import { nodes } from "../../kinds/kind-refs.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isConflict, isNotFound } from "../runtime/failures.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { freeRange, type NodeRanges } from "./plan.ts";

/** One key for all: two nodes that were worked on at once might get the same range. */
const assign = "assign";

export function nodeIpamController(ranges: NodeRanges): Controller {
  return {
    name: "node-ipam",
    component: "cidrAllocator",
    scope: "Cluster",
    watches: [
      mapped<Node>(nodes, ({ type, object }) => {
        const hasRange = rangesOf(object).length > 0;
        // A range that is free again may be waited for.
        return hasRange === (type === "DELETED") ? [assign] : [];
      }),
    ],
    async reconcile(_key, { client, events }) {
      const all = await client.list(nodes);
      const taken = all.flatMap(rangesOf);
      for (const node of all) {
        const { name = "", uid = "", resourceVersion = "", deletionTimestamp } = node.metadata ?? {};
        if (rangesOf(node).length > 0 || deletionTimestamp !== undefined) continue;
        const range = freeRange(ranges, taken);
        if (range === undefined) {
          events.event(node, "Normal", "CIDRNotAvailable", `Node ${name} status is now: CIDRNotAvailable`);
          continue;
        }
        taken.push(range);
        try {
          const spec = { podCIDR: range, podCIDRs: [range] };
          await client.patch(nodes, name, { metadata: { uid, resourceVersion }, spec });
        } catch (error) {
          if (isConflict(error)) throw error;
          if (!isNotFound(error))
            events.event(node, "Normal", "CIDRAssignmentFailed", `Node ${name} status is now: CIDRAssignmentFailed`);
          if (!isNotFound(error)) throw error;
        }
      }
      return done;
    },
  };
}

function rangesOf({ spec }: Readonly<Node>): string[] {
  return spec?.podCIDRs ?? (spec?.podCIDR ? [spec.podCIDR] : []);
}
