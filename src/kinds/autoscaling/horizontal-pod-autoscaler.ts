// HorizontalPodAutoscaler: scales a workload by its metrics.
import { builtinKind } from "../builtin-kind.ts";

export const horizontalPodAutoscaler = builtinKind({
  group: "autoscaling",
  version: "v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: { status: true },
});
