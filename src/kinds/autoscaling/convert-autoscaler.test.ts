import { expect, test } from "vitest";
import { convertAutoscaler } from "./convert-autoscaler.ts";

const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const cpuMetric = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
};
const podsMetric = {
  type: "Pods",
  pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "10" } },
};
const stored = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "h", annotations: { kept: "yes" } },
  spec: {
    maxReplicas: 5,
    scaleTargetRef,
    metrics: [cpuMetric, podsMetric],
    behavior: { scaleDown: { stabilizationWindowSeconds: 10 } },
  },
  status: {
    currentReplicas: 1,
    desiredReplicas: 2,
    currentMetrics: [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: 20 } } }],
    conditions: [{ type: "AbleToScale", status: "True" }],
  },
};

test("what v1 has no field for travels in annotations", () => {
  const served = convertAutoscaler(stored, "autoscaling/v1");
  expect(served).toMatchObject({
    apiVersion: "autoscaling/v1",
    spec: { maxReplicas: 5, scaleTargetRef, targetCPUUtilizationPercentage: 70 },
    status: { currentReplicas: 1, desiredReplicas: 2, currentCPUUtilizationPercentage: 20 },
  });
  expect(served.metadata?.annotations?.["autoscaling.alpha.kubernetes.io/metrics"]).toBe(JSON.stringify([podsMetric]));
  expect(convertAutoscaler(served, "autoscaling/v2")).toEqual(stored);
});

function fromV1(annotations: Record<string, string>): unknown {
  const { spec, metadata } = convertAutoscaler(
    {
      apiVersion: "autoscaling/v1",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "h", annotations },
      spec: { maxReplicas: 5, scaleTargetRef, targetCPUUtilizationPercentage: 70 },
    },
    "autoscaling/v2",
  );
  return { metrics: (spec as { metrics: unknown }).metrics, annotations: metadata?.annotations };
}

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

test.each(['{"a":1}', "[1]", deep, '"text"', '[{"type":3}]', "{"])("%s in an annotation is no metric", (text) => {
  const annotations = { "autoscaling.alpha.kubernetes.io/metrics": text };
  expect(fromV1(annotations)).toEqual({ metrics: [cpuMetric], annotations });
});

test("an autoscaler without metrics looks at the cpu", () => {
  const { spec } = convertAutoscaler(
    { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", spec: { maxReplicas: 5, scaleTargetRef } },
    "autoscaling/v2",
  );
  expect(spec).toMatchObject({ metrics: [{ resource: { name: "cpu", target: { averageUtilization: 80 } } }] });
});
