// Types of what admission expressions may name: request, namespaceObject, and what mutations answer.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/compile.go BuildRequestType, BuildNamespaceType
import {
  boolType,
  dynType,
  intType,
  listType,
  mapType,
  type ObjectType,
  objectType,
  stringType,
  timestampType,
} from "./type.ts";

const texts = listType(stringType);
const labels = mapType(stringType, stringType);
const kind = objectType("kubernetes.GroupVersionKind", { group: stringType, version: stringType, kind: stringType });
const resource = objectType("kubernetes.GroupVersionResource", {
  group: stringType,
  version: stringType,
  resource: stringType,
});
const userInfo = objectType("kubernetes.UserInfo", {
  username: stringType,
  uid: stringType,
  groups: texts,
  extra: mapType(stringType, texts),
});

/** `request`, whose value is an AdmissionReview's request without the objects. */
export const admissionRequestType: ObjectType = objectType("kubernetes.AdmissionRequest", {
  kind,
  resource,
  subResource: stringType,
  requestKind: kind,
  requestResource: resource,
  requestSubResource: stringType,
  name: stringType,
  namespace: stringType,
  operation: stringType,
  userInfo,
  dryRun: boolType,
  options: dynType,
});

const condition = objectType("kubernetes.NamespaceCondition", {
  status: stringType,
  type: stringType,
  lastTransitionTime: timestampType,
  message: stringType,
  reason: stringType,
});

/** `namespaceObject`, whose value is the Namespace, or null for what is in none. */
export const namespaceType: ObjectType = objectType("kubernetes.Namespace", {
  metadata: objectType("kubernetes.NamespaceMetadata", {
    name: stringType,
    generateName: stringType,
    namespace: stringType,
    labels,
    annotations: labels,
    UID: stringType,
    creationTimestamp: timestampType,
    deletionGracePeriodSeconds: intType,
    deletionTimestamp: timestampType,
    generation: intType,
    resourceVersion: stringType,
    finalizers: texts,
  }),
  spec: objectType("kubernetes.NamespaceSpec", { finalizers: texts }),
  status: objectType("kubernetes.NamespaceStatus", { conditions: listType(condition), phase: stringType }),
});

/** `Object` and `Object.spec`: any field may be asked of it. */
export function patchObjectType(name = "Object"): ObjectType {
  return { kind: "object", name, property: (key) => ({ type: dynType, key }), escaped: (key) => key };
}

/** What a JSON patch mutation must answer is a list of these. */
export const jsonPatchType: ObjectType = objectType("JSONPatch", {
  op: stringType,
  path: stringType,
  from: stringType,
  value: dynType,
});
