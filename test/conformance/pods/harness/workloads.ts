// Workloads that keep pods, and waits for them.
import type { Api, ApiObject } from "../../harness/api.ts";
import { watched } from "./pods.ts";

export type Labels = Readonly<Record<string, string>>;

export function template(labels: Labels, container: object): object {
  return { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } };
}

export function deploymentsOf(namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments`;
}

export function replicaSetsOf(namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/replicasets`;
}

export function controllersOf(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/replicationcontrollers`;
}

/** A ReplicaSet, ReplicationController or Deployment has as many ready pods as it wants. */
export function hasAll({ metadata, spec, status = {} }: ApiObject): boolean {
  const seen = status.observedGeneration >= (metadata.generation ?? 0);
  return seen && status.replicas === spec.replicas && (status.readyReplicas ?? 0) === spec.replicas;
}

/** A Deployment is done with a change. */
export function isRolledOut(deployment: ApiObject): boolean {
  const { spec, status } = deployment;
  return hasAll(deployment) && status.updatedReplicas === spec.replicas && status.availableReplicas === spec.replicas;
}

export function untilAll(api: Api, collection: string, name: string): Promise<ApiObject> {
  return watched(api, collection, name, hasAll);
}

export function untilRolledOut(api: Api, collection: string, name: string): Promise<ApiObject> {
  return watched(api, collection, name, isRolledOut);
}

/** The object that controls it. */
export function controllerOf({ metadata }: ApiObject): string | undefined {
  return metadata.ownerReferences?.find((owner) => (owner as { controller?: boolean }).controller === true)?.uid;
}
