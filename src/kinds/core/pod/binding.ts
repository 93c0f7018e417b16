// Binding a pod to a node: what the scheduler posts, and what becomes of the pod.
// Kubernetes: pkg/registry/core/pod/storage/storage.go setPodNodeAndMetadata, pkg/apis/core/validation ValidatePodBinding
import { notSupported, required } from "../../../apimachinery/field-error.ts";
import type { Binding, Pod, PodCondition } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";

export function validateBinding(binding: Binding): Errors {
  const errors: Errors = [];
  const { kind = "", name = "" } = binding.target ?? {};
  if (kind !== "" && kind !== "Node") errors.push(notSupported("target.kind", kind, ["Node", "<empty>"]));
  if (name === "") errors.push(required("target.name"));
  return errors;
}

export type BindOutcome =
  | { readonly type: "bound"; readonly pod: Pod }
  /** A 409 with this text. */
  | { readonly type: "refused"; readonly message: string };

/** The pod as it stands on `nodeName`; `pod` is not changed. `now` is an RFC 3339 time. */
export function bindPod(pod: Pod, binding: Binding, now: string): BindOutcome {
  const name = pod.metadata?.name ?? "";
  const nodeName = binding.target?.name ?? "";
  const refused = (message: string): BindOutcome => ({ type: "refused", message });
  if (pod.metadata?.deletionTimestamp !== undefined) {
    return refused(`pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if (pod.spec?.nodeName)
    return refused(`pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  if ((pod.spec?.schedulingGates ?? []).length > 0) {
    return refused(`pod ${name} has non-empty .spec.schedulingGates`);
  }
  const { annotations, labels } = binding.metadata ?? {};
  const { nominatedNodeName: _, ...status } = pod.status ?? {};
  const bound: Pod = {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(annotations === undefined ? {} : { annotations: { ...pod.metadata?.annotations, ...annotations } }),
      ...(labels === undefined ? {} : { labels: { ...pod.metadata?.labels, ...labels } }),
    },
    spec: { ...(pod.spec ?? { containers: [] }), nodeName },
    status: { ...status, conditions: withScheduled(status.conditions ?? [], now) },
  };
  return { type: "bound", pod: bound };
}

function withScheduled(conditions: readonly PodCondition[], now: string): PodCondition[] {
  const before = conditions.find(({ type }) => type === "PodScheduled");
  const lastTransitionTime = before?.status === "True" ? (before.lastTransitionTime ?? now) : now;
  const scheduled: PodCondition = { type: "PodScheduled", status: "True", lastTransitionTime };
  if (before === undefined) return [...conditions, scheduled];
  return conditions.map((one) => (one === before ? scheduled : one));
}
