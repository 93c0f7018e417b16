// A namespace's part of a cluster-wide list.
import type { Store } from "../storage/store.ts";
import type { Expired, ListPage } from "../storage/types.ts";
import type { PartRequest } from "./cluster-list.ts";

/** [R4] The state at the revision, which from now on is past: later commits exceed it. */
export function listPart(
  store: Store,
  request: PartRequest,
): ({ type: "part" } & ListPage) | { type: "newer"; revision: number } | { type: "virgin" } | Expired {
  if (store.isVirgin) {
    store.clock.lift(request.revision);
    return { type: "virgin" };
  }
  if (request.mustBeNew && store.revision > request.revision) return { type: "newer", revision: store.revision };
  const page = store.listAt(request.collection, request.revision, { after: request.after, limit: request.limit });
  return "type" in page ? page : { type: "part", ...page };
}
