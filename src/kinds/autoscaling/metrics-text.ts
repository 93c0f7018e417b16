// An autoscaler's metrics in a table: `cpu: 40%/80%, 3/10 + 1 more...`.
// Kubernetes: pkg/printers/internalversion/printers.go formatHPAMetrics
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from "../facts/types.gen.ts";

const shownMax = 2;
const unknown = "<unknown>";

export function metricsText(
  specs: readonly MetricSpec[] | undefined,
  statuses: readonly MetricStatus[] | undefined,
): string {
  if (specs === undefined || specs.length === 0) return "<none>";
  const all = specs.map((spec, index) => metricText(spec, statuses?.[index]));
  const shown = all.slice(0, shownMax).join(", ");
  return all.length > shownMax ? `${shown} + ${all.length - shownMax} more...` : shown;
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case "External":
      return valueText(spec.external?.target, status?.external?.current);
    case "Object":
      return valueText(spec.object?.target, status?.object?.current);
    case "Pods":
      return `${status?.pods?.current?.averageValue ?? unknown}/${spec.pods?.target?.averageValue ?? ""}`;
    case "Resource":
      return usageText(spec.resource, status?.resource?.current);
    case "ContainerResource":
      return usageText(spec.containerResource, status?.containerResource?.current);
    default:
      return "<unknown type>";
  }
}

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? unknown}/${target.averageValue} (avg)`;
  return `${current?.value ?? unknown}/${target?.value ?? ""}`;
}

interface Usage {
  readonly name: string;
  readonly target: MetricTarget;
}

function usageText(usage: Usage | undefined, current: MetricValueStatus | undefined): string {
  const { name = "", target } = usage ?? {};
  if (target?.averageValue !== undefined) return `${name}: ${current?.averageValue ?? unknown}/${target.averageValue}`;
  const now = current?.averageUtilization === undefined ? unknown : `${current.averageUtilization}%`;
  const wanted = target?.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`;
  return `${name}: ${now}/${wanted}`;
}
