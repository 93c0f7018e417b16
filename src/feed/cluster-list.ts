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
  /** Nothing was ever written here, or it was erased since: the feed knows which. */
  | { readonly type: "virgin" }
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
    const list = await collect(calls, request, pick, exact === undefined && attempt < pickAttemptsMax);
    if (list.type === "expired") return list;
    if (list.type === "list") return list.sawVirgin ? await confirm(calls, list) : list;
    // Further each time: who outruns the wall clock does so by a tick a commit.
    atLeast = list.revision + pickMarginMs * 4 ** attempt * slotsPerTick;
  }
}

type Picked = Extract<PickAnswer, { type: "picked" }>;
type Collected<Body> =
  | (ClusterList<Body> & { readonly sawVirgin: boolean })
  | Expired
  | { readonly type: "newer"; readonly revision: Revision };

/** A namespace is dropped from the feed before it is erased, so the feed can tell whether what was empty once wasn't. */
async function confirm<Body>(calls: ClusterListCalls<Body>, list: ClusterList<Body>): Promise<ClusterListAnswer<Body>> {
  const pick = await calls.pick({ exact: list.revision });
  return pick.type === "picked" ? list : pick;
}

async function collect<Body>(
  calls: ClusterListCalls<Body>,
  request: ClusterListRequest,
  pick: Picked,
  mustBeNew: boolean,
): Promise<Collected<Body>> {
  const { collection, cursor, limit = Number.POSITIVE_INFINITY } = request;
  const { revision } = pick;
  // A page doesn't come to all namespaces, so those that may be ahead are asked first. Only open ones can be.
  if (mustBeNew && Number.isFinite(limit)) {
    const ahead = await askAll(calls, [...pick.open], { collection, revision, after: "", limit: 0, mustBeNew });
    const newest = newestOf(ahead.map(([, answer]) => answer));
    if (newest !== undefined) return { type: "newer", revision: newest };
  }
  const namespaces = [...pick.namespaces].sort().filter((name) => cursor === undefined || name >= cursor.namespace);
  const parts: { namespace: string; body: Body }[] = [];
  let sawVirgin = false;
  let left = limit;
  while (namespaces.length > 0) {
    const batch = namespaces.splice(0, Number.isFinite(limit) ? 1 : callsMax);
    const most = Number.isFinite(left) ? left : Number.MAX_SAFE_INTEGER - 1;
    const after = cursor !== undefined && batch[0] === cursor.namespace ? cursor.name : "";
    const answers = await askAll(calls, batch, { collection, revision, after, limit: most, mustBeNew });
    const newest = newestOf(answers.map(([, answer]) => answer));
    if (newest !== undefined) return { type: "newer", revision: newest };
    for (const [namespace, answer] of answers) {
      if (answer.type === "virgin") sawVirgin = true;
      if (answer.type === "expired") return answer;
      if (answer.type !== "part") continue;
      if (answer.count > 0) parts.push({ namespace, body: answer.body });
      left -= answer.count;
      if (left > 0 && !answer.more) continue;
      const rest = answer.more ? "some" : await lookAhead(calls, namespaces, { collection, revision });
      const next = rest === "some" ? { revision, namespace, name: answer.lastName ?? "" } : undefined;
      return { type: "list", revision, parts, next, sawVirgin: sawVirgin || rest === "virgin" };
    }
  }
  return { type: "list", revision, parts, next: undefined, sawVirgin };
}

/** Is there anything at all for another page? Clients don't expect an empty last one. */
async function lookAhead<Body>(
  calls: ClusterListCalls<Body>,
  namespaces: readonly string[],
  at: { collection: string; revision: Revision },
): Promise<"some" | "none" | "virgin"> {
  let found: "none" | "virgin" = "none";
  for (let start = 0; start < namespaces.length; start += callsMax) {
    const batch = namespaces.slice(start, start + callsMax);
    for (const [, answer] of await askAll(calls, batch, { ...at, after: "", limit: 1, mustBeNew: false })) {
      // What can't be told now is told on the next page.
      if (answer.type === "expired" || (answer.type === "part" && answer.count > 0)) return "some";
      if (answer.type === "virgin") found = "virgin";
    }
  }
  return found;
}

function newestOf(answers: readonly PartAnswer<unknown>[]): Revision | undefined {
  const ahead = answers.filter((answer) => answer.type === "newer").map((answer) => answer.revision);
  return ahead.length === 0 ? undefined : Math.max(...ahead);
}

async function askAll<Body>(
  calls: ClusterListCalls<Body>,
  namespaces: readonly string[],
  request: PartRequest,
): Promise<[string, PartAnswer<Body>][]> {
  const answers: [string, PartAnswer<Body>][] = [];
  for (let start = 0; start < namespaces.length; start += callsMax) {
    const batch = namespaces.slice(start, start + callsMax);
    const asked = batch.map(
      async (name): Promise<[string, PartAnswer<Body>]> => [name, await calls.part(name, request)],
    );
    answers.push(...(await Promise.all(asked)));
  }
  return answers;
}
