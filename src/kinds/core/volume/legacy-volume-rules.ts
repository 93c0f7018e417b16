// Volume sources of storage systems that have their own field: stored and checked, though hardly any is mounted any more.
// Kubernetes: pkg/apis/core/validation/validation.go
import { invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { rangeMessage } from "../../../apimachinery/names.ts";
import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GitRepoVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
} from "../../facts/types.gen.ts";
import { checkDns1123Label, checkOptionalOneOf, type Errors } from "../../field-checks.ts";
import { checkDescendingPath } from "./path-rules.ts";

const lunMax = 255;
const partitionMax = 255;
const quobyteTenantLengthMax = 64;
const iscsiNameLengthMax = 64;
const iscsiFormats = {
  iqn: /^iqn\.\d{4}-\d{2}\.([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)(:[^,;*&$|\s]+)$/,
  eui: /^eui\.[0-9a-fA-F]{16}$/,
  naa: /^naa\.[0-9a-fA-F]{32}$/,
} as const;

/** Each of `fields` must be set and not empty. */
export function checkRequiredFields(errors: Errors, path: string, source: object, fields: readonly string[]): void {
  for (const field of fields) {
    const value = (source as Record<string, unknown>)[field];
    if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
      errors.push(required(`${path}.${field}`));
    }
  }
}

export function checkGitRepo(errors: Errors, path: string, source: GitRepoVolumeSource): void {
  checkRequiredFields(errors, path, source, ["repository"]);
  checkDescendingPath(errors, `${path}.directory`, source.directory ?? "");
}

export function checkPartition(errors: Errors, path: string, source: { readonly partition?: number }): void {
  const { partition = 0 } = source;
  if (partition < 0 || partition > partitionMax) {
    errors.push(invalidValue(`${path}.partition`, partition, rangeMessage(1, partitionMax)));
  }
}

export function checkNfs(errors: Errors, path: string, source: NFSVolumeSource): void {
  checkRequiredFields(errors, path, source, ["server", "path"]);
  if (!(source.path ?? "").startsWith("/")) {
    errors.push(invalidValue(`${path}.path`, source.path ?? "", "must be an absolute path"));
  }
}

type IscsiSource = Pick<
  ISCSIVolumeSource,
  "targetPortal" | "iqn" | "lun" | "chapAuthDiscovery" | "chapAuthSession" | "secretRef" | "initiatorName"
>;

export function checkIscsi(errors: Errors, path: string, source: IscsiSource): void {
  checkRequiredFields(errors, path, source, ["targetPortal", "iqn"]);
  if (source.iqn) checkIscsiName(errors, `${path}.iqn`, source.iqn);
  const { lun = 0 } = source;
  if (lun < 0 || lun > lunMax) errors.push(invalidValue(`${path}.lun`, lun, rangeMessage(0, lunMax)));
  if ((source.chapAuthDiscovery || source.chapAuthSession) && source.secretRef === undefined) {
    errors.push(required(`${path}.secretRef`));
  }
  if (source.initiatorName !== undefined) checkIscsiName(errors, `${path}.initiatorname`, source.initiatorName);
}

function checkIscsiName(errors: Errors, path: string, name: string): void {
  const format = iscsiFormats[name.slice(0, 3) as keyof typeof iscsiFormats];
  if (format === undefined) {
    errors.push(invalidValue(path, name, "must be valid format starting with iqn, eui, or naa"));
  } else if (!format.test(name)) errors.push(invalidValue(path, name, "must be valid format"));
}

/** The name of a mount is made of both, and Linux keeps 64 characters of it. */
export function checkIscsiMountName(errors: Errors, path: string, volumeName: string, source: IscsiSource): void {
  const mountName = `${volumeName}:${source.targetPortal ?? ""}`;
  if (source.initiatorName === undefined || mountName.length <= iscsiNameLengthMax) return;
  const detail =
    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";
  errors.push(invalidValue(path, volumeName, detail));
}

