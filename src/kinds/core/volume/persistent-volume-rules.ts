// What a PersistentVolume may be: one source, a size, and terms under which it is given out.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec
import { forbiddenField, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { isDns1123Label, isDns1123Subdomain } from "../../../apimachinery/names.ts";
import { parseQuantity } from "../../../apimachinery/quantity.ts";
import { changesText } from "../../changes-text.ts";
import type { CSIPersistentVolumeSource, PersistentVolume, PersistentVolumeSpec } from "../../facts/types.gen.ts";
import {
  checkImmutable,
  checkMessages,
  checkOptionalOneOf,
  type Errors,
  immutableMessage,
  notPositiveMessage,
} from "../../field-checks.ts";
import { semanticEqual } from "../../semantic-equal.ts";
import { checkAccessModes, volumeModes } from "../claim-spec-rules.ts";
import { checkNodeSelector } from "../node-selector-rules.ts";
import { checkBasicAmount } from "../resources/resource-rules.ts";
import { checkCsiDriverName } from "./csi-driver-name.ts";
import {
  checkAzureDisk,
  checkFc,
  checkFlex,
  checkFlocker,
  checkIscsi,
  checkIscsiMountName,
  checkNfs,
  checkPartition,
  checkQuobyte,
  checkRequiredFields,
  checkSecretReference,
  checkStorageOs,
} from "./legacy-volume-rules.ts";
import { checkNoBacksteps } from "./path-rules.ts";
import { checkHostPathSource } from "./volume-rules.ts";

const reclaimPolicies = ["Delete", "Recycle", "Retain"];

interface SourceRule {
  readonly source: keyof PersistentVolumeSpec;
  /** Where the rules of the source report, when upstream spells it differently. */
  readonly path?: string;
  check(errors: Errors, path: string, spec: PersistentVolumeSpec): void;
}

function needs(source: keyof PersistentVolumeSpec, ...fields: string[]): SourceRule {
  return { source, check: (errors, path, spec) => checkRequiredFields(errors, path, spec[source] as object, fields) };
}

const sourceRules: readonly SourceRule[] = [
  {
    source: "hostPath",
    check: (errors, path, { hostPath }) => hostPath && checkHostPathSource(errors, path, hostPath),
  },
  {
    ...needs("gcePersistentDisk", "pdName"),
    path: "persistentDisk",
    check(errors, path, { gcePersistentDisk }) {
      if (gcePersistentDisk === undefined) return;
      checkRequiredFields(errors, path, gcePersistentDisk, ["pdName"]);
      checkPartition(errors, path, gcePersistentDisk);
    },
  },
  {
    source: "awsElasticBlockStore",
    check(errors, path, { awsElasticBlockStore }) {
      if (awsElasticBlockStore === undefined) return;
      checkRequiredFields(errors, path, awsElasticBlockStore, ["volumeID"]);
      checkPartition(errors, path, awsElasticBlockStore);
    },
  },
  needs("glusterfs", "endpoints", "path"),
  { source: "flocker", check: (errors, path, { flocker }) => flocker && checkFlocker(errors, path, flocker) },
  { source: "nfs", check: (errors, path, { nfs }) => nfs && checkNfs(errors, path, nfs) },
  needs("rbd", "monitors", "image"),
  { source: "quobyte", check: (errors, path, { quobyte }) => quobyte && checkQuobyte(errors, path, quobyte) },
  needs("cephfs", "monitors"),
  {
    source: "iscsi",
    check(errors, path, { iscsi }) {
      if (iscsi === undefined) return;
      checkIscsi(errors, path, iscsi);
      checkSecretReference(errors, path, iscsi.secretRef, ["name"]);
    },
  },
  {
    source: "cinder",
    check(errors, path, { cinder }) {
      if (cinder === undefined) return;
      checkRequiredFields(errors, path, cinder, ["volumeID"]);
      checkSecretReference(errors, path, cinder.secretRef, ["name", "namespace"]);
    },
  },
  { source: "fc", check: (errors, path, { fc }) => fc && checkFc(errors, path, fc) },
  { source: "flexVolume", check: (errors, path, { flexVolume }) => flexVolume && checkFlex(errors, path, flexVolume) },
  needs("azureFile", "secretName", "shareName"),
  needs("vsphereVolume", "volumePath"),
  needs("photonPersistentDisk", "pdID"),
  needs("portworxVolume", "volumeID"),
  { source: "azureDisk", check: (errors, path, { azureDisk }) => azureDisk && checkAzureDisk(errors, path, azureDisk) },
  needs("scaleIO", "gateway", "system", "volumeName"),
  {
    source: "local",
    check(errors, path, { local, nodeAffinity }) {
      if (!local?.path) errors.push(required(`${path}.path`));
      else checkNoBacksteps(errors, `${path}.path`, local.path);
      if (nodeAffinity === undefined) errors.push(required("spec.nodeAffinity", "Local volume requires node affinity"));
    },
  },
  {
    source: "storageos",
    check(errors, path, { storageos }) {
      if (storageos === undefined) return;
      checkStorageOs(errors, path, storageos);
      if (storageos.secretRef !== undefined && !storageos.secretRef.namespace) {
        errors.push(required(`${path}.secretRef.namespace`));
      }
    },
  },
  { source: "csi", check: (errors, path, { csi }) => csi && checkCsi(errors, path, csi) },
];

/** What makes up the source, which never changes. */
const sources: readonly (keyof PersistentVolumeSpec)[] = sourceRules.map(({ source }) => source);

export function validateVolume(object: PersistentVolume): Errors {
  const errors: Errors = [];
  const spec = object.spec ?? {};
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required("spec.accessModes"));
  checkAccessModes(errors, "spec.accessModes", modes);
  checkCapacity(errors, spec.capacity ?? {});
  const { persistentVolumeReclaimPolicy: policy } = spec;
  checkOptionalOneOf(errors, "spec.persistentVolumeReclaimPolicy", policy || undefined, reclaimPolicies);
  if (spec.nodeAffinity !== undefined) {
    const needed = spec.nodeAffinity.required;
    if (needed !== undefined) checkNodeSelector(errors, "spec.nodeAffinity.required", needed);
    else errors.push(required("spec.nodeAffinity.required", "must specify required node constraints"));
  }
  checkSource(errors, spec, object.metadata?.name ?? "");
  if (/^\/+$/.test(spec.hostPath?.path ?? "") && policy === "Recycle") {
    const detail = "may not be 'recycle' for a hostPath mount of '/'";
    errors.push(forbiddenField("spec.persistentVolumeReclaimPolicy", detail));
  }
  if (spec.storageClassName) checkClass(errors, "spec.storageClassName", spec.storageClassName);
  checkOptionalOneOf(errors, "spec.volumeMode", spec.volumeMode, volumeModes);
  checkAttributes(errors, spec);
  return errors;
}

