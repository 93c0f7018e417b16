// The order in which nodes are looked at: zones take turns.
// Kubernetes: pkg/scheduler/backend/cache/node_tree.go
import type { NodeSnapshot } from "./snapshot.ts";

/** `nodes` in any order; the answer keeps the order within each zone, and zones in the order of their first nodes. */
export function zonesInTurn<Node extends Pick<NodeSnapshot, "facts">>(nodes: Iterable<Node>): Node[] {
  const zones = new Map<string, Node[]>();
  for (const node of nodes) {
    const zone = zones.get(node.facts.zone);
    if (zone === undefined) zones.set(node.facts.zone, [node]);
    else zone.push(node);
  }
  const order: Node[] = [];
  for (let turn = 0, left = zones.size; left > 0; turn += 1) {
    left = 0;
    for (const zone of zones.values()) {
      const node = zone[turn];
      if (node !== undefined) order.push(node);
      if (turn + 1 < zone.length) left += 1;
    }
  }
  return order;
}
