// Requests and limits as Docker and the kernel take them.
// Kubernetes: pkg/kubelet/cm/helpers_linux.go, pkg/kubelet/qos/policy.go, pkg/kubelet/kuberuntime/kuberuntime_container_linux.go
import { parseQuantity, quantityMilliValue, quantityValue } from "../../../../src/apimachinery/quantity.ts";
import type { Pod, ResourceRequirements } from "../../../../src/kinds/facts/types.gen.ts";
import type { ContainerLimits } from "../../docker/update-container.ts";
import type { AnyContainer } from "../collaborators.ts";
import { isSidecar, specOf } from "../pod-parts.ts";
import { qosClassOf } from "../status/qos-class.ts";

const CPU_PERIOD_US = 100_000;
const CPU_QUOTA_LEAST_US = 1_000;
const CPU_SHARES_LEAST = 2;
const CPU_SHARES_MOST = 262_144;

export interface Amounts {
  readonly cpuMillis: number | undefined;
  readonly memoryBytes: number | undefined;
}

export function amountsOf(list: Readonly<Record<string, string>> | undefined): Amounts {
  const { cpu, memory } = list ?? {};
  return {
    cpuMillis: cpu === undefined ? undefined : quantityMilliValue(parseQuantity(cpu)),
    memoryBytes: memory === undefined ? undefined : quantityValue(parseQuantity(memory)),
  };
}

/** A request left out is the limit. `pidsMax`: of one container; 0 for no bound. */
export function containerLimits(resources: ResourceRequirements | undefined, pidsMax = 0): ContainerLimits {
  const limits = amountsOf(resources?.limits);
  const requests = amountsOf(resources?.requests);
  const memory = limits.memoryBytes ?? 0;
  return {
    CpuShares: cpuShares(requests.cpuMillis ?? limits.cpuMillis ?? 0),
    ...(limits.cpuMillis === undefined || limits.cpuMillis === 0
      ? {}
      : { CpuPeriod: CPU_PERIOD_US, CpuQuota: cpuQuota(limits.cpuMillis) }),
    // Equal, or Docker would add the same again as swap.
    ...(memory === 0 ? {} : { Memory: memory, MemorySwap: memory }),
    ...(pidsMax === 0 ? {} : { PidsLimit: pidsMax }),
  };
}

export function cpuShares(millis: number): number {
  const shares = Math.floor((millis * 1024) / 1000);
  return Math.min(CPU_SHARES_MOST, Math.max(CPU_SHARES_LEAST, shares));
}

export function cpuQuota(millis: number): number {
  return Math.max(CPU_QUOTA_LEAST_US, Math.floor((millis * CPU_PERIOD_US) / 1000));
}

export interface OomInput {
  readonly pod: Pod;
  readonly container: AnyContainer;
  readonly memoryCapacityBytes: number;
  /** False without CAP_SYS_RESOURCE: Docker then fails on what is negative. */
  readonly mayBeNegative: boolean;
}

/** Who is killed first when the host runs out of memory. Kubernetes: pkg/kubelet/qos/policy.go GetContainerOOMScoreAdjust */
export function oomScoreAdjust({ pod, container, memoryCapacityBytes, mayBeNegative }: OomInput): number {
  const wanted = oomScore(pod, container, memoryCapacityBytes);
  return mayBeNegative ? wanted : Math.max(0, wanted);
}

function oomScore(pod: Pod, container: AnyContainer, capacityBytes: number): number {
  if (isNodeCritical(pod)) return -997;
  const qos = qosClassOf(pod);
  if (qos === "Guaranteed") return -997;
  if (qos === "BestEffort") return 1000;
  const requestBytes = amountsOf(container.resources?.requests).memoryBytes ?? 0;
  const score = capacityBytes === 0 ? 999 : 1000 - Math.floor((1000 * requestBytes) / capacityBytes);
  return Math.min(999, Math.max(3, score));
}

function isNodeCritical(pod: Pod): boolean {
  return (specOf(pod).priority ?? 0) >= 2_000_001_000;
}

/** What the whole pod may use: the sum of its containers, or its own. Undefined where a container has no limit. */
export function podLimits(pod: Pod): { readonly requests: Amounts; readonly limits: Amounts } {
  const { containers, initContainers = [], resources } = specOf(pod);
  const running = [...containers, ...initContainers.filter(isSidecar)];
  const single = initContainers.filter((one) => !isSidecar(one));
  return {
    requests: together(running, single, (one) => amountsOf(one.resources?.requests), resources?.requests, false),
    limits: together(running, single, (one) => amountsOf(one.resources?.limits), resources?.limits, true),
  };
}

function together(
  running: readonly AnyContainer[],
  single: readonly AnyContainer[],
  amounts: (container: AnyContainer) => Amounts,
  own: Readonly<Record<string, string>> | undefined,
  isLimit: boolean,
): Amounts {
  const total = (pick: (one: Amounts) => number | undefined, set: number | undefined) => {
    if (set !== undefined) return set;
    const values = running.map((one) => pick(amounts(one)));
    const initial = single.map((one) => pick(amounts(one)));
    // A container without a limit leaves the pod without one.
    if (isLimit && [...values, ...initial].some((one) => one === undefined)) return undefined;
    const sum = values.reduce<number>((before, one) => before + (one ?? 0), 0);
    return Math.max(sum, ...initial.map((one) => one ?? 0));
  };
  const set = amountsOf(own);
  return {
    cpuMillis: total((one) => one.cpuMillis, set.cpuMillis),
    memoryBytes: total((one) => one.memoryBytes, set.memoryBytes),
  };
}
