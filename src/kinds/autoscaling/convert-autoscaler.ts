// Between the two shapes of an autoscaler: v2, as it is stored, and v1, which has room for CPU alone.
// What v1 has no field for travels in annotations, so that nothing is lost on the way there and back.
// Kubernetes: pkg/apis/autoscaling/v1/conversion.go
import type { JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { parseJson } from "../../apimachinery/json-text.ts";
import { decode } from "../../apimachinery/schema/decode.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import { schemaOfKind } from "../facts/schema-of.ts";
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

function toV2(object: AutoscalingV1HorizontalPodAutoscaler): KubeObject {
  const annotations = { ...object.metadata?.annotations };
  const carried: Carried = {
    metrics: take(annotations, metricsAnnotation),
    behavior: take(annotations, behaviorAnnotation),
    currentMetrics: take(annotations, currentMetricsAnnotation),
    conditions: take(annotations, conditionsAnnotation),
  };
  if (Object.values(carried).every((part) => part === undefined)) return assembleV2(object, annotations, {});
  // Anybody may write these annotations: what is no part of an autoscaler stays an annotation.
  const schema = schemaOfKind("autoscaling", "v2", "HorizontalPodAutoscaler") as Schema;
  const decoded = decode(schema, assembleV2(object, annotations, carried) as JsonObject, { collectUnknown: false });
  if (decoded.type === "decoded") return decoded.value as KubeObject;
  return assembleV2(object, object.metadata?.annotations ?? {}, {});
}

/** What annotations held; of any shape. */
interface Carried {
  readonly metrics?: unknown;
  readonly behavior?: unknown;
  readonly currentMetrics?: unknown;
  readonly conditions?: unknown;
}

function assembleV2(
  { metadata, spec, status }: AutoscalingV1HorizontalPodAutoscaler,
  annotations: Record<string, string>,
  { metrics, behavior, currentMetrics, conditions }: Carried,
): KubeObject {
  const { targetCPUUtilizationPercentage: cpu, ...others } = spec ?? {};
  const { currentCPUUtilizationPercentage: currentCpu, ...otherStatus } = status ?? {};
  const allMetrics = withFirst(
    cpu === undefined ? undefined : { target: { type: "Utilization", averageUtilization: cpu } },
    metrics,
  );
  const allCurrent = withFirst(
    currentCpu === undefined ? undefined : { current: { averageUtilization: currentCpu } },
    currentMetrics,
  );
  return {
    apiVersion: v2,
    kind: "HorizontalPodAutoscaler",
    metadata: withAnnotations(metadata, annotations),
    spec: {
      ...others,
      metrics: allMetrics ?? defaultMetrics(),
      ...(behavior === undefined ? {} : { behavior }),
    },
    ...(status === undefined
      ? {}
      : {
          status: {
            ...otherStatus,
            ...(allCurrent === undefined ? {} : { currentMetrics: allCurrent }),
            ...(conditions === undefined ? {} : { conditions }),
          },
        }),
  };
}

/** v1's CPU before the metrics that were carried; undefined when there are none. */
function withFirst(cpu: object | undefined, carried: unknown): unknown {
  const first = cpu === undefined ? [] : [{ type: "Resource", resource: { name: "cpu", ...cpu } }];
  if (carried !== undefined && !Array.isArray(carried)) return carried;
  const all = [...first, ...(carried ?? [])];
  return all.length === 0 ? undefined : all;
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
  const read = parseJson(text);
  if (read.type === "malformed") return undefined;
  delete annotations[key];
  return read.value ?? undefined;
}
