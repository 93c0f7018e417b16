// VolumeAttributesClass: mutable attributes of volumes.
import { required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column } from "../columns.ts";
import { checkCsiDriverName } from "../core/volume/csi-driver-name.ts";
import type { VolumeAttributesClass } from "../facts/types.gen.ts";
import { checkImmutable, type Errors } from "../field-checks.ts";
import { checkParameters } from "./storage-class.ts";

const defaultAnnotation = "volumeattributesclass.alpha.kubernetes.io/is-default-class";

export const volumeAttributesClass = builtinKind<VolumeAttributesClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttributesClass",
  plural: "volumeattributesclasses",
  shortNames: ["vac"],
  scope: "Cluster",
  answersDeleted: true,
  strategy: {
    validateCreate: (object) => {
      const errors: Errors = [];
      checkCsiDriverName(errors, "driverName", object.driverName);
      const parameters = object.parameters ?? {};
      if (Object.keys(parameters).length === 0) {
        errors.push(required("parameters", "must contain at least one key/value pair"));
      }
      checkParameters(errors, parameters);
      return errors;
    },
    validateUpdate: (object, old) => {
      const errors: Errors = [];
      checkImmutable(errors, "driverName", object.driverName, old.driverName);
      checkImmutable(errors, "parameters", object.parameters, old.parameters);
      return errors;
    },
  },
  columns: [
    {
      ...column<VolumeAttributesClass>("Name", "string", ({ metadata }) =>
        metadata?.annotations?.[defaultAnnotation] === "true" ? `${metadata.name} (default)` : (metadata?.name ?? ""),
      ),
      format: "name",
    },
    column<VolumeAttributesClass>("DriverName", "string", (object) => object.driverName ?? ""),
    ageColumn,
  ],
});
