// Where a pod's control group is, for either of Docker's drivers.
// Kubernetes: pkg/kubelet/cm/pod_container_manager_linux.go, cgroup_manager_linux.go
import type { QosClass } from "../status/qos-class.ts";

export interface CgroupSettings {
  readonly driver: "cgroupfs" | "systemd";
  readonly version: 1 | 2;
  /** "" or "/name": lets several agents share one kernel. Not for the systemd driver. */
  readonly root: string;
}

/** What Docker is told as a container's parent. */
export function cgroupParent({ driver, root }: CgroupSettings, podUid: string, qos: QosClass): string {
  const middle = qos === "Guaranteed" ? [] : [qos.toLowerCase()];
  if (driver === "systemd") return `${["kubepods", ...middle, `pod${podUid.replaceAll("-", "_")}`].join("-")}.slice`;
  return [root, "kubepods", ...middle, `pod${podUid}`].join("/");
}

/** Its folder below a hierarchy: systemd nests a slice in the slices that its name begins with. */
export function cgroupFolder(settings: CgroupSettings, podUid: string, qos: QosClass): string {
  const parent = cgroupParent(settings, podUid, qos);
  if (settings.driver !== "systemd") return parent;
  const parts = parent.slice(0, -".slice".length).split("-");
  return `/${parts.map((_, index) => `${parts.slice(0, index + 1).join("-")}.slice`).join("/")}`;
}

export interface CgroupFile {
  /** The hierarchy on version 1; undefined on version 2, which has one. */
  readonly controller: string | undefined;
  readonly file: string;
  readonly value: string;
}

export interface PodAmounts {
  readonly cpuShares: number;
  /** Of 100 ms; undefined for no bound. */
  readonly cpuQuotaUs: number | undefined;
  readonly memoryBytes: number | undefined;
}

/** The bounds of the pod as a whole. */
export function cgroupFiles({ version }: CgroupSettings, amounts: PodAmounts): CgroupFile[] {
  const { cpuShares, cpuQuotaUs, memoryBytes } = amounts;
  if (version === 1) {
    return [
      { controller: "cpu", file: "cpu.shares", value: String(cpuShares) },
      { controller: "cpu", file: "cpu.cfs_quota_us", value: String(cpuQuotaUs ?? -1) },
      { controller: "memory", file: "memory.limit_in_bytes", value: String(memoryBytes ?? -1) },
    ];
  }
  return [
    { controller: undefined, file: "cpu.weight", value: String(cpuWeight(cpuShares)) },
    { controller: undefined, file: "cpu.max", value: `${cpuQuotaUs ?? "max"} 100000` },
    { controller: undefined, file: "memory.max", value: memoryBytes === undefined ? "max" : String(memoryBytes) },
  ];
}

/** Kubernetes: pkg/kubelet/cm/cgroup_manager_linux.go getCPUWeight */
function cpuWeight(shares: number): number {
  return Math.floor(1 + ((shares - 2) * 9999) / 262_142);
}
