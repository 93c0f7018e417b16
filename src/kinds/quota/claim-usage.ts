// Claims of storage and of devices against quotas.
// Kubernetes: pkg/quota/v1/evaluator/core/{persistent_volume_claims,resource_claims}.go
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityOf,
  quantityValue,
} from "../../apimachinery/quantity.ts";
import { storageClassOf } from "../core/storage-cells.ts";
import type { DeviceRequest, DeviceSubRequest, PersistentVolumeClaim, ResourceClaim } from "../facts/types.gen.ts";
import type { Evaluator, Usage } from "./evaluator.ts";
import { classMeets } from "./scopes.ts";

const one = quantityOf(1);
const classSuffix = ".storageclass.storage.k8s.io/";
const deviceSuffix = ".deviceclass.resource.k8s.io/devices";
/** What "all devices" counts as. Kubernetes: pkg/apis/resource/types.go AllocationResultsMaxSize */
const allDevices = 32;

export const volumeClaimEvaluator: Evaluator = {
  handles: (_operation, subresource) => subresource === "",
  counts: (resource) =>
    ["persistentvolumeclaims", "count/persistentvolumeclaims", "requests.storage"].includes(resource) ||
    resource.endsWith(`${classSuffix}requests.storage`) ||
    resource.endsWith(`${classSuffix}persistentvolumeclaims`),
  usage: (object) => claimUsage(object as PersistentVolumeClaim),
  within(object, scope) {
    if (scope.scopeName !== "VolumeAttributesClass") return false;
    const names = attributeClasses(object as PersistentVolumeClaim);
    if (names.length === 0) return classMeets(scope, undefined);
    return names.some((name) => classMeets(scope, name));
  },
};

function claimUsage(claim: PersistentVolumeClaim): Usage {
  const usage = new Map([
    ["persistentvolumeclaims", one],
    ["count/persistentvolumeclaims", one],
  ]);
  const className = storageClassOf(claim);
  if (className !== "") usage.set(`${className}${classSuffix}persistentvolumeclaims`, one);
  const size = claimedSize(claim);
  if (size === undefined) return usage;
  usage.set("requests.storage", size);
  if (className !== "") usage.set(`${className}${classSuffix}requests.storage`, size);
  return usage;
}

/** What it asks for, or has been given while it grows when that is more; in whole units. */
function claimedSize({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const asked = spec?.resources?.requests?.["storage"];
  if (asked === undefined) return undefined;
  const given = parseQuantity(status?.allocatedResources?.["storage"] ?? "0");
  const wanted = parseQuantity(asked);
  const larger = compareQuantities(given, wanted) > 0 ? given : wanted;
  return larger.nano % 1_000_000_000n === 0n ? larger : quantityOf(quantityValue(larger), larger.format);
}

function attributeClasses({ spec, status }: PersistentVolumeClaim): string[] {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return names.filter((name) => name !== undefined && name !== "") as string[];
}

export const deviceClaimEvaluator: Evaluator = {
  handles: (_operation, subresource) => subresource === "",
  counts: (resource) => resource === "count/resourceclaims.resource.k8s.io" || resource.endsWith(deviceSuffix),
  usage: (object) => deviceUsage(object as ResourceClaim),
  within: () => false,
};

function deviceUsage({ spec }: ResourceClaim): Usage {
  const usage = new Map<string, Quantity>([["count/resourceclaims.resource.k8s.io", one]]);
  for (const request of spec?.devices?.requests ?? []) {
    for (const [className, count] of devicesOf(request)) {
      const name = `${className}${deviceSuffix}`;
      const before = usage.get(name);
      const amount = quantityOf(count);
      usage.set(name, before === undefined ? amount : addQuantities(before, amount));
    }
  }
  return usage;
}

/** Of several that would do, the most of each class. */
function devicesOf({ exactly, firstAvailable = [] }: DeviceRequest): Map<string, number> {
  const counts = new Map<string, number>();
  const wanted: Pick<DeviceSubRequest, "deviceClassName" | "allocationMode" | "count">[] =
    exactly === undefined ? firstAvailable : [exactly];
  for (const { deviceClassName, allocationMode, count } of wanted) {
    const devices = allocationMode === "All" ? allDevices : (count ?? 1);
    counts.set(deviceClassName, Math.max(devices, counts.get(deviceClassName) ?? 0));
  }
  return counts;
}
