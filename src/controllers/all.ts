// The controllers, in the order they are listed anywhere. To add one: its folder and its line.
import { builtinRegistry, type KindRegistry } from "../kinds/kind-registry.ts";
import { admissionPolicyStatusController } from "./admission-policy-status/reconcile.ts";
import { apiServiceController, type ProbeApiService } from "./api-service/reconcile.ts";
import {
  authenticationTrustController,
  type FrontProxyAuthority,
  firstAuthenticationTrustController,
} from "./authentication-trust/reconcile.ts";
import { customResourceDefinitionController } from "./custom-resource-definition/reconcile.ts";
import {
  type DefaultServicesSettings,
  defaultServicesController,
  firstDefaultServicesController,
} from "./default-services/reconcile.ts";
import { apiServerEndpoint } from "./default-services/services.ts";
import { deploymentController } from "./deployment/reconcile.ts";
import { disruptionController } from "./disruption/reconcile.ts";
import { staleDisruptionController } from "./disruption/stale-marks.ts";
import { endpointsController } from "./endpoints/endpoints-controller.ts";
import { endpointSliceMirroringController } from "./endpoints/mirroring-controller.ts";
import { endpointSliceController } from "./endpoints/slice-controller.ts";
import { eventExpiryController } from "./event-expiry/reconcile.ts";
import { flowSchemaController } from "./flow-schema/reconcile.ts";
import { garbageCollector } from "./garbage-collector/reconcile.ts";
import { namespaceController } from "./namespace/reconcile.ts";
import type { NodeRanges } from "./node-ipam/plan.ts";
import { nodeIpamController } from "./node-ipam/reconcile.ts";
import { nodeLifecycleController } from "./node-lifecycle/reconcile.ts";
import { finishedPodsController, orphanedPodsController } from "./pod-gc/reconcile.ts";
import { replicaSetController } from "./replicaset/replica-set.ts";
import { replicationControllerController } from "./replicaset/replication-controller.ts";
import { resourceQuotaController } from "./resource-quota/reconcile.ts";
import { firstRootCaController, rootCaController } from "./root-ca/reconcile.ts";
import type { Controller } from "./runtime/controller.ts";
import { serviceAllocationController } from "./service-allocation/reconcile.ts";
import { serviceCidrController } from "./service-cidr/reconcile.ts";
import { firstServiceAccountController, serviceAccountController } from "./serviceaccount/reconcile.ts";
import { attributesProtectionController } from "./storage-protection/attributes.ts";
import { claimProtectionController } from "./storage-protection/claims.ts";
import { volumeProtectionController } from "./storage-protection/volumes.ts";

export interface ControllerSettings {
  /** What the scope serves now; left out: the built-in kinds. */
  readonly kinds?: () => KindRegistry;
  /** PEM of what pods trust the API server by; undefined while it isn't known. */
  readonly caCertificate: () => string | undefined;
  /** Whom API servers elsewhere may believe; left out: they aren't told. */
  readonly frontProxyAuthority?: FrontProxyAuthority;
  /** Asks an API server that runs elsewhere; left out: none can be reached. */
  readonly probeApiService?: ProbeApiService;
  /** Left out: the usual addresses. */
  readonly defaultServices?: DefaultServicesSettings;
  /** Left out: a /24 of 10.244.0.0/16 for each node. */
  readonly nodeRanges?: NodeRanges;
}

const usualServices: DefaultServicesSettings = {
  apiClusterIp: "10.96.0.1",
  dnsClusterIp: "10.96.0.10",
  apiServer: () => ({ addresses: [apiServerEndpoint], port: 6443 }),
};

const usualRanges: NodeRanges = { whole: "10.244.0.0/16", prefixBits: 24 };

function builtinKinds(): KindRegistry {
  return builtinRegistry;
}

/** Those that run in every namespace. */
export function namespaceControllers(settings: ControllerSettings): readonly Controller[] {
  const { kinds = builtinKinds, caCertificate, defaultServices = usualServices, frontProxyAuthority } = settings;
  return [
    serviceAccountController,
    rootCaController(caCertificate),
    ...(frontProxyAuthority === undefined ? [] : [authenticationTrustController(frontProxyAuthority)]),
    defaultServicesController(defaultServices),
    deploymentController,
    replicaSetController,
    replicationControllerController,
    endpointSliceController(),
    endpointsController,
    endpointSliceMirroringController,
    serviceAllocationController,
    finishedPodsController(),
    disruptionController(kinds),
    staleDisruptionController,
    resourceQuotaController(kinds),
    eventExpiryController,
    claimProtectionController,
    garbageCollector("Namespaced", kinds),
  ];
}

/** Those that run once, in the cluster scope. */
export function clusterControllers(settings: ControllerSettings): readonly Controller[] {
  const { kinds = builtinKinds, caCertificate, defaultServices = usualServices, nodeRanges = usualRanges } = settings;
  const { frontProxyAuthority } = settings;
  return [
    namespaceController,
    customResourceDefinitionController(kinds),
    apiServiceController(settings.probeApiService ?? (async () => "no way to reach it")),
    flowSchemaController,
    admissionPolicyStatusController(kinds),
    firstServiceAccountController,
    firstRootCaController(caCertificate),
    ...(frontProxyAuthority === undefined ? [] : [firstAuthenticationTrustController(frontProxyAuthority)]),
    firstDefaultServicesController(defaultServices),
    nodeIpamController(nodeRanges),
    serviceCidrController,
    nodeLifecycleController,
    orphanedPodsController,
    volumeProtectionController,
    attributesProtectionController,
    garbageCollector("Cluster", kinds),
  ];
}
