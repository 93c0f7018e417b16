// What the downward API tells of a container's resources: a whole number of divisors.
// Kubernetes: pkg/api/v1/resource/helpers.go ExtractContainerResourceValue, pkg/kubelet/kubelet_resources.go
import {
  compareQuantities,
  parseQuantity,
  quantityMilliValue,
  quantityValue,
} from "../../../src/apimachinery/quantity.ts";
import type { Pod, ResourceFieldSelector } from "../../../src/kinds/facts/types.gen.ts";
import type { AnyContainer } from "../pods/collaborators.ts";
import { specOf } from "../pods/pod-parts.ts";
import type { Told } from "./pod-field.ts";

export type Amounts = Readonly<Record<string, string>>;

export interface ResourceQuestion {
  readonly selector: ResourceFieldSelector;
  readonly pod: Pod;
  /** Whose it is when the selector names no container. */
  readonly container: AnyContainer | undefined;
  /** What the node has for pods: the limit of a container without one. */
  readonly allocatable: Amounts;
}

/** What a container without a limit is limited by. */
const defaultedLimits = ["cpu", "memory", "ephemeral-storage"];

export function containerResource({ selector, pod, container, allocatable }: ResourceQuestion): Told {
  const { containerName, resource, divisor } = selector;
  const found = containerName ? namedContainer(pod, containerName) : container;
  if (found === undefined) return { type: "wrong", message: `container ${containerName ?? ""} not found` };
  const [, list, name] = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/s.exec(resource) ?? [];
  if (list === undefined || name === undefined) {
    return { type: "wrong", message: `unsupported container resource : ${resource}` };
  }
  const { limits = {}, requests = {} } = found.resources ?? {};
  const amounts = list === "requests" ? requests : withDefaults(limits, available(pod, allocatable));
  return { type: "value", value: divided(name, amounts[name] ?? "0", divisor) };
}

/** Only containers and init containers can be asked about from elsewhere. */
function namedContainer(pod: Pod, name: string): AnyContainer | undefined {
  const { containers, initContainers = [] } = specOf(pod);
  return [...containers, ...initContainers].find((one) => one.name === name);
}

function withDefaults(limits: Amounts, defaults: Amounts): Amounts {
  const filled: Record<string, string> = { ...limits };
  for (const name of defaultedLimits) {
    const isUnset = limits[name] === undefined || parseQuantity(limits[name]).nano === 0n;
    const amount = defaults[name];
    if (isUnset && amount !== undefined) filled[name] = amount;
  }
  return filled;
}

/** A pod with limits of its own can have no more than those. */
function available(pod: Pod, allocatable: Amounts): Amounts {
  const result: Record<string, string> = { ...allocatable };
  for (const [name, limit] of Object.entries(specOf(pod).resources?.limits ?? {})) {
    const most = result[name];
    if (most === undefined || compareQuantities(parseQuantity(limit), parseQuantity(most)) < 0) result[name] = limit;
  }
  return result;
}

/** Rounded up. CPU is counted in thousandths. */
function divided(name: string, amount: string, divisor: string | undefined): string {
  const unit = parseQuantity(divisor ?? "1");
  const by = unit.nano === 0n ? parseQuantity("1") : unit;
  const count = name === "cpu" ? quantityMilliValue : quantityValue;
  return String(Math.ceil(count(parseQuantity(amount)) / count(by)));
}
