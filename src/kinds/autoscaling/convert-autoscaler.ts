// Between the two shapes of an autoscaler: v2, as it is stored, and v1, which has room for CPU alone.
// What v1 has no field for travels in annotations, so that nothing is lost on the way there and back.
// Kubernetes: pkg/apis/autoscaling/v1/conversion.go
import type { KubeObject } from "../../apimachinery/json.ts";
import type { AutoscalingV1HorizontalPodAutoscaler, HorizontalPodAutoscaler, MetricSpec } from "../facts/types.gen.ts";
import { defaultMetrics } from "./autoscaler-defaults.ts";

const v1 = "autoscaling/v1";
const v2 = "autoscaling/v2";
const metricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";
const behaviorAnnotation = "autoscaling.alpha.kubernetes.io/behavior";
const currentMetricsAnnotation = "autoscaling.alpha.kubernetes.io/current-metrics";
const conditionsAnnotation = "autoscaling.alpha.kubernetes.io/conditions";

export function convertAutoscaler(object: KubeObject, toApiVersion: string): KubeObject {
  if (object.apiVersion === toApiVersion) return object;
  return toApiVersion === v1
    ? toV1(object as HorizontalPodAutoscaler)
    : toV2(object as AutoscalingV1HorizontalPodAutoscaler);
}

function isCpuUtilization({ resource }: MetricSpec): boolean {
  return resource?.name === "cpu" && resource.target?.averageUtilization !== undefined;
}

function toV1({ metadata, spec, status }: HorizontalPodAutoscaler): KubeObject {
  const { metrics = [], behavior, ...others } = spec ?? {};
  const cpu = metrics.find(isCpuUtilization)?.resource?.target.averageUtilization;
  const rest = metrics.filter((metric) => !isCpuUtilization(metric));
  const annotations = { ...metadata?.annotations };
  carry(annotations, metricsAnnotation, rest.length === 0 ? undefined : rest);
  carry(annotations, behaviorAnnotation, behavior);
  const { currentMetrics = [], conditions, ...otherStatus } = status ?? {};
  const currentCpu = currentMetrics.find(({ resource }) => resource?.name === "cpu")?.resource?.current;
  const otherCurrent = currentMetrics.filter(({ resource }) => resource?.name !== "cpu");
  carry(annotations, currentMetricsAnnotation, otherCurrent.length === 0 ? undefined : otherCurrent);
  carry(annotations, conditionsAnnotation, conditions);
  return {
    apiVersion: v1,
    kind: "HorizontalPodAutoscaler",
    metadata: withAnnotations(metadata, annotations),
    spec: { ...others, ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }) },
    ...(status === undefined
      ? {}
      : {
          status: {
            currentReplicas: 0,
            ...otherStatus,
            ...(currentCpu?.averageUtilization === undefined
              ? {}
              : { currentCPUUtilizationPercentage: currentCpu.averageUtilization }),
          },
        }),
  };
}

function toV2({ metadata, spec, status }: AutoscalingV1HorizontalPodAutoscaler): KubeObject {
  const annotations = { ...metadata?.annotations };
  const { targetCPUUtilizationPercentage: cpu, ...others } = spec ?? {};
  const metrics = (take(annotations, metricsAnnotation) ?? []) as MetricSpec[];
  if (cpu !== undefined) {
    const target = { type: "Utilization", averageUtilization: cpu };
    metrics.unshift({ type: "Resource", resource: { name: "cpu", target } });
  }
  const behavior = take(annotations, behaviorAnnotation);
  const { currentCPUUtilizationPercentage: currentCpu, ...otherStatus } = status ?? {};
  const currentMetrics = (take(annotations, currentMetricsAnnotation) ?? []) as object[];
  if (currentCpu !== undefined) {
    const current = { averageUtilization: currentCpu };
    currentMetrics.unshift({ type: "Resource", resource: { name: "cpu", current } });
  }
  const conditions = take(annotations, conditionsAnnotation);
  return {
    apiVersion: v2,
    kind: "HorizontalPodAutoscaler",
    metadata: withAnnotations(metadata, annotations),
    spec: {
      ...others,
      metrics: metrics.length === 0 ? defaultMetrics() : metrics,
      ...(behavior === undefined ? {} : { behavior }),
    },
    ...(status === undefined
      ? {}
      : {
          status: {
            ...otherStatus,
            ...(currentMetrics.length === 0 ? {} : { currentMetrics }),
            ...(conditions === undefined ? {} : { conditions }),
          },
        }),
  };
}

function withAnnotations(
  metadata: KubeObject["metadata"],
  annotations: Record<string, string>,
): NonNullable<KubeObject["metadata"]> {
  const { annotations: _, ...others } = metadata ?? {};
  return Object.keys(annotations).length === 0 ? others : { ...others, annotations };
}

function carry(annotations: Record<string, string>, key: string, value: unknown): void {
  if (value === undefined) delete annotations[key];
  else annotations[key] = JSON.stringify(value);
}

/** What the annotation carries; it is removed. Text that is no JSON is left as any annotation. */
function take(annotations: Record<string, string>, key: string): unknown {
  const text = annotations[key];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    delete annotations[key];
    return value;
  } catch {
    return undefined;
  }
}
