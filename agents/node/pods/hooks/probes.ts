// Probes begin with a container and end with it; when the pod is being stopped, only readiness goes on.
import type { Container } from "../../../../src/kinds/facts/types.gen.ts";
import type { Probes } from "../collaborators.ts";
import { containerNamed } from "../pod-parts.ts";
import type { PodHook } from "./pod-hook.ts";

export function probesHook(probes: Probes): PodHook {
  return {
    name: "probes",
    containerStarted(pod, running, podIP) {
      const container = containerNamed(pod, running.container);
      const isProbed = container?.role === "app" || container?.role === "sidecar";
      if (isProbed) probes.begin(pod, container.spec as Container, running, podIP);
    },
    containerEnded: (containerId) => probes.end(containerId),
    terminating: (podUid) => probes.terminating(podUid),
    async removed(podUid) {
      probes.forget(podUid);
    },
  };
}
