// How one probe ended.
// Kubernetes: pkg/probe/probe.go

export type ProbeResult =
  | { readonly type: "success" }
  /** A success that somebody should know of. */
  | { readonly type: "warning"; readonly output: string }
  | { readonly type: "failure"; readonly output: string }
  /** The probe itself could not be run: that says nothing about the container. */
  | { readonly type: "error"; readonly message: string };

export type ProbeKind = "startup" | "liveness" | "readiness";

export const probeKinds: readonly ProbeKind[] = ["startup", "liveness", "readiness"];
