// ResourceSlice: devices that a driver offers.
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ResourceSlice } from "../facts/types.gen.ts";
import { checkImmutable, type Errors } from "../field-checks.ts";

const nodeFields = ["nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection"] as const;

export const resourceSlice = builtinKind<ResourceSlice>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceSlice",
  plural: "resourceslices",
  scope: "Cluster",
  answersDeleted: true,
  hasGeneration: true,
  strategy: { validateCreate: validateSlice, validateUpdate },
  columns: [
    nameColumn,
    column<ResourceSlice>("Node", "string", ({ spec }) => spec?.nodeName ?? "<unset>"),
    column<ResourceSlice>("Driver", "string", ({ spec }) => spec?.driver ?? ""),
    column<ResourceSlice>("Pool", "string", ({ spec }) => spec?.pool?.name ?? ""),
    ageColumn,
  ],
  selectableFields: {
    "spec.nodeName": ({ spec }) => spec?.nodeName ?? "",
    "spec.driver": ({ spec }) => spec?.driver ?? "",
  },
});

/** Kubernetes: pkg/apis/resource/validation/validation.go validateResourceSliceSpec */
function validateSlice({ spec }: ResourceSlice): Errors {
  const errors: Errors = [];
  if (!spec?.driver) errors.push(required("spec.driver"));
  if (!spec?.pool?.name) errors.push(required("spec.pool.name"));
  const given = nodeFields.filter((field) => spec?.[field]);
  const list = nodeFields.map((field) => `\`${field}\``).join(", ");
  if (given.length === 0) errors.push(required("spec", `exactly one of ${list} is required`));
  if (given.length > 1) {
    errors.push(
      invalidValue("spec", `{${given.join(", ")}}`, `exactly one of ${list} is required, but multiple fields are set`),
    );
  }
  return errors;
}

function validateUpdate(object: ResourceSlice, old: ResourceSlice): Errors {
  const errors = validateSlice(object);
  checkImmutable(errors, "spec.driver", object.spec?.driver, old.spec?.driver);
  checkImmutable(errors, "spec.pool.name", object.spec?.pool?.name, old.spec?.pool?.name);
  checkImmutable(errors, "spec.nodeName", object.spec?.nodeName, old.spec?.nodeName);
  return errors;
}
