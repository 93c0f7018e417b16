// What the directory asks of a cluster itself. The Cluster object answers it.

export interface ClusterCredentials {
  /** A bearer token with every right in the cluster. */
  readonly adminToken: string;
  /** A bearer token with which a node agent joins. */
  readonly joinToken: string;
}

/** What of a cluster's requests is noted. Kept and checked by the cluster: its content is the API server's business. */
export interface ClusterAudit {
  /** `{ policy, webhook? }`; undefined: nothing is audited. */
  auditConfiguration(): Promise<unknown>;
  /** Undefined turns audit off. Answers what is wrong with a configuration that can't be taken. */
  configureAudit(configuration: unknown): Promise<string | undefined>;
}

/** All calls are idempotent: the directory repeats them after a crash of either side. */
export interface ClusterControl {
  /** Makes the cluster ready for its first request. Again for the same cluster answers the same credentials. */
  create(cluster: { readonly id: string; readonly createdMs: number }): Promise<ClusterCredentials>;
  /** Removes all that the cluster keeps, in every one of its objects. Resolves only when nothing is left. */
  destroy(): Promise<void>;
  /** Undefined when there is no such cluster. */
  credentials(): Promise<ClusterCredentials | undefined>;
}
