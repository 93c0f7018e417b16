// CustomResourceDefinition: defines a custom resource.
import { builtinKind } from "../builtin-kind.ts";
import type { CustomResourceDefinition } from "../facts/types.gen.ts";
import { setWebhookClientDefaults } from "../webhook-client-rules.ts";
import { validateDefinition, validateDefinitionStatus, validateDefinitionUpdate } from "./definition-rules.ts";

const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

export const customResourceDefinition = builtinKind<CustomResourceDefinition>({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  hasGeneration: true,
  subresources: { status: true },
  deletion: {
    // The first delete begins it, and the finalizer that it sets holds the rest: objects go before their definition.
    holds: ({ metadata }) => metadata?.deletionTimestamp === undefined,
    mark: (object) => beginDeletion(object as CustomResourceDefinition),
  },
  strategy: {
    setDefaults,
    prepareForCreate: (object) => {
      object.status = {};
      noteStoredVersion(object);
    },
    prepareForUpdate: noteStoredVersion,
    validateCreate: validateDefinition,
    validateUpdate: validateDefinitionUpdate,
    validateStatusUpdate: validateDefinitionStatus,
  },
});

/** Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go */
function setDefaults({ spec }: CustomResourceDefinition): void {
  const names = spec?.names;
  if (names?.kind) {
    names.singular ||= names.kind.toLowerCase();
    names.listKind ||= `${names.kind}List`;
  }
  if (spec !== undefined) spec.conversion ??= { strategy: "None" };
  setWebhookClientDefaults(spec?.conversion?.webhook?.clientConfig);
}

/** Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go Delete */
function beginDeletion(object: CustomResourceDefinition): void {
  const { metadata = {}, status = {} } = object;
  const { finalizers = [], deletionTimestamp = "" } = metadata;
  if (!finalizers.includes(cleanupFinalizer))
    object.metadata = { ...metadata, finalizers: [...finalizers, cleanupFinalizer] };
  const conditions = status.conditions ?? [];
  if (!conditions.some(({ type, status: is }) => type === "Established" && is === "True")) return;
  const terminating = {
    type: "Terminating",
    status: "True",
    lastTransitionTime: deletionTimestamp,
    reason: "InstanceDeletionPending",
    message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
  };
  object.status = { ...status, conditions: [...conditions.filter(({ type }) => type !== "Terminating"), terminating] };
}

/** From now on objects may lie in this version, until somebody who rewrote them all takes it off the list. */
function noteStoredVersion(object: CustomResourceDefinition): void {
  const stored = object.spec?.versions?.find(({ storage }) => storage)?.name;
  object.status ??= {};
  object.status.storedVersions ??= [];
  const { storedVersions } = object.status;
  if (stored !== undefined && !storedVersions.includes(stored)) {
    object.status.storedVersions = [...storedVersions, stored];
  }
}
