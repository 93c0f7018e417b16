// HorizontalPodAutoscaler: scales a workload by its metrics.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { HorizontalPodAutoscaler } from "../facts/types.gen.ts";
import { setAutoscalerDefaults } from "./autoscaler-defaults.ts";
import { validateAutoscaler, validateAutoscalerStatus } from "./autoscaler-rules.ts";
import { convertAutoscaler } from "./convert-autoscaler.ts";
import { metricsText } from "./metrics-text.ts";

export const horizontalPodAutoscaler = builtinKind<HorizontalPodAutoscaler>({
  group: "autoscaling",
  version: "v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: { status: true },
  strategy: {
    setDefaults: setAutoscalerDefaults,
    validateCreate: validateAutoscaler,
    validateUpdate: validateAutoscaler,
    validateStatusUpdate: validateAutoscalerStatus,
  },
  columns: [
    nameColumn,
    column<HorizontalPodAutoscaler>(
      "Reference",
      "string",
      ({ spec }) => `${spec?.scaleTargetRef?.kind ?? ""}/${spec?.scaleTargetRef?.name ?? ""}`,
    ),
    column<HorizontalPodAutoscaler>("Targets", "string", ({ spec, status }) =>
      metricsText(spec?.metrics, status?.currentMetrics),
    ),
    column<HorizontalPodAutoscaler>("MinPods", "string", ({ spec }) => `${spec?.minReplicas ?? "<unset>"}`),
    column<HorizontalPodAutoscaler>("MaxPods", "string", ({ spec }) => spec?.maxReplicas ?? 0),
    column<HorizontalPodAutoscaler>("Replicas", "string", ({ status }) => status?.currentReplicas ?? 0),
    ageColumn,
  ],
  convert: convertAutoscaler,
});
