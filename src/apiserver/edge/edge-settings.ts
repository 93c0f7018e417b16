// What the Worker must know of a cluster beside its callers and kinds: how requests are sorted, which API groups other
// servers answer, what is audited. Made by the Cluster object; an isolate's copy is a moment old at most.
import type { FlowSchema, PriorityLevelConfiguration } from "../../kinds/facts/types.gen.ts";
import type { RemoteApi } from "../aggregation/remote-api.ts";
import type { AuditPolicy } from "../audit/policy.ts";

export interface EdgeSettings {
  /** Another one whenever anything below is. */
  readonly version: string;
  /** Absent: the cluster has no such objects yet, and the suggested configuration holds. */
  readonly flow?: {
    readonly schemas: readonly FlowSchema[];
    readonly levels: readonly PriorityLevelConfiguration[];
  };
  readonly remotes: readonly RemoteApi[];
  /** Absent: nothing is audited. */
  readonly audit?: AuditPolicy;
  /** Some webhook or policy may want to see reviews. */
  readonly admitsReviews?: boolean;
}

/** The Cluster object's side. */
export interface SettingsSource {
  /** Undefined: `known` is still how it stands. */
  edgeSettings(known: string): Promise<EdgeSettings | undefined>;
}