function checkClass(errors: Errors, path: string, name: string): void {
  checkMessages(errors, path, name, isDns1123Subdomain(name));
}

function checkAttributes(errors: Errors, { volumeAttributesClassName: name, csi }: PersistentVolumeSpec): void {
  if (name === undefined) return;
  const at = "spec.volumeAttributesClassName";
  if (name === "") errors.push(required(at, "an empty string is disallowed"));
  else checkClass(errors, at, name);
  if (csi === undefined) errors.push(required("spec.csi", "has to be specified when using volumeAttributesClassName"));
}

function checkCapacity(errors: Errors, capacity: Record<string, string>): void {
  const names = Object.keys(capacity);
  if (names.length === 0) errors.push(required("spec.capacity"));
  if (capacity["storage"] === undefined || names.length > 1) {
    errors.push(notSupported("spec.capacity", capacity, ["storage"]));
  }
  for (const name of names) {
    const at = `spec.capacity[${name}]`;
    const amount = capacity[name] as string;
    checkBasicAmount(errors, at, amount);
    if (parseQuantity(amount).nano <= 0n) errors.push(invalidValue(at, amount, notPositiveMessage));
  }
}

function checkSource(errors: Errors, spec: PersistentVolumeSpec, name: string): void {
  let found = 0;
  for (const rule of sourceRules) {
    if (spec[rule.source] === undefined) continue;
    found += 1;
    if (found > 1) errors.push(forbiddenField(`spec.${rule.source}`, "may not specify more than 1 volume type"));
    else rule.check(errors, `spec.${rule.path ?? rule.source}`, spec);
  }
  if (found === 0) errors.push(required("spec", "must specify a volume type"));
  if (spec.iscsi !== undefined) checkIscsiMountName(errors, "spec.iscsi.targetportal", name, spec.iscsi);
}

function checkCsi(errors: Errors, path: string, csi: CSIPersistentVolumeSource): void {
  checkCsiDriverName(errors, `${path}.driver`, csi.driver);
  checkRequiredFields(errors, path, csi, ["volumeHandle"]);
  const references = [
    "controllerPublishSecretRef",
    "controllerExpandSecretRef",
    "nodePublishSecretRef",
    "nodeExpandSecretRef",
  ] as const;
  for (const field of references) {
    const reference = csi[field];
    if (reference === undefined) continue;
    const { name, namespace } = reference;
    if (!name) errors.push(required(`${path}.${field}.name`));
    else checkMessages(errors, `${path}.${field}.name`, name, isDns1123Subdomain(name));
    if (!namespace) errors.push(required(`${path}.${field}.namespace`));
    else checkMessages(errors, `${path}.${field}.namespace`, namespace, isDns1123Label(namespace));
  }
}

/** Kubernetes: ValidatePersistentVolumeUpdate */
export function validateVolumeUpdate(object: PersistentVolume, old: PersistentVolume): Errors {
  const errors = validateVolume(object);
  const after = sourceOf(object.spec ?? {});
  const before = sourceOf(old.spec ?? {});
  if (before.csi?.controllerExpandSecretRef === undefined && after.csi !== undefined) {
    const { controllerExpandSecretRef: _, ...csi } = after.csi;
    after.csi = csi;
  }
  if (!semanticEqual(after, before)) {
    const detail = `spec.persistentvolumesource is immutable after creation\n${changesText(before, after)}`;
    errors.push(forbiddenField("spec.persistentvolumesource", detail));
  }
  checkImmutable(errors, "volumeMode", object.spec?.volumeMode, old.spec?.volumeMode);
  const affinity = old.spec?.nodeAffinity;
  if (affinity !== undefined && !semanticEqual(object.spec?.nodeAffinity, affinity)) {
    const detail = `${immutableMessage}, except for updating from beta label to GA`;
    errors.push(invalidValue("nodeAffinity", object.spec?.nodeAffinity, detail));
  }
  if (old.spec?.volumeAttributesClassName !== undefined && object.spec?.volumeAttributesClassName === undefined) {
    const detail = "update from non-nil value to nil is forbidden";
    errors.push(forbiddenField("spec.volumeAttributesClassName", detail));
  }
  return errors;
}

function sourceOf(spec: PersistentVolumeSpec): PersistentVolumeSpec {
  return Object.fromEntries(sources.map((source) => [source, spec[source]]).filter(([, value]) => value !== undefined));
}
