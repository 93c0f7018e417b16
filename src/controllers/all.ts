// The controllers, in the order they are listed anywhere. To add one: its folder and its line.
import { deploymentController } from "./deployment/reconcile.ts";
import { replicaSetController } from "./replicaset/replica-set.ts";
import { replicationControllerController } from "./replicaset/replication-controller.ts";
import type { Controller } from "./runtime/controller.ts";

/** Those that run in every namespace. */
export function namespaceControllers(): readonly Controller[] {
  return [deploymentController, replicaSetController, replicationControllerController];
}

/** Those that run once, in the cluster scope. */
export function clusterControllers(): readonly Controller[] {
  return [];
}
