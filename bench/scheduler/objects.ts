// Nodes and pods of the scheduler's benchmark, as objects of the API.
import type { Node, Pod, PodSpec } from "../../src/kinds/facts/types.gen.ts";

export const zonesMax = 10;

/** A node of usual size: 16 cores, 64 GiB, 110 pods, thirty images. */
export function node(index: number): Node {
  const name = `node-${index}`;
  const zone = `zone-${index % zonesMax}`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      uid: `node-uid-${index}`,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/zone": zone,
        disk: index % 2 === 0 ? "ssd" : "hdd",
      },
    },
    status: {
      allocatable: { cpu: "16", memory: "64Gi", "ephemeral-storage": "200Gi", pods: "110" },
      images: Array.from({ length: 30 }, (_, image) => ({
        names: [`registry.example/team/image-${image}:v${index % 3}`],
        sizeBytes: 100_000_000 + image,
      })),
    },
  };
}

export interface PodOptions {
  readonly index: number;
  readonly app: string;
  readonly isReplica: boolean;
  readonly spec?: Partial<PodSpec>;
}

export function pod({ index, app, isReplica, spec = {} }: PodOptions): Pod {
  const owner = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    name: app,
    uid: `owner-${app}`,
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `pod-${index}`,
      namespace: `team-${index % 20}`,
      uid: `pod-uid-${index}`,
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { app, tier: "web" },
      ...(isReplica ? { ownerReferences: [owner] } : {}),
    },
    spec: {
      schedulerName: "default-scheduler",
      priority: 0,
      containers: [
        {
          name: "main",
          image: `registry.example/team/image-${index % 30}:v1`,
          resources: { requests: { cpu: "100m", memory: "128Mi" } },
        },
      ],
      tolerations: [
        { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
        { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
      ],
      ...spec,
    },
    status: { phase: "Pending" },
  };
}
