// Reduces a Pod object to what decides where it goes.
import type { ObjectMeta } from "../apimachinery/json.ts";
import { controllerOf } from "../controllers/runtime/ownership.ts";
import { isSidecar } from "../kinds/core/pod/pod-requests.ts";
import type { Container, Pod } from "../kinds/facts/types.gen.ts";
import { sharedTextsMax } from "./limits.ts";
import { podShape } from "./pod-shape.ts";
import { SharedTexts } from "./shared-texts.ts";
import type { PodInfo, PodShape } from "./snapshot.ts";

/** Owners whose pods are spread. Kubernetes: pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector */
const spreadingOwners = ["ReplicaSet", "StatefulSet", "ReplicationController"];

export class PodReader {
  readonly #shapes = new SharedTexts<PodShape>(sharedTextsMax);
  readonly #labels = new SharedTexts<Readonly<Record<string, string>>>(sharedTextsMax);

  read(pod: Readonly<Pod>): PodInfo {
    const { namespace = "", name = "", uid = "", labels = {}, deletionTimestamp } = pod.metadata ?? {};
    return {
      namespace,
      name,
      uid,
      labels: this.#labels.get(JSON.stringify(labels), () => labels),
      nodeName: pod.spec?.nodeName || undefined,
      replicaOf: replicaOf(pod.metadata),
      isGated: (pod.spec?.schedulingGates ?? []).length > 0,
      isTerminating: deletionTimestamp !== undefined,
      shape: this.#shapes.get(shapeText(pod, namespace), () => podShape(pod, namespace)),
    };
  }
}

function replicaOf(metadata: Readonly<ObjectMeta> | undefined): string | undefined {
  const owner = metadata === undefined ? undefined : controllerOf({ metadata });
  return owner !== undefined && spreadingOwners.includes(owner.kind) ? owner.uid : undefined;
}

/** All that a shape is made of. Two pods with one text have one shape. */
function shapeText({ spec, status }: Readonly<Pod>, namespace: string): string {
  const ofContainer = (container: Container) => [
    container.image,
    container.resources?.requests,
    container.ports?.filter((port) => port.hostPort),
    isSidecar(container),
  ];
  const held = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])]
    .filter((one) => one.allocatedResources !== undefined || one.resources?.requests !== undefined)
    .map((one) => [one.name, one.allocatedResources, one.resources?.requests]);
  return JSON.stringify([
    namespace,
    spec?.containers.map(ofContainer),
    spec?.initContainers?.map(ofContainer),
    // Only then do names matter: amounts in force are found by container.
    held.length === 0
      ? undefined
      : [held, [...(spec?.initContainers ?? []), ...spec!.containers].map((one) => one.name)],
    spec?.resources?.requests,
    spec?.overhead,
    spec?.priority,
    spec?.preemptionPolicy,
    spec?.tolerations,
    spec?.nodeSelector,
    spec?.affinity,
    spec?.topologySpreadConstraints,
    spec?.volumes?.map((volume) => volume.image?.reference).filter((image) => image !== undefined),
  ]);
}

/** It has a node, and has not run to its end there. */
export function holdsItsPlace(pod: Readonly<Pod>): boolean {
  return Boolean(pod.spec?.nodeName) && !isOver(pod);
}

/** It waits for this scheduler to give it a node. */
export function waitsForPlace(pod: Readonly<Pod>): boolean {
  return !pod.spec?.nodeName && !isOver(pod) && pod.spec?.schedulerName === defaultSchedulerName;
}

export const defaultSchedulerName = "default-scheduler";

function isOver(pod: Readonly<Pod>): boolean {
  const phase = pod.status?.phase;
  return phase === "Succeeded" || phase === "Failed";
}
