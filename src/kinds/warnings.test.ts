// What kinds warn of, by the kind: pods have a test of their own (core/pod/pod-warnings.test.ts).
import { expect, test } from "vitest";
import type { KubeObject } from "../apimachinery/json.ts";
import { builtinRegistry } from "./kind-registry.ts";

function told(collection: string, object: object, old?: object): string[] {
  const kind = builtinRegistry.byCollection(collection);
  return kind?.strategy.warnings?.(object as KubeObject, old as KubeObject | undefined) ?? ["no warnings at all"];
}

const betaClass = "volume.beta.kubernetes.io/storage-class";
const template = { spec: { nodeSelector: { "beta.kubernetes.io/os": "linux" }, containers: [] } };
const ofTemplate = 'nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead';
const ofName = "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior";

test.each([
  [
    "persistentvolumeclaims",
    { metadata: { annotations: { [betaClass]: "x" } } },
    `metadata.annotations[${betaClass}]: deprecated since v1.8; use "storageClassName" attribute instead`,
  ],
  [
    "persistentvolumes",
    { spec: { persistentVolumeReclaimPolicy: "Recycle" } },
    "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.",
  ],
  [
    "persistentvolumes",
    { spec: { rbd: { image: "i", monitors: [] } } },
    "spec.rbd: deprecated in v1.28, non-functional in v1.31+",
  ],
  [
    "serviceaccounts",
    { metadata: { annotations: { "kubernetes.io/enforce-mountable-secrets": "true" } } },
    "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets",
  ],
  ["services", { spec: { clusterIP: "10.0.0.1", externalIPs: ["1.2.3.4"] } }, "spec.externalIPs is deprecated"],
  ["nodes", { spec: { configSource: {} } }, "spec.configSource: the feature is no longer supported"],
  ["nodes", { spec: { externalID: "x" } }, "spec.externalID: this field is deprecated, and is unused by Kubernetes"],
  [
    "runtimeclasses.node.k8s.io",
    { scheduling: { nodeSelector: { "beta.kubernetes.io/os": "linux" } } },
    'scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead',
  ],
  [
    "storageclasses.storage.k8s.io",
    { allowedTopologies: [{ matchLabelExpressions: [{ key: "beta.kubernetes.io/arch", values: [] }] }] },
    'allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.14; use "kubernetes.io/arch" instead',
  ],
  [
    "statefulsets.apps",
    { spec: { revisionHistoryLimit: -1 } },
    "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended",
  ],
  [
    "jobs.batch",
    { metadata: { name: "a" }, spec: { completionMode: "Indexed", completions: 100_001, parallelism: 10_001 } },
    "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, a Kubernetes cluster might not be able to track completedIndexes",
  ],
])("%s warn: %o", (collection, object, text) => {
  expect(told(collection, object)).toContain(text);
});

test.each([
  ["deployments.apps", "spec.template.spec", { template }, true],
  ["replicasets.apps", "spec.template.spec", { template }, true],
  ["replicationcontrollers", "spec.template.spec", { template }, true],
  ["jobs.batch", "spec.template.spec", { template }, true],
  [
    "cronjobs.batch",
    "spec.jobTemplate.spec.template.spec",
    { schedule: "", jobTemplate: { spec: { template } } },
    true,
  ],
  ["daemonsets.apps", "spec.template.spec", { template }, false],
  ["statefulsets.apps", "spec.template.spec", { template }, false],
])(
  "%s warn of their template when it is new, and of a name that pods can't well have",
  (collection, path, spec, isNamed) => {
    const object = (generation: number) => ({ metadata: { name: "a.b", generation }, spec });
    const warnings = told(collection, object(1));
    expect(warnings).toContain(`${path}.${ofTemplate}`);
    expect(warnings.some((text) => text.startsWith(ofName))).toBe(isNamed);
    expect(told(collection, object(2), object(1))).toEqual([`${path}.${ofTemplate}`]);
    expect(told(collection, object(1), object(1))).toEqual([]);
  },
);

test("an account is warned about its annotation once", () => {
  const object = { metadata: { annotations: { "kubernetes.io/enforce-mountable-secrets": "true" } } };
  expect(told("serviceaccounts", object, object)).toEqual([]);
});
