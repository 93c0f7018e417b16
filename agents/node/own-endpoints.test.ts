// What the agent answers as a kubelet would.
import { expect, test } from "vitest";
import type { Pod } from "../../src/kinds/facts/types.gen.ts";
import { ownEndpoints } from "./own-endpoints.ts";

const web: Pod = {
  metadata: { name: "web", namespace: "default" },
  spec: { containers: [{ name: "a" }, { name: "b" }] },
  status: {
    phase: "Running",
    containerStatuses: [
      { name: "a", image: "", imageID: "", ready: true, restartCount: 0, state: { running: {} } },
      { name: "b", image: "", imageID: "", ready: false, restartCount: 0, state: { terminated: { exitCode: 1 } } },
    ],
  },
};
const endpoints = ownEndpoints({
  pods: () => [web],
  podsMax: 110,
  clusterDns: "10.96.0.10",
  clusterDomain: "cluster.local",
  memoryBytes: () => 1024,
  summary: async () => ({ node: {} }),
});
const answer = async (path: string) => (await endpoints.get(path)?.(new URLSearchParams()))?.body ?? "";

test("its pods, its settings, that it is well", async () => {
  expect(JSON.parse(await answer("/pods"))).toEqual({ kind: "PodList", apiVersion: "v1", metadata: {}, items: [web] });
  expect(JSON.parse(await answer("/configz"))).toMatchObject({
    kubeletconfig: { maxPods: 110, clusterDomain: "cluster.local" },
  });
  expect(await answer("/stats/summary")).toBe('{"node":{}}');
  expect(await answer("/healthz")).toBe("ok");
});

test("how many run", async () => {
  const lines = (await answer("/metrics")).split("\n");
  expect(lines).toContain("kubelet_running_pods 1");
  expect(lines).toContain('kubelet_running_containers{container_state="running"} 1');
  expect(lines).toContain('kubelet_running_containers{container_state="exited"} 1');
  expect(lines).toContain("process_resident_memory_bytes 1024");
});
