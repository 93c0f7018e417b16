// What a kubelet tells of use: of the node, of each pod, of each container.
// Kubernetes: staging/src/k8s.io/kubelet/pkg/apis/stats/v1alpha1/types.go Summary
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { ContainerStats } from "../docker/container-stats.ts";

/** How much was used at one moment. */
export interface Usage {
  /** RFC 3339. */
  readonly time: string;
  /** Of processor time, since the beginning. */
  readonly cpuNanoseconds: number;
  readonly memoryBytes: number;
  /** Without what the kernel could take back at once. */
  readonly workingSetBytes: number;
}

export interface NodeUsage extends Usage {
  readonly availableBytes: number;
}

/** Cached files count as use; the kernel's name for them differs between versions 1 and 2 of control groups. */
export function usageOf({ read, cpu_stats, memory_stats }: ContainerStats): Usage {
  const { usage = 0, stats = {} } = memory_stats;
  const inactive = stats["total_inactive_file"] ?? stats["inactive_file"] ?? 0;
  return {
    time: read,
    cpuNanoseconds: cpu_stats.cpu_usage.total_usage,
    memoryBytes: usage,
    workingSetBytes: Math.max(0, usage - inactive),
  };
}

/** `containers`: by pod's uid and container's name; a container that isn't there is left out. */
export function summary(
  nodeName: string,
  node: NodeUsage,
  pods: readonly Pod[],
  containers: ReadonlyMap<string, ReadonlyMap<string, Usage>>,
): object {
  return {
    node: { nodeName, ...shown(node), memory: { ...shown(node).memory, availableBytes: node.availableBytes } },
    pods: pods.map((pod) => podSummary(pod, containers.get(pod.metadata?.uid ?? "") ?? new Map())),
  };
}

function podSummary({ metadata, status }: Pod, containers: ReadonlyMap<string, Usage>): object {
  const { name, namespace, uid } = metadata ?? {};
  const all = [...containers.values()];
  const sum = (of: (usage: Usage) => number) => all.reduce((total, usage) => total + of(usage), 0);
  const started = new Map(status?.containerStatuses?.map((one) => [one.name, one.state?.running?.startedAt]));
  const whole = {
    time: all.map(({ time }) => time).sort()[0] ?? "",
    cpuNanoseconds: sum(({ cpuNanoseconds }) => cpuNanoseconds),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    workingSetBytes: sum(({ workingSetBytes }) => workingSetBytes),
  };
  return {
    podRef: { name, namespace, uid },
    startTime: status?.startTime,
    containers: [...containers].map(([container, usage]) => ({
      name: container,
      startTime: started.get(container),
      ...shown(usage),
    })),
    ...(all.length === 0 ? {} : shown(whole)),
  };
}

function shown({ time, cpuNanoseconds, memoryBytes, workingSetBytes }: Usage) {
  return {
    cpu: { time, usageCoreNanoSeconds: cpuNanoseconds },
    memory: { time, usageBytes: memoryBytes, workingSetBytes },
  };
}
