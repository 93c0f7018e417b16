// Tells whether a container's definition has changed since it was made: the fields that can change in a living pod.
// Kubernetes: pkg/kubelet/container/helpers.go HashContainer
import { createHash } from "node:crypto";
import type { Container, EphemeralContainer } from "../../../../src/kinds/facts/types.gen.ts";

export function containerHash({ name, image }: Container | EphemeralContainer): string {
  return createHash("sha256")
    .update(JSON.stringify([name, image]))
    .digest("hex")
    .slice(0, 12);
}
