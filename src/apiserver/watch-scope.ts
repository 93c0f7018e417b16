// A watch of one scope: its initial events as lines, then a socket that the Worker turns into the client's stream.

import type { Json, KubeObject } from "../apimachinery/json.ts";
import { parseResourceVersion, readListOptions } from "../apimachinery/list-options.ts";
import { expired } from "../apimachinery/status-error.ts";
import { eventLine } from "../storage/view.ts";
import type { WatchRequest } from "../storage/watch-hub.ts";
import { definitionOf } from "./custom/custom-watch-view.ts";
import { readPage, refuseFuture } from "./list-scope.ts";
import { outputFormat } from "./output-format.ts";
import type { ApiRequest } from "./request.ts";
import type { Scope } from "./scope.ts";
import { selection } from "./selection.ts";
import { readIncludeObject } from "./table.ts";
import { shower, type WatchSelection } from "./watch-shape.ts";

/** What of a request says what is watched. */
export type WatchedRequest = Pick<ApiRequest, "accept" | "info" | "kind" | "query">;

/** What the request's watch sees. A watch of one name is one with a field selector. */
export function watchSelection(request: WatchedRequest): WatchSelection {
  const { kind, info, query } = request;
  const { labelSelector, fieldSelector } = readListOptions(query, { watch: true });
  const { shape, metaVersion } = outputFormat(request.accept);
  const named = info.name === "" ? [] : [`metadata.name=${info.name}`];
  const wanted: WatchSelection = {
    group: kind.group,
    version: kind.version,
    plural: kind.plural,
    labelSelector,
    fieldSelector: [...named, ...(fieldSelector === "" ? [] : [fieldSelector])].join(","),
    shape,
    metaVersion,
    includeObject: readIncludeObject(query),
    ...(kind.custom === undefined ? {} : { definition: definitionOf(kind.custom) }),
  };
  // Refused now rather than when the first event comes.
  selection(kind, wanted);
  return wanted;
}

/** What storage is asked for: everything after `from`. A revision that it can't serve is refused on the stream. */
export function watchRequest(request: ApiRequest, from: number): WatchRequest {
  return { collection: request.kind.collection, selection: watchSelection(request) as unknown as Json, from };
}

/** The state, as ADDED lines, and the revision it stands at. `revision` undefined: as it stands now. */
export function initialLines(
  scope: Scope,
  request: ApiRequest,
  revision: number | undefined,
): { readonly lines: string; readonly revision: number } {
  const { kind, query } = request;
  const selected = watchSelection(request);
  const asked = parseResourceVersion(readListOptions(query, { watch: true }).resourceVersion);
  if (asked > 0) {
    refuseFuture(scope, asked);
    scope.store.reach(asked);
  }
  const wanted = { selection: selection(kind, selected), revision, after: "", limit: undefined };
  const page = readPage(scope, kind, wanted);
  if ("type" in page) throw expired(`too old resource version: ${revision} (${page.horizon})`);
  const show = shower(kind, selected, scope.clock);
  const shown = (text: string) => (show === undefined ? text : JSON.stringify(show(JSON.parse(text) as KubeObject)));
  return { lines: page.items.map((text) => eventLine("ADDED", shown(text))).join(""), revision: page.revision };
}
