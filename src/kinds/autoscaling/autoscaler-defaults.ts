// What an autoscaler leaves out and upstream fills in.
// Kubernetes: pkg/apis/autoscaling/v2/defaults.go
import type { HorizontalPodAutoscaler, HPAScalingRules, MetricSpec } from "../facts/types.gen.ts";

const defaultUtilization = 80;
const policySeconds = 15;

export function defaultMetrics(): MetricSpec[] {
  const target = { type: "Utilization", averageUtilization: defaultUtilization };
  return [{ type: "Resource", resource: { name: "cpu", target } }];
}

export function setAutoscalerDefaults({ spec }: HorizontalPodAutoscaler): void {
  if (spec === undefined) return;
  spec.minReplicas ??= 1;
  if ((spec.metrics ?? []).length === 0) spec.metrics = defaultMetrics();
  if (spec.behavior === undefined) return;
  const { scaleUp, scaleDown } = spec.behavior;
  spec.behavior.scaleUp = withDefaults(scaleUp ?? {}, {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max",
    policies: [
      { type: "Pods", value: 4, periodSeconds: policySeconds },
      { type: "Percent", value: 100, periodSeconds: policySeconds },
    ],
  });
  spec.behavior.scaleDown = withDefaults(scaleDown ?? {}, {
    selectPolicy: "Max",
    policies: [{ type: "Percent", value: 100, periodSeconds: policySeconds }],
  });
}

function withDefaults(rules: HPAScalingRules, defaults: HPAScalingRules): HPAScalingRules {
  return { ...defaults, ...rules };
}
