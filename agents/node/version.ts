// What the agent calls itself.

/** The Kubernetes that this node behaves as: kubectl's VERSION column. */
export const kubeletVersion = "v1.36.0+skerry";
export const userAgent = `skerry-agent/${kubeletVersion}`;
