// Makes and takes the pods of an owner, with the events that tell of it.
// Kubernetes: pkg/controller/controller_utils.go RealPodControl, GetPodFromTemplate
import type { KubeObject, OwnerReference } from "../../apimachinery/json.ts";
import type { Pod, PodTemplateSpec } from "../../kinds/facts/types.gen.ts";
import { pods } from "../../kinds/kind-refs.ts";
import type { Client } from "./client.ts";
import type { EventRecorder } from "./events.ts";
import { errorMessage, isConflict, isNamespaceTerminating } from "./failures.ts";

export interface PodControlContext {
  readonly client: Client;
  readonly events: EventRecorder;
}

/** The longest name that generated ones may be built on, so that pods' host names stay whole. */
const nameLengthMax = 253;

export function podFromTemplate(owner: Readonly<KubeObject>, template: PodTemplateSpec, ref: OwnerReference): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const generateName = `${owner.metadata?.name ?? ""}-`;
  return {
    metadata: {
      generateName: generateName.length <= nameLengthMax ? generateName : (owner.metadata?.name ?? ""),
      ...(labels === undefined ? {} : { labels: { ...labels } }),
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
      ...(finalizers === undefined ? {} : { finalizers: [...finalizers] }),
      ownerReferences: [ref],
    },
    ...(template.spec === undefined ? {} : { spec: template.spec }),
  };
}

/** Undefined: its namespace is being deleted, so there is nothing to do. Other failures are told and thrown. */
export async function createPod(
  { client, events }: PodControlContext,
  owner: Readonly<KubeObject>,
  pod: Pod,
): Promise<Readonly<Pod> | undefined> {
  try {
    const created = await client.create(pods, pod);
    events.event(owner, "Normal", "SuccessfulCreate", `Created pod: ${created.metadata?.name}`);
    return created;
  } catch (error) {
    if (isNamespaceTerminating(error)) return undefined;
    events.event(owner, "Warning", "FailedCreate", `Error creating: ${errorMessage(error)}`);
    throw error;
  }
}

/** A pod that is gone already is as good; other failures are told and thrown. */
export async function deletePod(
  { client, events }: PodControlContext,
  owner: Readonly<KubeObject>,
  pod: Readonly<Pod>,
): Promise<void> {
  const { name = "", uid = "" } = pod.metadata ?? {};
  try {
    await client.delete(pods, name, { uid });
  } catch (error) {
    // The name is another object's by now: the pod is gone.
    if (isConflict(error)) return;
    events.event(owner, "Warning", "FailedDelete", `Error deleting: ${errorMessage(error)}`);
    throw error;
  }
  events.event(owner, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`);
}
