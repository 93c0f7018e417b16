// The query parameters of each kind of operation, and their types.

const listSelection = [
  "continue",
  "fieldSelector",
  "labelSelector",
  "limit",
  "resourceVersion",
  "resourceVersionMatch",
  "sendInitialEvents",
  "shardSelector",
  "timeoutSeconds",
] as const;

const deletion = [
  "dryRun",
  "gracePeriodSeconds",
  "ignoreStoreReadErrorWithClusterBreakingPotential",
  "orphanDependents",
  "propagationPolicy",
] as const;

const writing = ["dryRun", "fieldManager", "fieldValidation"] as const;

export const queryOfAction: Readonly<Record<string, readonly string[]>> = {
  delete: deletion,
  deletecollection: [...listSelection, ...deletion].sort(),
  get: [],
  list: ["allowWatchBookmarks", ...listSelection, "watch"],
  patch: [...writing, "force"],
  post: writing,
  put: writing,
  watch: ["allowWatchBookmarks", ...listSelection, "watch"],
  watchlist: ["allowWatchBookmarks", ...listSelection, "watch"],
};

/** Of subresources that take their options in the query. */
export const queryOfSubresource: Readonly<Record<string, readonly string[]>> = {
  attach: ["container", "stderr", "stdin", "stdout", "tty"],
  exec: ["command", "container", "stderr", "stdin", "stdout", "tty"],
  log: [
    "container",
    "follow",
    "insecureSkipTLSVerifyBackend",
    "limitBytes",
    "previous",
    "sinceSeconds",
    "stream",
    "tailLines",
    "timestamps",
  ],
  portforward: ["ports"],
  proxy: ["path"],
};

/** Parameters that are not strings. */
const types: Readonly<Record<string, "boolean" | "integer">> = {
  allowWatchBookmarks: "boolean",
  follow: "boolean",
  force: "boolean",
  gracePeriodSeconds: "integer",
  ignoreStoreReadErrorWithClusterBreakingPotential: "boolean",
  insecureSkipTLSVerifyBackend: "boolean",
  limit: "integer",
  limitBytes: "integer",
  orphanDependents: "boolean",
  ports: "integer",
  previous: "boolean",
  sendInitialEvents: "boolean",
  sinceSeconds: "integer",
  stderr: "boolean",
  stdin: "boolean",
  stdout: "boolean",
  tailLines: "integer",
  timeoutSeconds: "integer",
  timestamps: "boolean",
  tty: "boolean",
  watch: "boolean",
};

export function parameterType(name: string): "boolean" | "integer" | "string" {
  return types[name] ?? "string";
}
