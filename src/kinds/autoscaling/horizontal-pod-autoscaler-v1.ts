// HorizontalPodAutoscaler v1: the older shape of an autoscaler, CPU only; stored as v2.
import type { KubeObject } from "../../apimachinery/json.ts";
import { builtinKind } from "../builtin-kind.ts";
import type { AutoscalingV1HorizontalPodAutoscaler, HorizontalPodAutoscaler } from "../facts/types.gen.ts";
import { validateAutoscaler, validateAutoscalerStatus } from "./autoscaler-rules.ts";
import { convertAutoscaler } from "./convert-autoscaler.ts";
import { horizontalPodAutoscaler } from "./horizontal-pod-autoscaler.ts";

export const horizontalPodAutoscalerV1 = builtinKind<AutoscalingV1HorizontalPodAutoscaler>({
  group: "autoscaling",
  version: "v1",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  scope: "Namespaced",
  storageVersion: "v2",
  subresources: { status: true },
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec !== undefined) spec.minReplicas ??= 1;
    },
    validateCreate: (object) => validateAutoscaler(stored(object)),
    validateUpdate: (object) => validateAutoscaler(stored(object)),
    validateStatusUpdate: (object) => validateAutoscalerStatus(stored(object)),
  },
  columns: horizontalPodAutoscaler.columns.map((column) => ({
    ...column,
    cell: (object, context) => column.cell(stored(object), context),
  })),
  convert: convertAutoscaler,
});

function stored(object: KubeObject): HorizontalPodAutoscaler {
  return convertAutoscaler(object, "autoscaling/v2") as HorizontalPodAutoscaler;
}
