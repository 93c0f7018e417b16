// A review: a question that is posted and answered at once. Nothing of it is stored.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { ClusterCredentials } from "../../auth/credentials.ts";
import type { User } from "../../auth/user.ts";
import type { Kind } from "../../kinds/kind.ts";

export interface ReviewContext {
  readonly kind: Kind;
  /** Who asks. */
  readonly user: User;
  /** "" for the reviews of the cluster. */
  readonly namespace: string;
  readonly nowMs: number;
  credentials(): Promise<ClusterCredentials>;
}

/** Answers the status of `review`, or throws `StatusError` for a question that makes no sense. */
export type Review = (review: KubeObject, context: ReviewContext) => Promise<object> | object;
