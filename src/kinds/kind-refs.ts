// Names of the stored kinds with their TypeScript types, for whoever reads and writes through a client.
// They have the shape of the controllers' `KindRef`, which this part may not import.
import type { KubeObject } from "../apimachinery/json.ts";
import type {
  APIService,
  AutoscalingV1HorizontalPodAutoscaler,
  CertificateSigningRequest,
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  ControllerRevision,
  CronJob,
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  CustomResourceDefinition,
  DaemonSet,
  Deployment,
  DeviceClass,
  EndpointSlice,
  Endpoints,
  Event,
  EventsV1Event,
  FlowSchema,
  HorizontalPodAutoscaler,
  Ingress,
  IngressClass,
  IPAddress,
  Job,
  Lease,
  LimitRange,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhookConfiguration,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PodTemplate,
  PriorityClass,
  PriorityLevelConfiguration,
  ReplicaSet,
  ReplicationController,
  ResourceClaim,
  ResourceClaimTemplate,
  ResourceQuota,
  ResourceSlice,
  Role,
  RoleBinding,
  RuntimeClass,
  Secret,
  Service,
  ServiceAccount,
  ServiceCIDR,
  StatefulSet,
  StorageClass,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
  VolumeAttachment,
  VolumeAttributesClass,
} from "./facts/types.gen.ts";

export interface TypedKind<Type extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never set: holds the type only. */
  readonly type?: Type;
}

/** A reference to a kind that has no constant here, such as a custom one. */
export function kindRef<Type extends KubeObject>(
  group: string,
  version: string,
  kind: string,
  plural: string,
  namespaced: boolean,
): TypedKind<Type> {
  return { group, version, kind, plural, namespaced };
}

