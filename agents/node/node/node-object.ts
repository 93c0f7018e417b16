// The Node object of this host.
// Kubernetes: pkg/kubelet/kubelet_node_status.go initialNode, pkg/kubelet/nodestatus/setters.go
import type { ContainerImage, Node, NodeStatus } from "../../../src/kinds/facts/types.gen.ts";
import type { ImageSummary } from "../docker/list-images.ts";
import type { HostFacts } from "./host-facts.ts";
import { DISK_AVAILABLE_LEAST_SHARE, IMAGE_NAMES_MAX, IMAGES_MAX, MEMORY_AVAILABLE_LEAST_BYTES } from "./limits.ts";

export interface NodeSettings {
  readonly name: string;
  readonly ip: string;
  readonly podsMax: number;
  /** As kubectl's VERSION column shows it. */
  readonly version: string;
  /** The range of pods' addresses, when it is given rather than assigned. */
  readonly podCidr: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** For the first registration. */
export function nodeObject(settings: NodeSettings, facts: HostFacts): Node {
  const { name, podCidr } = settings;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: nodeLabels(settings, facts),
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
    },
    spec: podCidr === undefined ? {} : { podCIDR: podCidr, podCIDRs: [podCidr] },
    status: nodeStatus(settings, facts),
  };
}

export function nodeLabels({ name, labels }: NodeSettings, facts: HostFacts): Record<string, string> {
  const { architecture, operatingSystem } = facts;
  return {
    "beta.kubernetes.io/arch": architecture,
    "beta.kubernetes.io/os": operatingSystem,
    "kubernetes.io/arch": architecture,
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": operatingSystem,
    ...labels,
  };
}

/** Without conditions and images, which change. */
export function nodeStatus({ ip, name, podsMax, version }: NodeSettings, facts: HostFacts): NodeStatus {
  const pods = String(podsMax);
  const memory = Math.max(0, facts.memoryBytes - MEMORY_AVAILABLE_LEAST_BYTES);
  return {
    capacity: {
      cpu: String(facts.cores),
      memory: kibibytes(facts.memoryBytes),
      "ephemeral-storage": kibibytes(facts.diskBytes),
      pods,
    },
    // What pods may have: the rest is where the node begins to say that it is short.
    allocatable: {
      cpu: String(facts.cores),
      memory: kibibytes(memory),
      "ephemeral-storage": String(Math.floor(facts.diskBytes * (1 - DISK_AVAILABLE_LEAST_SHARE))),
      pods,
    },
    addresses: [
      { type: "InternalIP", address: ip },
      { type: "Hostname", address: name },
    ],
    nodeInfo: {
      architecture: facts.architecture,
      operatingSystem: facts.operatingSystem,
      osImage: facts.osImage,
      kernelVersion: facts.kernelVersion,
      machineID: facts.machineId,
      bootID: facts.bootId,
      systemUUID: facts.systemUuid,
      containerRuntimeVersion: facts.containerRuntimeVersion,
      kubeletVersion: version,
      kubeProxyVersion: "",
    },
  };
}

function kibibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024)}Ki`;
}

/** The largest first, digests before tags. Kubernetes: setters.go Images */
export function nodeImages(images: readonly ImageSummary[]): ContainerImage[] {
  return images
    .map(({ RepoDigests, RepoTags, Size }) => {
      const names = [...(RepoDigests ?? []), ...(RepoTags ?? [])].filter((name) => !name.startsWith("<none>"));
      return { names: names.slice(0, IMAGE_NAMES_MAX), sizeBytes: Size };
    })
    .filter(({ names }) => names.length > 0)
    .toSorted((left, right) => right.sizeBytes - left.sizeBytes || (`${left.names[0]}` < `${right.names[0]}` ? -1 : 1))
    .slice(0, IMAGES_MAX);
}
