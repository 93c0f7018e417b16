// DeviceClass: a class of devices that can be claimed.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, nameColumn } from "../columns.ts";
import type { DeviceClass } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { checkDeviceSelectors } from "./claim-spec.ts";

export const deviceClass = builtinKind<DeviceClass>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "DeviceClass",
  plural: "deviceclasses",
  scope: "Cluster",
  answersDeleted: true,
  hasGeneration: true,
  strategy: { validateCreate: validateDeviceClass, validateUpdate: validateDeviceClass },
  columns: [nameColumn, ageColumn],
});

function validateDeviceClass({ spec }: DeviceClass): Errors {
  const errors: Errors = [];
  checkDeviceSelectors(errors, "spec.selectors", spec?.selectors);
  return errors;
}
