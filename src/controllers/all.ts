// The controllers, in the order they are listed anywhere. To add one: its folder and its line.
import { builtinRegistry, type KindRegistry } from "../kinds/kind-registry.ts";
import { deploymentController } from "./deployment/reconcile.ts";
import { endpointsController } from "./endpoints/endpoints-controller.ts";
import { endpointSliceMirroringController } from "./endpoints/mirroring-controller.ts";
import { endpointSliceController } from "./endpoints/slice-controller.ts";
import { garbageCollector } from "./garbage-collector/reconcile.ts";
import { namespaceController } from "./namespace/reconcile.ts";
import { replicaSetController } from "./replicaset/replica-set.ts";
import { replicationControllerController } from "./replicaset/replication-controller.ts";
import { firstRootCaController, rootCaController } from "./root-ca/reconcile.ts";
import type { Controller } from "./runtime/controller.ts";
import { serviceAllocationController } from "./service-allocation/reconcile.ts";
import { firstServiceAccountController, serviceAccountController } from "./serviceaccount/reconcile.ts";

export interface ControllerSettings {
  /** What the scope serves now; left out: the built-in kinds. */
  readonly kinds?: () => KindRegistry;
  /** PEM of what pods trust the API server by; undefined while it isn't known. */
  readonly caCertificate: () => string | undefined;
}

function builtinKinds(): KindRegistry {
  return builtinRegistry;
}

/** Those that run in every namespace. */
export function namespaceControllers({
  kinds = builtinKinds,
  caCertificate,
}: ControllerSettings): readonly Controller[] {
  return [
    serviceAccountController,
    rootCaController(caCertificate),
    deploymentController,
    replicaSetController,
    replicationControllerController,
    endpointSliceController(),
    endpointsController,
    endpointSliceMirroringController,
    serviceAllocationController,
    garbageCollector("Namespaced", kinds),
  ];
}

/** Those that run once, in the cluster scope. */
export function clusterControllers({ kinds = builtinKinds, caCertificate }: ControllerSettings): readonly Controller[] {
  return [
    namespaceController,
    firstServiceAccountController,
    firstRootCaController(caCertificate),
    garbageCollector("Cluster", kinds),
  ];
}
