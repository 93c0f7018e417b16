// What a pod's volumes may be: one source each, with what that source needs.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateVolumes, validateVolumeSource
import { duplicate, forbiddenField, invalidValue, required } from "../../../apimachinery/field-error.ts";
import { isDns1123Subdomain } from "../../../apimachinery/names.ts";
import { parseQuantity } from "../../../apimachinery/quantity.ts";
import type { DownwardAPIVolumeFile, KeyToPath, Volume } from "../../facts/types.gen.ts";
import { checkDns1123Label, checkMessages, checkOptionalOneOf, type Errors } from "../../field-checks.ts";
import { checkClaimTemplate } from "../claim-spec-rules.ts";
import { checkFieldReference, checkResourceReference, volumeFieldPaths } from "../pod/downward-api-rules.ts";
import { checkPullPolicy } from "../pod/pull-policy-rules.ts";
import { checkCsiDriverName } from "./csi-driver-name.ts";
import {
  checkAzureDisk,
  checkFc,
  checkFlex,
  checkFlocker,
  checkGitRepo,
  checkIscsi,
  checkIscsiMountName,
  checkNfs,
  checkPartition,
  checkQuobyte,
  checkRequiredFields,
  checkSecretReference,
  checkStorageOs,
} from "./legacy-volume-rules.ts";
import { checkFileMode, checkLocalPath, checkNoBacksteps } from "./path-rules.ts";
import { checkProjected } from "./projected-rules.ts";

const hostPathTypes = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

interface SourceRule {
  readonly source: keyof Volume;
  /** Where the rules of the source report, when upstream spells it differently. */
  readonly path?: string;
  /** Where a second source is reported, when upstream spells it differently. */
  readonly extraPath?: string;
  check(errors: Errors, path: string, volume: Volume, podName: string): void;
}

function needs(source: keyof Volume, ...fields: string[]): SourceRule {
  return {
    source,
    check: (errors, path, volume) => checkRequiredFields(errors, path, volume[source] as object, fields),
  };
}

/** In the order in which upstream looks: of two sources the later is the one too many. */
const sourceRules: readonly SourceRule[] = [
  { source: "emptyDir", check: checkEmptyDir },
  { source: "hostPath", check: checkHostPath },
  { source: "gitRepo", check: (errors, path, { gitRepo }) => gitRepo && checkGitRepo(errors, path, gitRepo) },
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
  { source: "secret", check: checkSecret },
  { source: "nfs", check: (errors, path, { nfs }) => nfs && checkNfs(errors, path, nfs) },
  { source: "iscsi", check: (errors, path, { iscsi }) => iscsi && checkIscsi(errors, path, iscsi) },
  needs("glusterfs", "endpoints", "path"),
  { source: "flocker", check: (errors, path, { flocker }) => flocker && checkFlocker(errors, path, flocker) },
  needs("persistentVolumeClaim", "claimName"),
  needs("rbd", "monitors", "image"),
  {
    source: "cinder",
    check(errors, path, { cinder }) {
      if (cinder === undefined) return;
      checkRequiredFields(errors, path, cinder, ["volumeID"]);
      checkSecretReference(errors, path, cinder.secretRef, ["name"]);
    },
  },
  { ...needs("cephfs", "monitors"), extraPath: "cephFS" },
  { source: "quobyte", check: (errors, path, { quobyte }) => quobyte && checkQuobyte(errors, path, quobyte) },
  { source: "downwardAPI", extraPath: "downwarAPI", check: checkDownwardApi },
  { source: "fc", check: (errors, path, { fc }) => fc && checkFc(errors, path, fc) },
  { source: "flexVolume", check: (errors, path, { flexVolume }) => flexVolume && checkFlex(errors, path, flexVolume) },
  { source: "configMap", check: checkConfigMap },
  needs("azureFile", "secretName", "shareName"),
  needs("vsphereVolume", "volumePath"),
  needs("photonPersistentDisk", "pdID"),
  needs("portworxVolume", "volumeID"),
  { source: "azureDisk", check: (errors, path, { azureDisk }) => azureDisk && checkAzureDisk(errors, path, azureDisk) },
  { source: "storageos", check: (errors, path, { storageos }) => storageos && checkStorageOs(errors, path, storageos) },
  { source: "projected", check: (errors, path, { projected }) => projected && checkProjected(errors, path, projected) },
  needs("scaleIO", "gateway", "system", "volumeName"),
  { source: "csi", check: checkCsi },
  { source: "ephemeral", check: checkEphemeral },
  {
    source: "image",
    check(errors, path, { image }) {
      if (image === undefined) return;
      checkRequiredFields(errors, path, image, ["reference"]);
      checkPullPolicy(errors, `${path}.pullPolicy`, image.pullPolicy);
    },
  },
];

/**
 * Answers the volumes that are sound, by name: mounts are looked up among them.
 * `podName`: "" when no pod is at hand but a template.
 */
export function checkVolumes(
  errors: Errors,
  path: string,
  volumes: readonly Volume[],
  podName: string,
): ReadonlyMap<string, Volume> {
  const sound = new Map<string, Volume>();
  const ownClaims = new Set(
    volumes
      .filter(({ ephemeral }) => podName !== "" && ephemeral !== undefined)
      .map(({ name }) => `${podName}-${name}`),
  );
  volumes.forEach((volume, index) => {
    const at = `${path}[${index}]`;
    const found: Errors = [];
    checkVolumeSource(found, at, volume, podName);
    if (!volume.name) found.push(required(`${at}.name`));
    else checkDns1123Label(found, `${at}.name`, volume.name);
    if (sound.has(volume.name)) found.push(duplicate(`${at}.name`, volume.name));
    if (found.length === 0) sound.set(volume.name, volume);
    else errors.push(...found);
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined && ownClaims.has(claim)) {
      const detail = "must not reference a PVC that gets created for an ephemeral volume";
      errors.push(invalidValue(`${at}.persistentVolumeClaim.claimName`, claim, detail));
    }
  });
  return sound;
}

