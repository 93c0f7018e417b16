// What /metrics tells of priority and fairness, under upstream's names.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/flowcontrol/metrics/metrics.go
import type { Level } from "./flow-configuration.ts";

export function flowMetrics(levels: Iterable<Level>): string[] {
  const all = [...levels];
  const series = (name: string, type: "gauge" | "counter", value: (level: Level) => number) => [
    `# TYPE ${name} ${type}`,
    ...all.map((level) => `${name}{priority_level=${JSON.stringify(level.name)}} ${value(level)}`),
  ];
  return [
    ...series("apiserver_flowcontrol_current_executing_requests", "gauge", ({ executing }) => executing),
    ...series("apiserver_flowcontrol_current_inqueue_requests", "gauge", ({ queues }) => queues.waiting),
    ...series("apiserver_flowcontrol_nominal_limit_seats", "gauge", ({ nominalSeats }) => nominalSeats),
    ...series("apiserver_flowcontrol_dispatched_requests_total", "counter", ({ dispatched }) => dispatched),
    "# TYPE apiserver_flowcontrol_rejected_requests_total counter",
    ...all.flatMap(({ name, rejected }) =>
      [...rejected].map(
        ([reason, count]) =>
          `apiserver_flowcontrol_rejected_requests_total{priority_level=${JSON.stringify(name)},reason="${reason}"} ${count}`,
      ),
    ),
  ];
}
