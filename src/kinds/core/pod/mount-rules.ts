// Where a container sees its volumes: as folders and as block devices, none of them twice.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateVolumeMounts, ValidateVolumeDevices
import {
  forbiddenField,
  invalidValue,
  notFoundField,
  notSupported,
  required,
} from "../../../apimachinery/field-error.ts";
import type { Container, Volume, VolumeMount } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { checkDescendingPath, hasBacksteps } from "../volume/path-rules.ts";

type Volumes = ReadonlyMap<string, Volume>;

const propagations = ["Bidirectional", "HostToContainer", "None"];
const recursions = ["Disabled", "Enabled", "IfPossible"];

export function checkMounts(errors: Errors, path: string, container: Container, volumes: Volumes): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const devices = new Map(volumeDevices.map(({ name, devicePath }) => [name, devicePath]));
  const devicePaths = [...devices.values()];
  const mountPaths = new Set<string>();
  const list = `${path}.volumeMounts`;
  volumeMounts.forEach((mount, index) => {
    const at = `${list}[${index}]`;
    if (!mount.name) errors.push(required(`${at}.name`));
    if (!volumes.has(mount.name)) errors.push(notFoundField(`${at}.name`, mount.name ?? ""));
    if (!mount.mountPath) errors.push(required(`${at}.mountPath`));
    if (mountPaths.has(mount.mountPath)) {
      errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, "must be unique"));
    }
    mountPaths.add(mount.mountPath);
    if (devices.has(mount.name)) {
      errors.push(invalidValue(`${at}.name`, mount.name, "must not already exist in volumeDevices"));
    }
    if (devicePaths.includes(mount.mountPath)) {
      const detail = "must not already exist as a path in volumeDevices";
      errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, detail));
    }
    checkSubPaths(errors, list, at, mount);
    // Upstream names the list here, not the mount.
    checkPropagation(errors, `${list}.mountPropagation`, mount, container);
    checkRecursiveReadOnly(errors, `${list}.recursiveReadOnly`, mount);
  });
}

function checkSubPaths(errors: Errors, list: string, at: string, { subPath, subPathExpr }: VolumeMount): void {
  if (subPath) checkDescendingPath(errors, `${list}.subPath`, subPath);
  if (!subPathExpr) return;
  if (subPath) {
    const detail = "subPathExpr and subPath are mutually exclusive";
    errors.push(invalidValue(`${at}.subPathExpr`, subPathExpr, detail));
  }
  checkDescendingPath(errors, `${list}.subPathExpr`, subPathExpr);
}

function checkPropagation(errors: Errors, path: string, { mountPropagation }: VolumeMount, container: Container): void {
  if (mountPropagation === undefined) return;
  if (!propagations.includes(mountPropagation)) errors.push(notSupported(path, mountPropagation, propagations));
  if (mountPropagation === "Bidirectional" && container.securityContext?.privileged !== true) {
    const detail = "Bidirectional mount propagation is available only to privileged containers";
    errors.push(forbiddenField(path, detail));
  }
}

function checkRecursiveReadOnly(errors: Errors, path: string, mount: VolumeMount): void {
  const { recursiveReadOnly } = mount;
  if (recursiveReadOnly === undefined || recursiveReadOnly === "Disabled") return;
  if (!recursions.includes(recursiveReadOnly)) {
    errors.push(notSupported(path, recursiveReadOnly, recursions));
    return;
  }
  if (!mount.readOnly) errors.push(forbiddenField(path, "may only be specified when readOnly is true"));
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== "None") {
    errors.push(forbiddenField(path, "may only be specified when mountPropagation is None or not specified"));
  }
}

export function checkDevices(errors: Errors, path: string, container: Container, volumes: Volumes): void {
  const mounts = new Map((container.volumeMounts ?? []).map(({ name, mountPath }) => [name, mountPath]));
  const mountPaths = [...mounts.values()];
  const names = new Set<string>();
  const paths = new Set<string>();
  (container.volumeDevices ?? []).forEach(({ name = "", devicePath = "" }, index) => {
    const at = `${path}.volumeDevices[${index}]`;
    if (name === "") errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(invalidValue(`${at}.name`, name, "must be unique"));
    const volume = volumes.get(name);
    if (volume === undefined) errors.push(notFoundField(`${at}.name`, name));
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      const detail = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
      errors.push(invalidValue(`${at}.name`, name, detail));
    }
    if (devicePath === "") errors.push(required(`${at}.devicePath`));
    if (paths.has(devicePath)) errors.push(invalidValue(`${at}.devicePath`, devicePath, "must be unique"));
    if (hasBacksteps(devicePath)) {
      errors.push(invalidValue(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"));
    } else paths.add(devicePath);
    if (mounts.has(name)) errors.push(invalidValue(`${at}.name`, name, "must not already exist in volumeMounts"));
    if (mountPaths.includes(devicePath)) {
      const detail = "must not already exist as a path in volumeMounts";
      errors.push(invalidValue(`${at}.devicePath`, devicePath, detail));
    }
    if (name !== "") names.add(name);
  });
}
