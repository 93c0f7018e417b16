// Whether a container that has ended is to be started again.
// Kubernetes: pkg/api/v1/pod/util.go ContainerShouldRestart, pkg/kubelet/container/helpers.go ShouldContainerBeRestarted
import type { Container, ContainerRestartRule } from "../../../src/kinds/facts/types.gen.ts";
import type { PodContainer } from "./pod-parts.ts";

/** `podPolicy`: the pod's restartPolicy. A regular init container that succeeded is never run again by this. */
export function restartsAfter(container: PodContainer, podPolicy: string | undefined, exitCode: number): boolean {
  if (container.role === "ephemeral") return false;
  const spec = container.spec as Container;
  if (container.role === "init" && exitCode === 0) return false;
  if (spec.restartPolicy !== undefined) {
    if ((spec.restartPolicyRules ?? []).some((rule) => ruleFits(rule, exitCode))) return true;
    return policyRestarts(spec.restartPolicy, exitCode);
  }
  return policyRestarts(podPolicy ?? "Always", exitCode);
}

/** Whether there is an exit code after which it would be: a container that had to be killed is started again then. */
export function mayRestart(container: PodContainer, podPolicy: string | undefined): boolean {
  return (container.spec.restartPolicy ?? podPolicy ?? "Always") !== "Never";
}

function policyRestarts(policy: string, exitCode: number): boolean {
  if (policy === "Never") return false;
  return policy !== "OnFailure" || exitCode !== 0;
}

/** Both actions that exist restart at least this container. */
function ruleFits({ exitCodes }: ContainerRestartRule, exitCode: number): boolean {
  const listed = exitCodes?.values?.includes(exitCode) ?? false;
  if (exitCodes?.operator === "In") return listed;
  return exitCodes?.operator === "NotIn" && !listed;
}
