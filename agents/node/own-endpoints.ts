// What this agent answers itself, as a kubelet does on its own port: over the link, by way of nodes/NAME/proxy.
// Kubernetes: pkg/kubelet/server/server.go InstallAuthRequiredHandlers
import type { Pod } from "../../src/kinds/facts/types.gen.ts";
import type { OwnEndpoint } from "./streams/context.ts";

export interface OwnEndpointsOptions {
  /** The pods of this node as they are now. */
  readonly pods: () => readonly Pod[];
  readonly podsMax: number;
  readonly clusterDns: string;
  readonly clusterDomain: string;
  /** Bytes of this process. */
  readonly memoryBytes: () => number;
  /** What the node and its pods use. */
  readonly summary: () => Promise<object>;
}

export function ownEndpoints(options: OwnEndpointsOptions): ReadonlyMap<string, OwnEndpoint> {
  const json = (value: unknown) => ({ contentType: "application/json", body: JSON.stringify(value) });
  return new Map<string, OwnEndpoint>([
    ["/healthz", async () => ({ contentType: "text/plain", body: "ok" })],
    ["/pods", async () => json({ kind: "PodList", apiVersion: "v1", metadata: {}, items: options.pods() })],
    ["/configz", async () => json({ kubeletconfig: configuration(options) })],
    ["/stats/summary", async () => json(await options.summary())],
    ["/metrics", async () => ({ contentType: "text/plain; version=0.0.4", body: metrics(options) })],
  ]);
}

/** What of a kubelet's configuration means something here. */
function configuration({ podsMax, clusterDns, clusterDomain }: OwnEndpointsOptions): object {
  return {
    kind: "KubeletConfiguration",
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    maxPods: podsMax,
    clusterDNS: [clusterDns],
    clusterDomain,
  };
}

function metrics({ pods, memoryBytes }: OwnEndpointsOptions): string {
  const all = pods();
  const states = all.flatMap(({ status }) => status?.containerStatuses ?? []).map(({ state }) => state);
  const count = (wanted: "running" | "terminated" | "waiting") =>
    states.filter((state) => state?.[wanted] !== undefined).length;
  return [
    "# HELP kubelet_running_pods Number of pods that have a running pod sandbox",
    "# TYPE kubelet_running_pods gauge",
    `kubelet_running_pods ${all.filter(({ status }) => status?.phase === "Running").length}`,
    "# HELP kubelet_running_containers Number of containers by their state",
    "# TYPE kubelet_running_containers gauge",
    `kubelet_running_containers{container_state="created"} ${count("waiting")}`,
    `kubelet_running_containers{container_state="exited"} ${count("terminated")}`,
    `kubelet_running_containers{container_state="running"} ${count("running")}`,
    "# HELP process_resident_memory_bytes Resident memory size in bytes.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${memoryBytes()}`,
    "",
  ].join("\n");
}