export function checkFc(errors: Errors, path: string, source: FCVolumeSource): void {
  const targets = source.targetWWNs ?? [];
  const ids = source.wwids ?? [];
  if (targets.length === 0 && ids.length === 0) {
    errors.push(required(`${path}.targetWWNs`, "must specify either targetWWNs or wwids, but not both"));
  }
  if (targets.length > 0 && ids.length > 0) {
    errors.push(
      invalidValue(`${path}.targetWWNs`, targets, "targetWWNs and wwids can not be specified simultaneously"),
    );
  }
  if (targets.length === 0) return;
  if (source.lun === undefined) {
    errors.push(required(`${path}.lun`, "lun is required if targetWWNs is specified"));
  } else if (source.lun < 0 || source.lun > lunMax) {
    errors.push(invalidValue(`${path}.lun`, source.lun, rangeMessage(0, lunMax)));
  }
}

export function checkQuobyte(errors: Errors, path: string, source: QuobyteVolumeSource): void {
  const detail = "must be a host:port pair or multiple pairs separated by commas";
  if (!source.registry) errors.push(required(`${path}.registry`, detail));
  else if ((source.tenant ?? "").length > quobyteTenantLengthMax) {
    errors.push(required(`${path}.tenant`, "must be a UUID and may not exceed a length of 64 characters"));
  } else {
    for (const pair of source.registry.split(",")) {
      if (!/^(\[[^\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair)) {
        errors.push(invalidValue(`${path}.registry`, source.registry, detail));
      }
    }
  }
  checkRequiredFields(errors, path, source, ["volume"]);
}

export function checkFlocker(errors: Errors, path: string, source: FlockerVolumeSource): void {
  const { datasetName = "", datasetUUID = "" } = source;
  if (datasetName === "" && datasetUUID === "") {
    errors.push(required(path, "one of datasetName and datasetUUID is required"));
  }
  if (datasetName !== "" && datasetUUID !== "") {
    errors.push(invalidValue(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"));
  }
  if (datasetName.includes("/")) {
    errors.push(invalidValue(`${path}.datasetName`, datasetName, "must not contain '/'"));
  }
}

interface FlexSource {
  readonly driver: string;
  readonly options?: Record<string, string>;
}

export function checkFlex(errors: Errors, path: string, source: FlexSource): void {
  checkRequiredFields(errors, path, source, ["driver"]);
  for (const key of Object.keys(source.options ?? {})) {
    const namespace = `.${key.split("/", 2).length === 2 ? key.slice(0, key.indexOf("/")) : key}`.toLowerCase();
    if (namespace.endsWith(".kubernetes.io") || namespace.endsWith(".k8s.io")) {
      const detail = "kubernetes.io and k8s.io namespaces are reserved";
      errors.push(invalidValue(`${path}.options[${key}]`, key, detail));
    }
  }
}

export function checkAzureDisk(errors: Errors, path: string, source: AzureDiskVolumeSource): void {
  checkRequiredFields(errors, path, source, ["diskName", "diskURI"]);
  checkOptionalOneOf(errors, `${path}.cachingMode`, source.cachingMode, ["None", "ReadOnly", "ReadWrite"]);
  checkOptionalOneOf(errors, `${path}.kind`, source.kind, ["Dedicated", "Managed", "Shared"]);
  if (source.kind === undefined) return;
  const uri = source.diskURI ?? "";
  if (source.kind === "Managed") {
    const form = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
    if (!uri.startsWith("/subscriptions/")) errors.push(notSupported(`${path}.diskURI`, uri, [form]));
  } else if (!uri.startsWith("https://")) {
    const form = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
    errors.push(notSupported(`${path}.diskURI`, uri, [form]));
  }
}

interface StorageOsSource {
  readonly volumeName?: string;
  readonly volumeNamespace?: string;
  readonly secretRef?: { readonly name?: string; readonly namespace?: string };
}

export function checkStorageOs(errors: Errors, path: string, source: StorageOsSource): void {
  if (!source.volumeName) errors.push(required(`${path}.volumeName`));
  else checkDns1123Label(errors, `${path}.volumeName`, source.volumeName);
  if (source.volumeNamespace) checkDns1123Label(errors, `${path}.volumeNamespace`, source.volumeNamespace);
  checkSecretReference(errors, path, source.secretRef, ["name"]);
}

/** A reference to a secret that is there must name it; a volume's (not a pod's) its namespace too. */
export function checkSecretReference(
  errors: Errors,
  path: string,
  reference: object | undefined,
  fields: readonly string[],
): void {
  if (reference !== undefined) checkRequiredFields(errors, `${path}.secretRef`, reference, fields);
}