export const configMaps = kindRef<ConfigMap>("", "v1", "ConfigMap", "configmaps", true);
export const endpoints = kindRef<Endpoints>("", "v1", "Endpoints", "endpoints", true);
export const events = kindRef<Event>("", "v1", "Event", "events", true);
export const limitRanges = kindRef<LimitRange>("", "v1", "LimitRange", "limitranges", true);
export const namespaces = kindRef<Namespace>("", "v1", "Namespace", "namespaces", false);
export const nodes = kindRef<Node>("", "v1", "Node", "nodes", false);
export const persistentVolumeClaims = kindRef<PersistentVolumeClaim>(
  "",
  "v1",
  "PersistentVolumeClaim",
  "persistentvolumeclaims",
  true,
);
export const persistentVolumes = kindRef<PersistentVolume>("", "v1", "PersistentVolume", "persistentvolumes", false);
export const pods = kindRef<Pod>("", "v1", "Pod", "pods", true);
export const podTemplates = kindRef<PodTemplate>("", "v1", "PodTemplate", "podtemplates", true);
export const replicationControllers = kindRef<ReplicationController>(
  "",
  "v1",
  "ReplicationController",
  "replicationcontrollers",
  true,
);
export const resourceQuotas = kindRef<ResourceQuota>("", "v1", "ResourceQuota", "resourcequotas", true);
export const secrets = kindRef<Secret>("", "v1", "Secret", "secrets", true);
export const serviceAccounts = kindRef<ServiceAccount>("", "v1", "ServiceAccount", "serviceaccounts", true);
export const services = kindRef<Service>("", "v1", "Service", "services", true);
export const apiServices = kindRef<APIService>("apiregistration.k8s.io", "v1", "APIService", "apiservices", false);
export const controllerRevisions = kindRef<ControllerRevision>(
  "apps",
  "v1",
  "ControllerRevision",
  "controllerrevisions",
  true,
);
export const daemonSets = kindRef<DaemonSet>("apps", "v1", "DaemonSet", "daemonsets", true);
export const deployments = kindRef<Deployment>("apps", "v1", "Deployment", "deployments", true);
export const replicaSets = kindRef<ReplicaSet>("apps", "v1", "ReplicaSet", "replicasets", true);
export const statefulSets = kindRef<StatefulSet>("apps", "v1", "StatefulSet", "statefulsets", true);
export const eventsEvents = kindRef<EventsV1Event>("events.k8s.io", "v1", "Event", "events", true);
export const horizontalPodAutoscalers = kindRef<HorizontalPodAutoscaler>(
  "autoscaling",
  "v2",
  "HorizontalPodAutoscaler",
  "horizontalpodautoscalers",
  true,
);
export const horizontalPodAutoscalersV1 = kindRef<AutoscalingV1HorizontalPodAutoscaler>(
  "autoscaling",
  "v1",
  "HorizontalPodAutoscaler",
  "horizontalpodautoscalers",
  true,
);
export const cronJobs = kindRef<CronJob>("batch", "v1", "CronJob", "cronjobs", true);
export const jobs = kindRef<Job>("batch", "v1", "Job", "jobs", true);
export const certificateSigningRequests = kindRef<CertificateSigningRequest>(
  "certificates.k8s.io",
  "v1",
  "CertificateSigningRequest",
  "certificatesigningrequests",
  false,
);
export const ingressClasses = kindRef<IngressClass>("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false);
export const ingresses = kindRef<Ingress>("networking.k8s.io", "v1", "Ingress", "ingresses", true);
export const ipAddresses = kindRef<IPAddress>("networking.k8s.io", "v1", "IPAddress", "ipaddresses", false);
export const networkPolicies = kindRef<NetworkPolicy>(
  "networking.k8s.io",
  "v1",
  "NetworkPolicy",
  "networkpolicies",
  true,
);
export const serviceCidrs = kindRef<ServiceCIDR>("networking.k8s.io", "v1", "ServiceCIDR", "servicecidrs", false);
export const podDisruptionBudgets = kindRef<PodDisruptionBudget>(
  "policy",
  "v1",
  "PodDisruptionBudget",
  "poddisruptionbudgets",
  true,
);
export const clusterRoleBindings = kindRef<ClusterRoleBinding>(
  "rbac.authorization.k8s.io",
  "v1",
  "ClusterRoleBinding",
  "clusterrolebindings",
  false,
);
export const clusterRoles = kindRef<ClusterRole>(
  "rbac.authorization.k8s.io",
  "v1",
  "ClusterRole",
  "clusterroles",
  false,
);
export const roleBindings = kindRef<RoleBinding>(
  "rbac.authorization.k8s.io",
  "v1",
  "RoleBinding",
  "rolebindings",
  true,
);
export const roles = kindRef<Role>("rbac.authorization.k8s.io", "v1", "Role", "roles", true);
export const csiDrivers = kindRef<CSIDriver>("storage.k8s.io", "v1", "CSIDriver", "csidrivers", false);
export const csiNodes = kindRef<CSINode>("storage.k8s.io", "v1", "CSINode", "csinodes", false);
export const csiStorageCapacities = kindRef<CSIStorageCapacity>(
  "storage.k8s.io",
  "v1",
  "CSIStorageCapacity",
  "csistoragecapacities",
  true,
);
export const storageClasses = kindRef<StorageClass>("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);
export const volumeAttachments = kindRef<VolumeAttachment>(
  "storage.k8s.io",
  "v1",
  "VolumeAttachment",
  "volumeattachments",
  false,
);
export const volumeAttributesClasses = kindRef<VolumeAttributesClass>(
  "storage.k8s.io",
  "v1",
  "VolumeAttributesClass",
  "volumeattributesclasses",
  false,
);
export const mutatingAdmissionPolicies = kindRef<MutatingAdmissionPolicy>(
  "admissionregistration.k8s.io",
  "v1",
  "MutatingAdmissionPolicy",
  "mutatingadmissionpolicies",
  false,
);
export const mutatingAdmissionPolicyBindings = kindRef<MutatingAdmissionPolicyBinding>(
  "admissionregistration.k8s.io",
  "v1",
  "MutatingAdmissionPolicyBinding",
  "mutatingadmissionpolicybindings",
  false,
);
export const mutatingWebhookConfigurations = kindRef<MutatingWebhookConfiguration>(
  "admissionregistration.k8s.io",
  "v1",
  "MutatingWebhookConfiguration",
  "mutatingwebhookconfigurations",
  false,
);
export const validatingAdmissionPolicies = kindRef<ValidatingAdmissionPolicy>(
  "admissionregistration.k8s.io",
  "v1",
  "ValidatingAdmissionPolicy",
  "validatingadmissionpolicies",
  false,
);
export const validatingAdmissionPolicyBindings = kindRef<ValidatingAdmissionPolicyBinding>(
  "admissionregistration.k8s.io",
  "v1",
  "ValidatingAdmissionPolicyBinding",
  "validatingadmissionpolicybindings",
  false,
);
export const validatingWebhookConfigurations = kindRef<ValidatingWebhookConfiguration>(
  "admissionregistration.k8s.io",
  "v1",
  "ValidatingWebhookConfiguration",
  "validatingwebhookconfigurations",
  false,
);
export const customResourceDefinitions = kindRef<CustomResourceDefinition>(
  "apiextensions.k8s.io",
  "v1",
  "CustomResourceDefinition",
  "customresourcedefinitions",
  false,
);
export const priorityClasses = kindRef<PriorityClass>(
  "scheduling.k8s.io",
  "v1",
  "PriorityClass",
  "priorityclasses",
  false,
);
export const leases = kindRef<Lease>("coordination.k8s.io", "v1", "Lease", "leases", true);
export const runtimeClasses = kindRef<RuntimeClass>("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", false);
export const endpointSlices = kindRef<EndpointSlice>("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true);
export const flowSchemas = kindRef<FlowSchema>(
  "flowcontrol.apiserver.k8s.io",
  "v1",
  "FlowSchema",
  "flowschemas",
  false,
);
export const priorityLevelConfigurations = kindRef<PriorityLevelConfiguration>(
  "flowcontrol.apiserver.k8s.io",
  "v1",
  "PriorityLevelConfiguration",
  "prioritylevelconfigurations",
  false,
);
export const deviceClasses = kindRef<DeviceClass>("resource.k8s.io", "v1", "DeviceClass", "deviceclasses", false);
export const resourceClaims = kindRef<ResourceClaim>("resource.k8s.io", "v1", "ResourceClaim", "resourceclaims", true);
export const resourceClaimTemplates = kindRef<ResourceClaimTemplate>(
  "resource.k8s.io",
  "v1",
  "ResourceClaimTemplate",
  "resourceclaimtemplates",
  true,
);
export const resourceSlices = kindRef<ResourceSlice>("resource.k8s.io", "v1", "ResourceSlice", "resourceslices", false);
