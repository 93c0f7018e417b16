// StorageClass: how volumes are provisioned.

import { duplicate, forbiddenField, required, tooLong } from "../../apimachinery/field-error.ts";
import type { ObjectMeta } from "../../apimachinery/json.ts";
import { isQualifiedName } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column } from "../columns.ts";
import { nodeLabelWarning } from "../core/node-label-warnings.ts";
import type { StorageClass } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, checkOptionalOneOf, checkQualifiedName, type Errors } from "../field-checks.ts";
import { repeatedAt } from "../repeated-at.ts";
import { semanticEqual } from "../semantic-equal.ts";

const defaultAnnotation = "storageclass.kubernetes.io/is-default-class";
const betaDefaultAnnotation = "storageclass.beta.kubernetes.io/is-default-class";
const parametersMax = 512;
const parameterBytesMax = 256 * 1024;
const bindingModes = ["Immediate", "WaitForFirstConsumer"];

export const storageClass = builtinKind<StorageClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "StorageClass",
  plural: "storageclasses",
  shortNames: ["sc"],
  scope: "Cluster",
  answersDeleted: true,
  strategy: {
    setDefaults: (object) => {
      object.reclaimPolicy ??= "Delete";
      object.volumeBindingMode ??= "Immediate";
    },
    validateCreate: validateStorageClass,
    validateUpdate,
    warnings: topologyWarnings,
  },
  columns: [
    {
      ...column<StorageClass>("Name", "string", ({ metadata }) =>
        isDefaultClass(metadata) ? `${metadata?.name} (default)` : (metadata?.name ?? ""),
      ),
      format: "name",
    },
    column<StorageClass>("Provisioner", "string", (object) => object.provisioner ?? ""),
    column<StorageClass>("ReclaimPolicy", "string", (object) => object.reclaimPolicy ?? "Delete"),
    column<StorageClass>("VolumeBindingMode", "string", (object) => object.volumeBindingMode ?? "Immediate"),
    column<StorageClass>("AllowVolumeExpansion", "string", (object) => object.allowVolumeExpansion ?? false),
    ageColumn,
  ],
});

/** The class of claims that name none. */
export function isDefaultClass(metadata: ObjectMeta | undefined): boolean {
  const annotations = metadata?.annotations;
  return annotations?.[defaultAnnotation] === "true" || annotations?.[betaDefaultAnnotation] === "true";
}

/** Kubernetes: pkg/apis/storage/validation/validation.go ValidateStorageClass */
function validateStorageClass(object: StorageClass): Errors {
  const errors: Errors = [];
  const { provisioner = "", parameters = {}, reclaimPolicy, volumeBindingMode } = object;
  if (provisioner === "") errors.push(required("provisioner"));
  else checkMessages(errors, "provisioner", provisioner, isQualifiedName(provisioner.toLowerCase()));
  checkParameters(errors, parameters);
  checkOptionalOneOf(errors, "reclaimPolicy", reclaimPolicy, ["Delete", "Retain"]);
  if (volumeBindingMode === undefined) errors.push(required("volumeBindingMode"));
  else checkOptionalOneOf(errors, "volumeBindingMode", volumeBindingMode, bindingModes);
  checkTopologies(errors, object);
  return errors;
}

export function checkParameters(errors: Errors, parameters: Record<string, string>): void {
  const entries = Object.entries(parameters);
  if (entries.length > parametersMax) {
    errors.push(tooLong("parameters", parametersMax));
    return;
  }
  if (entries.some(([key]) => key === "")) errors.push(required("parameters", "field can not be empty."));
  const bytes = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (bytes > parameterBytesMax) errors.push(tooLong("parameters", parameterBytesMax));
}

/** Kubernetes: pkg/api/storage/util.go GetWarningsForStorageClass */
function topologyWarnings({ allowedTopologies = [] }: StorageClass): string[] {
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) =>
    matchLabelExpressions.flatMap(({ key }, position) => {
      const text = nodeLabelWarning(key);
      const at = `allowedTopologies[${index}].matchLabelExpressions[${position}].key`;
      return text === undefined ? [] : [`${at}: ${text}`];
    }),
  );
}

function checkTopologies(errors: Errors, { allowedTopologies = [] }: StorageClass): void {
  allowedTopologies.forEach(({ matchLabelExpressions = [] }, index) => {
    const keys = new Set<string>();
    matchLabelExpressions.forEach(({ key = "", values = [] }, position) => {
      const at = `allowedTopologies[${index}].matchLabelExpressions[${position}]`;
      if (values.length === 0) errors.push(required(`${at}.values`));
      for (const place of repeatedAt(values)) errors.push(duplicate(`${at}.values[${place}]`, values[place]));
      checkQualifiedName(errors, `${at}.key`, key);
      if (keys.has(key)) errors.push(duplicate(`${at}.key`, key));
      keys.add(key);
    });
  });
}

function validateUpdate(object: StorageClass, old: StorageClass): Errors {
  const errors: Errors = [];
  if (!semanticEqual(object.parameters, old.parameters)) {
    errors.push(forbiddenField("parameters", "updates to parameters are forbidden."));
  }
  if (object.provisioner !== old.provisioner) {
    errors.push(forbiddenField("provisioner", "updates to provisioner are forbidden."));
  }
  if (object.reclaimPolicy !== old.reclaimPolicy) {
    errors.push(forbiddenField("reclaimPolicy", "updates to reclaimPolicy are forbidden."));
  }
  checkImmutable(errors, "volumeBindingMode", object.volumeBindingMode, old.volumeBindingMode);
  return errors;
}
