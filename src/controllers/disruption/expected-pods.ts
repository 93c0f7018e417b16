// How many pods there should be, as the pods' controllers say. Kubernetes: pkg/controller/disruption/disruption.go getExpectedScale
import { apiVersionOf, type KubeObject, type OwnerReference, qualifiedResource } from "../../apimachinery/json.ts";
import type { Pod } from "../../kinds/facts/types.gen.ts";
import type { Kind } from "../../kinds/kind.ts";
import { deployments } from "../../kinds/kind-refs.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { Client, KindRef } from "../runtime/client.ts";
import { controllerNamed, controllerOf } from "../runtime/ownership.ts";

export interface ExpectedPods {
  readonly count: number;
  /** Nobody controls them, so nobody says how many there should be. */
  readonly unmanaged: readonly string[];
}

/** Throws an Error with upstream's text when a pod's controller doesn't say. */
export async function expectedPods(
  client: Client,
  kinds: KindRegistry,
  pods: readonly Readonly<Pod>[],
): Promise<ExpectedPods> {
  const replicasByOwner = new Map<string, number>();
  const unmanaged: string[] = [];
  // Pods of one set are asked for once.
  const asked = new Set<string>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) unmanaged.push(pod.metadata?.name ?? "");
    if (owner === undefined || asked.has(owner.uid)) continue;
    asked.add(owner.uid);
    const scale = await scaleOf(client, kinds, owner);
    if (scale === undefined) throw new Error(`found no controllers for pod ${JSON.stringify(pod.metadata?.name)}`);
    replicasByOwner.set(scale.uid, scale.replicas);
  }
  return { count: [...replicasByOwner.values()].reduce((sum, one) => sum + one, 0), unmanaged };
}

interface OwnerScale {
  readonly uid: string;
  readonly replicas: number;
}

async function scaleOf(client: Client, kinds: KindRegistry, owner: OwnerReference): Promise<OwnerScale | undefined> {
  const kind = kinds.kinds.find(
    (one) => one.kind === owner.kind && apiVersionOf(one.group, one.version) === owner.apiVersion,
  );
  if (kind === undefined)
    throw new Error(`no matches for kind ${JSON.stringify(owner.kind)} in version "${owner.apiVersion}"`);
  const object = await client.get(refOf(kind), owner.name);
  if (object === undefined || kind.subresources.scale === undefined) return missing(kind);
  if (object.metadata?.uid !== owner.uid) return undefined;
  return (await deploymentScale(client, object)) ?? { uid: owner.uid, replicas: replicasOf(kind, object) };
}

/** A set of a deployment counts as the deployment, whose other sets may have pods of the budget too. */
async function deploymentScale(client: Client, set: Readonly<KubeObject>): Promise<OwnerScale | undefined> {
  const name = controllerNamed(set, deployments);
  const deployment = name === undefined ? undefined : await client.get(deployments, name);
  const uid = controllerOf(set)?.uid ?? "";
  if (deployment === undefined || deployment.metadata?.uid !== uid) return undefined;
  return { uid, replicas: deployment.spec?.replicas ?? 0 };
}

function missing(kind: Kind): undefined {
  if (kind.subresources.scale !== undefined) return undefined;
  const resource = qualifiedResource({ group: kind.group, resource: kind.plural });
  throw new Error(`${resource} does not implement the scale subresource`);
}

function replicasOf({ subresources: { scale } }: Kind, object: Readonly<KubeObject>): number {
  let value: unknown = object;
  for (const key of (scale?.specReplicas ?? "").replace(/^\./, "").split(".")) {
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return typeof value === "number" ? value : 0;
}

function refOf({ group, version, kind, plural, scope }: Kind): KindRef {
  return { group, version, kind, plural, namespaced: scope === "Namespaced" };
}
