// Service: a stable address for a set of pods.
import { builtinKind } from "../../builtin-kind.ts";
import type { Service } from "../../facts/types.gen.ts";
import { serviceColumns } from "./service-columns.ts";
import { setIngressModes, setServiceDefaults } from "./service-defaults.ts";
import { validateService, validateServiceStatus, validateServiceUpdate } from "./service-rules.ts";
import { prepareServiceForCreate, prepareServiceForUpdate } from "./service-strategy.ts";
import { serviceWarnings } from "./service-warnings.ts";

export const service = builtinKind<Service>({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
  scope: "Namespaced",
  answersDeleted: true,
  createsOnUpdate: true,
  nameRule: "dns-1035-label",
  subresources: { status: true, others: ["proxy"] },
  strategy: {
    setDefaults: setServiceDefaults,
    prepareForCreate: prepareServiceForCreate,
    prepareForUpdate: prepareServiceForUpdate,
    prepareForStatusUpdate: setIngressModes,
    validateCreate: validateService,
    validateUpdate: validateServiceUpdate,
    validateStatusUpdate: validateServiceStatus,
    warnings: serviceWarnings,
  },
  columns: serviceColumns,
  selectableFields: {
    "spec.clusterIP": (object) => object.spec?.clusterIP ?? "",
    "spec.type": (object) => object.spec?.type ?? "",
  },
});
