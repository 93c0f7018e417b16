// Priority: a pod's class becomes its number.
// Kubernetes: plugin/pkg/admission/priority/admission.go
import { forbidden } from "../../apimachinery/status-error.ts";
import type { PodSpec, PriorityClass } from "../../kinds/facts/types.gen.ts";
import type { AdmissionHost, AdmissionRequest, AdmissionStep } from "./step.ts";

export function priority(host: AdmissionHost): AdmissionStep {
  return {
    name: "Priority",
    mutate(request) {
      const { operation, kind, subresource, object } = request;
      if (operation !== "CREATE" || kind.collection !== "pods" || subresource !== "" || object === undefined) return;
      const classes = (host.facts()?.priorityClasses ?? []) as readonly PriorityClass[];
      assign(request, object["spec"] as PodSpec, classes);
    },
  };
}

function assign(request: AdmissionRequest, spec: PodSpec, classes: readonly PriorityClass[]): void {
  const chosen = spec.priorityClassName ? named(request, spec.priorityClassName, classes) : byDefault(classes);
  if (chosen !== undefined && !spec.priorityClassName) spec.priorityClassName = chosen.metadata?.name ?? "";
  const value = chosen?.value ?? 0;
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refused(
      request,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  const policy = chosen?.preemptionPolicy ?? "PreemptLowerPriority";
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refused(
      request,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    );
  }
  spec.priority = value;
  spec.preemptionPolicy = policy;
}

function named(request: AdmissionRequest, name: string, classes: readonly PriorityClass[]): PriorityClass {
  const found = classes.find((one) => one.metadata?.name === name);
  if (found === undefined) throw refused(request, `no PriorityClass with name ${name} was found`);
  return found;
}

/** Of several defaults the lowest counts. */
function byDefault(classes: readonly PriorityClass[]): PriorityClass | undefined {
  const defaults = classes.filter((one) => one.globalDefault === true);
  return defaults.sort((left, right) => (left.value ?? 0) - (right.value ?? 0))[0];
}

function refused({ name, object }: AdmissionRequest, detail: string): Error {
  return forbidden({ group: "", resource: "pods" }, name || (object?.metadata?.generateName ?? ""), detail);
}
