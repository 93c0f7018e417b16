// What keeps this node from running pods, as its parts know it.
import type { HostPressure } from "./host-pressure.ts";
import type { NodeHealth } from "./node-conditions.ts";

export class Troubles {
  networkReady = false;
  dockerReachable: () => boolean = () => true;
  readonly #named = new Map([["starting", "the node agent is starting"]]);

  /** Named after the part that has it; `clear` takes it back. */
  set(part: string, message: string): void {
    this.#named.set(part, message);
  }

  clear(part: string): void {
    this.#named.delete(part);
  }

  /** Kubernetes: pkg/kubelet/runtime.go runtimeErrors, networkErrors */
  health(pressure: HostPressure): NodeHealth {
    const troubles = [...this.#named.values()];
    if (!this.dockerReachable()) troubles.push("container runtime is down");
    if (!this.networkReady) troubles.push("container runtime network not ready");
    return { ...pressure, troubles, networkReady: this.networkReady };
  }
}
