// Deployment: declarative updates of ReplicaSets.
import { builtinKind, replicaScale } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, selectorText, templateColumns, wideColumn } from "../columns.ts";
import type { Deployment } from "../facts/types.gen.ts";
import { setDeploymentDefaults } from "./deployment-defaults.ts";
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from "./deployment-rules.ts";
import { namedTemplateWarnings } from "./workload-rules.ts";

export const deployment = builtinKind<Deployment>({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  shortNames: ["deploy"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
  strategy: {
    setDefaults: setDeploymentDefaults,
    validateCreate: validateDeployment,
    validateUpdate: validateDeploymentUpdate,
    validateStatusUpdate: validateDeploymentStatus,
    warnings: namedTemplateWarnings,
  },
  columns: [
    nameColumn,
    column<Deployment>("Ready", "string", ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    column<Deployment>("Up-to-date", "string", ({ status }) => status?.updatedReplicas ?? 0),
    column<Deployment>("Available", "string", ({ status }) => status?.availableReplicas ?? 0),
    ageColumn,
    ...templateColumns,
    wideColumn<Deployment>("Selector", "string", ({ spec }) => selectorText(spec?.selector)),
  ],
});
