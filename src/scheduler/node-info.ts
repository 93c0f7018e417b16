// Reduces a Node object to what decides which pods it can have.
import type { Node } from "../kinds/facts/types.gen.ts";
import { sharedTextsMax } from "./limits.ts";
import { resourcesOfList } from "./resources.ts";
import { SharedTexts } from "./shared-texts.ts";
import type { NodeFacts } from "./snapshot.ts";
import { zoneLabel } from "./spread-constraint.ts";

const regionLabel = "topology.kubernetes.io/region";

export class NodeReader {
  readonly #names = new SharedTexts<string>(sharedTextsMax);

  read(node: Readonly<Node>): NodeFacts {
    const { name = "", labels = {} } = node.metadata ?? {};
    const images = new Map<string, number>();
    for (const { names = [], sizeBytes = 0 } of node.status?.images ?? []) {
      for (const image of names)
        images.set(
          this.#names.get(image, () => image),
          sizeBytes,
        );
    }
    return {
      name,
      labels,
      taints: node.spec?.taints ?? [],
      isUnschedulable: node.spec?.unschedulable === true,
      allocatable: resourcesOfList(node.status?.allocatable ?? node.status?.capacity),
      images,
      zone: zoneOf(labels),
    };
  }
}

/** Kubernetes: staging/src/k8s.io/component-helpers/node/topology/helpers.go GetZoneKey */
function zoneOf(labels: Readonly<Record<string, string>>): string {
  const [region = "", zone = ""] = [labels[regionLabel], labels[zoneLabel]];
  return region === "" && zone === "" ? "" : `${region}:\0:${zone}`;
}

/** Nothing differs that could let a pod in. Images only make a node better. */
export function sameForPods(one: NodeFacts, other: NodeFacts): boolean {
  return (
    one.isUnschedulable === other.isUnschedulable &&
    sameText(one.labels, other.labels) &&
    sameText(one.taints, other.taints) &&
    sameText(one.allocatable, other.allocatable)
  );
}

/** Keys in another order count as different, which costs a second look and no more. */
export function sameText(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
