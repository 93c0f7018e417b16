// The controllers, in the order they are listed anywhere. To add one: its folder and its line.
import { deploymentController } from "./deployment/reconcile.ts";
import { namespaceController } from "./namespace/reconcile.ts";
import { replicaSetController } from "./replicaset/replica-set.ts";
import { replicationControllerController } from "./replicaset/replication-controller.ts";
import { firstRootCaController, rootCaController } from "./root-ca/reconcile.ts";
import type { Controller } from "./runtime/controller.ts";
import { firstServiceAccountController, serviceAccountController } from "./serviceaccount/reconcile.ts";

export interface ControllerSettings {
  /** PEM of what pods trust the API server by; undefined while it isn't known. */
  readonly caCertificate: () => string | undefined;
}

/** Those that run in every namespace. */
export function namespaceControllers(settings: ControllerSettings): readonly Controller[] {
  return [
    serviceAccountController,
    rootCaController(settings.caCertificate),
    deploymentController,
    replicaSetController,
    replicationControllerController,
  ];
}

/** Those that run once, in the cluster scope. */
export function clusterControllers(settings: ControllerSettings): readonly Controller[] {
  return [namespaceController, firstServiceAccountController, firstRootCaController(settings.caCertificate)];
}