function checkVolumeSource(errors: Errors, path: string, volume: Volume, podName: string): void {
  let sources = 0;
  for (const rule of sourceRules) {
    if (volume[rule.source] === undefined) continue;
    sources += 1;
    if (sources > 1) {
      const at = `${path}.${rule.extraPath ?? rule.source}`;
      errors.push(forbiddenField(at, "may not specify more than 1 volume type"));
    } else rule.check(errors, `${path}.${rule.path ?? rule.source}`, volume, podName);
    if (rule.source === "iscsi" && volume.iscsi !== undefined) {
      checkIscsiMountName(errors, `${path}.name`, volume.name, volume.iscsi);
    }
  }
  if (sources === 0) errors.push(required(path, "must specify a volume type"));
}

function checkEmptyDir(errors: Errors, path: string, { emptyDir }: Volume): void {
  if (emptyDir?.sizeLimit !== undefined && parseQuantity(emptyDir.sizeLimit).nano < 0n) {
    errors.push(forbiddenField(`${path}.sizeLimit`, "SizeLimit field must be a valid resource quantity"));
  }
}

function checkHostPath(errors: Errors, path: string, { hostPath }: Volume): void {
  if (hostPath !== undefined) checkHostPathSource(errors, path, hostPath);
}

export function checkHostPathSource(
  errors: Errors,
  path: string,
  source: { readonly path?: string; readonly type?: string },
): void {
  if (!source.path) {
    errors.push(required(`${path}.path`));
    return;
  }
  checkNoBacksteps(errors, `${path}.path`, source.path);
  checkOptionalOneOf(errors, `${path}.type`, source.type, hostPathTypes);
}

function checkSecret(errors: Errors, path: string, { secret }: Volume): void {
  if (secret === undefined) return;
  checkRequiredFields(errors, path, secret, ["secretName"]);
  checkFileMode(errors, `${path}.defaultMode`, secret.defaultMode);
  checkKeysToPaths(errors, `${path}.items`, secret.items);
}

function checkConfigMap(errors: Errors, path: string, { configMap }: Volume): void {
  if (configMap === undefined) return;
  checkRequiredFields(errors, path, configMap, ["name"]);
  checkFileMode(errors, `${path}.defaultMode`, configMap.defaultMode);
  checkKeysToPaths(errors, `${path}.items`, configMap.items);
}

export function checkKeysToPaths(errors: Errors, path: string, items: readonly KeyToPath[] | undefined): void {
  (items ?? []).forEach((item, index) => {
    const at = `${path}[${index}]`;
    checkRequiredFields(errors, at, item, ["key", "path"]);
    checkLocalPath(errors, `${at}.path`, item.path ?? "");
    checkFileMode(errors, `${at}.mode`, item.mode);
  });
}

function checkDownwardApi(errors: Errors, path: string, { downwardAPI }: Volume): void {
  if (downwardAPI === undefined) return;
  checkFileMode(errors, `${path}.defaultMode`, downwardAPI.defaultMode);
  // Upstream names the volume, not the item.
  for (const file of downwardAPI.items ?? []) checkDownwardApiFile(errors, path, file);
}

export function checkDownwardApiFile(errors: Errors, path: string, file: DownwardAPIVolumeFile): void {
  if (!file.path) errors.push(required(`${path}.path`));
  checkLocalPath(errors, `${path}.path`, file.path ?? "");
  if (file.fieldRef !== undefined) {
    checkFieldReference(errors, `${path}.fieldRef`, file.fieldRef, volumeFieldPaths);
    if (file.resourceFieldRef !== undefined) {
      const detail = "fieldRef and resourceFieldRef can not be specified simultaneously";
      errors.push(invalidValue(path, "resource", detail));
    }
  } else if (file.resourceFieldRef !== undefined) {
    checkResourceReference(errors, `${path}.resourceFieldRef`, file.resourceFieldRef, { namesContainer: true });
  } else errors.push(required(path, "one of fieldRef and resourceFieldRef is required"));
  checkFileMode(errors, `${path}.mode`, file.mode);
}

function checkCsi(errors: Errors, path: string, { csi }: Volume): void {
  if (csi === undefined) return;
  checkCsiDriverName(errors, `${path}.driver`, csi.driver);
  if (csi.nodePublishSecretRef === undefined) return;
  const { name } = csi.nodePublishSecretRef;
  if (!name) errors.push(required(`${path}.nodePublishSecretRef.name`));
  else checkMessages(errors, `${path}.name`, name, isDns1123Subdomain(name));
}

function checkEphemeral(errors: Errors, path: string, volume: Volume, podName: string): void {
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template === undefined) errors.push(required(`${path}.volumeClaimTemplate`));
  else checkClaimTemplate(errors, `${path}.volumeClaimTemplate`, template);
  if (podName === "" || !volume.name) return;
  const claimName = `${podName}-${volume.name}`;
  for (const message of isDns1123Subdomain(claimName)) {
    const at = `${path.slice(0, -".ephemeral".length)}.name`;
    errors.push(invalidValue(at, volume.name, `PVC name ${JSON.stringify(claimName)}: ${message}`));
  }
}
