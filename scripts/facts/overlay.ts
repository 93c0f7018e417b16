// What upstream's published OpenAPI document leaves out or gets wrong, by hand. The generator lays it over the document.
import type { GoFieldFact } from "./go-field-fact.ts";

/**
 * Defaults that a schema must know because the field is a key of an associative list: server-side apply finds
 * an item by them. Everything else is defaulted by the kinds.
 * Kubernetes: staging/src/k8s.io/api/core/v1/types.go, `+default` markers
 */
export const fieldDefaults: Readonly<Record<string, string>> = {
  "core.v1.ContainerPort.protocol": "TCP",
  "core.v1.ServicePort.protocol": "TCP",
};

/** Formats that the document gives differently from how the value is read and written. */
export const formats: Readonly<Record<string, string>> = {
  "meta.v1.MicroTime": "micro-time",
  "resource.Quantity": "quantity",
};

/** Definitions that are any JSON value, or any JSON object, to everything but their own kind. */
export const openDefinitions: ReadonlySet<string> = new Set([
  "apiextensions.v1.JSON",
  "meta.v1.FieldsV1",
  "meta.v1.Patch",
  "runtime.RawExtension",
]);

/**
 * Values that are one of two shapes. The definition's own fields are those of its object form.
 * Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go
 */
export const eitherFormats: Readonly<Record<string, { format: string; items: string }>> = {
  "apiextensions.v1.JSONSchemaPropsOrArray": { format: "schema-or-array", items: "apiextensions.v1.JSONSchemaProps" },
  "apiextensions.v1.JSONSchemaPropsOrBool": { format: "schema-or-bool", items: "apiextensions.v1.JSONSchemaProps" },
  "apiextensions.v1.JSONSchemaPropsOrStringArray": {
    format: "schema-or-strings",
    items: "apiextensions.v1.JSONSchemaProps",
  },
};

/**
 * Kinds that clients and webhooks send or read but no path of the document names. Their fields come from the protobuf
 * table alone, so their required fields stand here.
 */
export const kindsWithoutPaths: readonly { definition: string; apiVersion: string; required?: readonly string[] }[] = [
  { definition: "admission.v1.AdmissionReview", apiVersion: "admission.k8s.io/v1" },
  { definition: "apidiscovery.v2.APIGroupDiscovery", apiVersion: "apidiscovery.k8s.io/v2" },
  { definition: "apidiscovery.v2.APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2" },
  { definition: "apiextensions.v1.ConversionReview", apiVersion: "apiextensions.k8s.io/v1" },
  { definition: "core.v1.NodeProxyOptions", apiVersion: "v1" },
  { definition: "core.v1.PodAttachOptions", apiVersion: "v1" },
  { definition: "core.v1.PodExecOptions", apiVersion: "v1" },
  { definition: "core.v1.PodLogOptions", apiVersion: "v1" },
  { definition: "core.v1.PodPortForwardOptions", apiVersion: "v1" },
  { definition: "core.v1.PodProxyOptions", apiVersion: "v1" },
  { definition: "core.v1.PodStatusResult", apiVersion: "v1" },
  { definition: "core.v1.RangeAllocation", apiVersion: "v1", required: ["range", "data"] },
  { definition: "core.v1.SerializedReference", apiVersion: "v1" },
  { definition: "core.v1.ServiceProxyOptions", apiVersion: "v1" },
  { definition: "meta.v1.CreateOptions", apiVersion: "v1" },
  { definition: "meta.v1.GetOptions", apiVersion: "v1" },
  { definition: "meta.v1.ListOptions", apiVersion: "v1" },
  { definition: "meta.v1.PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" },
  { definition: "meta.v1.PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1", required: ["items"] },
  { definition: "meta.v1.PatchOptions", apiVersion: "v1" },
  { definition: "meta.v1.UpdateOptions", apiVersion: "v1" },
];

/** Kinds that every group version accepts under its own apiVersion: the schema is looked up without the group. */
export const kindsOfEveryGroup: readonly string[] = [
  "CreateOptions",
  "DeleteOptions",
  "GetOptions",
  "ListOptions",
  "PatchOptions",
  "UpdateOptions",
  "WatchEvent",
];

/** What no program that npm has knows of itself. Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/apis/apiregistration/v1 */
const aggregator = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1";
const omitted = (type: string) => ({ omittedWhenZero: true, type });
const written = (type: string) => ({ omittedWhenZero: false, type });

export const goFieldsByHand: Readonly<Record<string, Readonly<Record<string, GoFieldFact>>>> = {
  [`${aggregator}.APIService`]: {
    apiVersion: omitted("string"),
    kind: omitted("string"),
    metadata: omitted("v1.ObjectMeta"),
    spec: omitted("v1.APIServiceSpec"),
    status: omitted("v1.APIServiceStatus"),
  },
  [`${aggregator}.APIServiceList`]: {
    apiVersion: omitted("string"),
    kind: omitted("string"),
    metadata: omitted("v1.ListMeta"),
  },
  [`${aggregator}.APIServiceSpec`]: {
    caBundle: omitted("[]uint8"),
    group: omitted("string"),
    insecureSkipTLSVerify: omitted("bool"),
    version: omitted("string"),
  },
  [`${aggregator}.APIServiceStatus`]: { conditions: omitted("[]v1.APIServiceCondition") },
  [`${aggregator}.APIServiceCondition`]: {
    lastTransitionTime: omitted("v1.Time"),
    message: omitted("string"),
    reason: omitted("string"),
    status: written("v1.ConditionStatus"),
    type: written("v1.APIServiceConditionType"),
  },
  [`${aggregator}.ServiceReference`]: { name: omitted("string"), namespace: omitted("string") },
};
