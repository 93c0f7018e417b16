// The sandbox gets its interface, its address and its host ports.
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { HostPort, PodNetwork } from "../../network/pod-network.ts";
import { containersOf, identityOf, specOf } from "../pod-parts.ts";
import type { PodHook } from "./pod-hook.ts";

export function networkHook(network: PodNetwork, hostIP: string): PodHook {
  return {
    name: "network",
    async sandboxReady(pod, { id, pid }) {
      if (specOf(pod).hostNetwork === true) return hostIP;
      const sandbox = { podUid: identityOf(pod).uid, containerId: id, pid };
      return (await network.attach(sandbox, hostPortsOf(pod))).ip;
    },
    terminated: (podUid) => network.detach(podUid),
  };
}

/** Of containers that run beside each other; an init container's ports are its own affair. */
export function hostPortsOf(pod: Pod): HostPort[] {
  const running = containersOf(pod).filter(({ role }) => role === "app" || role === "sidecar");
  return running.flatMap(({ spec }) =>
    (spec.ports ?? []).flatMap(({ hostPort, hostIP, containerPort, protocol = "TCP" }) => {
      if (hostPort === undefined || hostPort === 0) return [];
      return [{ hostIP: hostIP ?? "", hostPort, protocol: protocol as HostPort["protocol"], containerPort }];
    }),
  );
}
