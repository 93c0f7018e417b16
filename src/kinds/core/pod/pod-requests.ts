// What a whole pod asks for and may use: containers, init containers, sidecars and overhead together.
// Kubernetes: staging/src/k8s.io/component-helpers/resource/helpers.go
import type { Quantity } from "../../../apimachinery/quantity.ts";
import type { Container, ContainerStatus, Pod, PodSpec } from "../../facts/types.gen.ts";
import { addAmounts, amountsOf, type ResourceAmounts, raiseAmounts } from "../resources/resource-amounts.ts";
import { isPodLevelResource } from "../resources/resource-names.ts";

export interface PodAmountOptions {
  /**
   * Counts what running containers hold as well, where a resize is under way: the higher of what was asked for,
   * what was granted and what is in force. What a scheduler must count.
   */
  readonly withStatus?: boolean;
}

/** A sidecar: an init container that keeps running beside the others. */
export function isSidecar(container: Pick<Container, "restartPolicy"> | undefined): boolean {
  return container?.restartPolicy === "Always";
}

/** Kubernetes: PodRequests */
export function podRequests(
  pod: { readonly spec?: PodSpec; readonly status?: Pod["status"] },
  options: PodAmountOptions = {},
): ReadonlyMap<string, Quantity> {
  const { spec } = pod;
  if (spec === undefined) return new Map();
  const statuses = options.withStatus ? statusesByName(pod.status) : undefined;
  const amounts = containerAmounts(spec, (container) => containerRequests(container, statuses?.get(container.name)));
  const podLevel = amountsOf(spec.resources?.requests);
  for (const [name, amount] of podLevel) if (isPodLevelResource(name)) amounts.set(name, amount);
  addAmounts(amounts, amountsOf(spec.overhead));
  return amounts;
}

/** Kubernetes: PodLimits. Of a resource that only some containers bound, the sum of their limits. */
export function podLimits(pod: { readonly spec?: PodSpec }): ReadonlyMap<string, Quantity> {
  const { spec } = pod;
  if (spec === undefined) return new Map();
  const amounts = containerLimits(spec);
  for (const [name, amount] of amountsOf(spec.resources?.limits)) {
    if (isPodLevelResource(name)) amounts.set(name, amount);
  }
  const overhead = amountsOf(spec.overhead);
  for (const name of overhead.keys()) if ((amounts.get(name)?.nano ?? 0n) === 0n) overhead.delete(name);
  addAmounts(amounts, overhead);
  return amounts;
}

/** Without what the pod itself says and without overhead. Kubernetes: AggregateContainerRequests */
export function containerRequestTotals(spec: PodSpec): ResourceAmounts {
  return containerAmounts(spec, (container) => amountsOf(container.resources?.requests));
}

/** Kubernetes: AggregateContainerLimits */
export function containerLimits(spec: PodSpec): ResourceAmounts {
  return containerAmounts(spec, (container) => amountsOf(container.resources?.limits));
}

/**
 * The sum of what runs together, or the highest of the init containers' moments when that is more: each of those runs
 * beside the sidecars that were started before it.
 */
function containerAmounts(
  spec: PodSpec,
  amountsOfContainer: (container: Container) => ResourceAmounts,
): ResourceAmounts {
  const together: ResourceAmounts = new Map();
  for (const container of spec.containers ?? []) addAmounts(together, amountsOfContainer(container));
  const sidecars: ResourceAmounts = new Map();
  const highest: ResourceAmounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const amounts = amountsOfContainer(container);
    if (isSidecar(container)) {
      addAmounts(together, amounts);
      addAmounts(sidecars, amounts);
      raiseAmounts(highest, sidecars);
    } else {
      addAmounts(amounts, sidecars);
      raiseAmounts(highest, amounts);
    }
  }
  raiseAmounts(together, highest);
  return together;
}

function containerRequests(container: Container, status: ContainerStatus | undefined): ResourceAmounts {
  const amounts = amountsOf(container.resources?.requests);
  raiseAmounts(amounts, amountsOf(status?.allocatedResources));
  raiseAmounts(amounts, amountsOf(status?.resources?.requests));
  return amounts;
}

function statusesByName(status: Pod["status"]): ReadonlyMap<string, ContainerStatus> {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return new Map(all.map((one) => [one.name, one]));
}
