// All containers of a pod with their paths, init containers first.
// Kubernetes: pkg/apis/core/pods/helpers.go VisitContainersWithPath
import type { Container, PodSpec } from "../../facts/types.gen.ts";

export function visitContainers(
  spec: PodSpec,
  path: string,
  visit: (container: Container, path: string) => void,
): void {
  (spec.initContainers ?? []).forEach((container, index) => {
    visit(container, `${path}.initContainers[${index}]`);
  });
  (spec.containers ?? []).forEach((container, index) => {
    visit(container, `${path}.containers[${index}]`);
  });
  (spec.ephemeralContainers ?? []).forEach((container, index) => {
    visit(container as Container, `${path}.ephemeralContainers[${index}]`);
  });
}
