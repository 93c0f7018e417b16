// The words for a container that keeps ending.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff
import { formatDuration } from "../../../src/apimachinery/duration.ts";
import { type PodIdentity, podText } from "./pod-parts.ts";

/** What it waits with. */
export function backOffMessage(delayMs: number, container: string, pod: PodIdentity): string {
  return `back-off ${formatDuration(delayMs)} restarting failed container=${container} pod=${podText(pod)}`;
}

/** The event's text. */
export function backOffEvent(container: string, pod: PodIdentity): string {
  return `Back-off restarting failed container ${container} in pod ${podText(pod)}`;
}
