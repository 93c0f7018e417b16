// How often the node reports, and when it is short of something, each with its reason.

/** How often conditions are looked at. Kubernetes: nodeStatusUpdateFrequency, 10 s. */
export const LOOK_MS = 10_000;

/** A status that hasn't changed is sent again after this long. Kubernetes: nodeStatusReportFrequency, 5 min. */
export const REPORT_MS = 300_000;

/** Before registering is tried again; doubled up to the bound. */
export const REGISTER_RETRY_FIRST_MS = 200;
export const REGISTER_RETRY_LAST_MS = 7_000;

/** Images named in the status, the largest first. Kubernetes: nodeStatusMaxImages, 50; names per image: 5. */
export const IMAGES_MAX = 50;
export const IMAGE_NAMES_MAX = 5;

/** Below these the node says that it is short. Kubernetes: pkg/kubelet/eviction/defaults_linux.go DefaultEvictionHard */
export const MEMORY_AVAILABLE_LEAST_BYTES = 100 * 1024 * 1024;
export const DISK_AVAILABLE_LEAST_SHARE = 0.1;
export const INODES_AVAILABLE_LEAST_SHARE = 0.05;
/** Kubernetes has no default for processes; a host with fewer left can't start anything. */
export const PIDS_AVAILABLE_LEAST_SHARE = 0.02;

/** How long an agent may take to start before a node that was ready says that it isn't. Kubernetes takes a silent node for lost after 40 s. */
export const START_QUIET_MS = 20_000;
