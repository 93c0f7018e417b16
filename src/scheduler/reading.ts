// What the scheduler keeps of the objects that it hears of: the only place where it looks at whole objects.
import type { Namespace, Node, Pod } from "../kinds/facts/types.gen.ts";
import { NodeReader } from "./node-info.ts";
import { holdsItsPlace, PodReader, waitsForPlace } from "./pod-info.ts";
import type { NodeFacts, PodInfo } from "./snapshot.ts";

/**
 * waits: it is this scheduler's to place. placed: it is on the node that it names. other: neither, for it has run to
 * its end, or is another scheduler's, or ends before it began.
 */
export type PodStage = "waits" | "placed" | "other";

export type Reading =
  | { readonly type: "pod"; readonly pod: PodInfo; readonly stage: PodStage; readonly createdAt: string }
  | { readonly type: "node"; readonly node: NodeFacts }
  | { readonly type: "namespace"; readonly name: string; readonly labels: Readonly<Record<string, string>> };

/** The collections that the scheduler hears of, by upstream's names. */
export const schedulerCollections = ["pods", "nodes", "namespaces"] as const;

export class ClusterReader {
  readonly #pods = new PodReader();
  readonly #nodes = new NodeReader();

  /** `text` is an object of `collection` as it is stored. Undefined: of a collection that the scheduler knows nothing of. */
  read(collection: string, text: string): Reading | undefined {
    switch (collection) {
      case "pods":
        return this.pod(JSON.parse(text) as Pod);
      case "nodes":
        return { type: "node", node: this.#nodes.read(JSON.parse(text) as Node) };
      case "namespaces": {
        const { metadata } = JSON.parse(text) as Namespace;
        return { type: "namespace", name: metadata?.name ?? "", labels: metadata?.labels ?? {} };
      }
      default:
        return undefined;
    }
  }

  pod(pod: Readonly<Pod>): Reading & { readonly type: "pod" } {
    const info = this.#pods.read(pod);
    return { type: "pod", pod: info, stage: stageOf(pod, info), createdAt: pod.metadata?.creationTimestamp ?? "" };
  }
}

function stageOf(pod: Readonly<Pod>, info: PodInfo): PodStage {
  if (holdsItsPlace(pod)) return "placed";
  return waitsForPlace(pod) && !info.isTerminating ? "waits" : "other";
}
