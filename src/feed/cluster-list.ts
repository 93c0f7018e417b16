// A list over all namespaces, merged by the stateless Worker: one revision, every namespace as it stood at it.

import { slotsPerTick } from "../storage/revision-clock.ts";
import type { Expired, Revision } from "../storage/types.ts";
import { pickAttemptsMax, pickMarginMs } from "./limits.ts";
import type { PickAnswer } from "./messages.ts";

export interface PartRequest {
  readonly collection: string;
  readonly revision: Revision;
  /** Only names after this one. */
  readonly after: string;
  readonly limit: number;
  /** True: a namespace that has committed beyond `revision` already says so instead. */
  readonly mustBeNew: boolean;
}

/** One namespace's part. `body` is whatever the namespace makes of its objects. */
export type PartAnswer<Body> =
  | {
      readonly type: "part";
      readonly body: Body;
      readonly count: number;
      readonly lastName: string | undefined;
      readonly more: boolean;
    }
  | { readonly type: "newer"; readonly revision: Revision }
  | Expired;

export interface ClusterListCalls<Body> {
  pick(request: { readonly atLeast?: Revision; readonly exact?: Revision }): Promise<PickAnswer>;
  part(namespace: string, request: PartRequest): Promise<PartAnswer<Body>>;
}

/** Where a limited list goes on: what a continue token carries. */
export interface ListCursor {
  readonly revision: Revision;
  readonly namespace: string;
  readonly name: string;
}

export interface ClusterListRequest {
  readonly collection: string;
  /** Absent: everything. */
  readonly limit?: number;
  readonly cursor?: ListCursor;
  /** The list must include this revision. */
  readonly atLeast?: Revision;
  /** The list is of this revision. */
  readonly exact?: Revision;
}

export interface ClusterList<Body> {
  readonly type: "list";
  readonly revision: Revision;
  /** In namespace order; only those that have objects. */
  readonly parts: readonly { readonly namespace: string; readonly body: Body }[];
  readonly next: ListCursor | undefined;
}

export type ClusterListAnswer<Body> = ClusterList<Body> | Exclude<PickAnswer, { type: "picked" }>;

/** Calls on their way at once: namespaces are asked side by side when everything is wanted. */
const callsMax = 32;

/**
 * [R4] A namespace whose clock has run ahead may have acknowledged writes beyond the picked revision: then the list
 * begins again above them, for what was acknowledged before a list must be in it.
 */
export async function listCluster<Body>(
  calls: ClusterListCalls<Body>,
  request: ClusterListRequest,
): Promise<ClusterListAnswer<Body>> {
  const exact = request.cursor?.revision ?? request.exact;
  let atLeast = request.atLeast ?? 0;
  for (let attempt = 0; ; attempt += 1) {
    const pick = await calls.pick(exact === undefined ? { atLeast } : { exact });
    if (pick.type !== "picked") return pick;
    const mustBeNew = exact === undefined && attempt < pickAttemptsMax;
    const answer = await collect(calls, request, pick, mustBeNew);
    if (answer.type !== "newer") return answer;
    // Further each time: who outruns the wall clock does so by a tick a commit.
    atLeast = answer.revision + pickMarginMs * 4 ** attempt * slotsPerTick;
  }
}

type Picked = Extract<PickAnswer, { type: "picked" }>;
type Collected<Body> = ClusterList<Body> | Expired | { readonly type: "newer"; readonly revision: Revision };

async function collect<Body>(
  calls: ClusterListCalls<Body>,
  request: ClusterListRequest,
  pick: Picked,
  mustBeNew: boolean,
): Promise<Collected<Body>> {
  const { collection, cursor, limit = Number.POSITIVE_INFINITY } = request;
  const { revision } = pick;
  const namespaces = [...pick.namespaces].sort().filter((name) => cursor === undefined || name >= cursor.namespace);
  const parts: { namespace: string; body: Body }[] = [];
  let left = limit;
  while (namespaces.length > 0) {
    const batch = namespaces.splice(0, Number.isFinite(limit) ? 1 : callsMax);
    const answers = await Promise.all(
      batch.map((namespace) => {
        const after = namespace === cursor?.namespace ? cursor.name : "";
        const most = Number.isFinite(left) ? left : Number.MAX_SAFE_INTEGER - 1;
        return calls.part(namespace, { collection, revision, after, limit: most, mustBeNew });
      }),
    );
    for (const [index, answer] of answers.entries()) {
      const namespace = batch[index] as string;
      if (answer.type !== "part") return answer;
      if (answer.count > 0) parts.push({ namespace, body: answer.body });
      left -= answer.count;
      if (left <= 0 || answer.more) {
        const isLast = !answer.more && namespaces.length === 0;
        const next = isLast ? undefined : { revision, namespace, name: answer.lastName ?? "" };
        if (!isLast) return { type: "list", revision, parts, next };
      }
    }
  }
  return { type: "list", revision, parts, next: undefined };
}
