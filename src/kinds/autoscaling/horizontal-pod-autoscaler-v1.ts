// HorizontalPodAutoscaler: the older shape of an autoscaler, CPU only; stored as v2.
import { builtinKind } from "../builtin-kind.ts";

export const horizontalPodAutoscalerV1 = builtinKind({
  group: "autoscaling",
  version: "v1",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  scope: "Namespaced",
  storageVersion: "v2",
  subresources: { status: true },
});
