// What one watch wants to see, and what a change looks like to it.
import type { Json } from "../apimachinery/json.ts";
import { SharedText } from "./shared-text.ts";
import type { Change, ChangeType } from "./types.ts";

/**
 * Made by the API server from a watch's selection: storage knows no selector. The functions are called with the same
 * `SharedText` for every watch, so each text is parsed once a change.
 */
export interface View {
  /** Absent: the watch sees every object of its collection. */
  readonly selects?: (object: SharedText) => boolean;
  /** The object's JSON as this watch gets it (another version, a table, metadata only); absent: as it is stored. */
  readonly show?: (object: SharedText) => string;
  /** The whole line, judged and written otherwise than by the two above; then `selects` only says that the past is needed. */
  readonly line?: (change: SharedChange) => string | undefined;
  /** True: what the watch shows is not served any more, or not like this. Asked when that may have changed. */
  readonly isOver?: () => boolean;
}

/** Anything JSON, kept with the watch (under 8 KiB): equal selections are compiled and shown once. */
export type Selection = Json;
export type CompileView = (collection: string, selection: Selection) => View;

/** A change whose texts are parsed once for all views. */
export interface SharedChange {
  readonly change: Change;
  readonly after: SharedText;
  readonly before: SharedText | undefined;
}

export function shareChange(change: Change): SharedChange {
  const before = change.previousText === undefined ? undefined : new SharedText(change.previousText);
  return { change, after: new SharedText(change.text), before };
}

/**
 * The change as one line of a watch's stream, or undefined when it doesn't concern the view: an object that enters the
 * selection is ADDED, one that leaves it is DELETED in its last selected state.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go getMutabledObject, convertToWatchEvent
 */
export function watchLine(shared: SharedChange, view: View): string | undefined {
  if (view.line !== undefined) return view.line(shared);
  const { change, after, before } = shared;
  const selects = view.selects ?? (() => true);
  const show = view.show ?? ((object: SharedText) => object.text);
  const isIn = change.type !== "DELETED" && selects(after);
  // A deletion without its past (`previousText`) is judged by the last state that it carries.
  const wasIn = change.type !== "ADDED" && selects(before ?? after);
  if (isIn) return eventLine(wasIn ? "MODIFIED" : "ADDED", show(after));
  if (!wasIn) return undefined;
  const last = change.type === "DELETED" || before === undefined ? after : before.at(change.revision);
  return eventLine("DELETED", show(last));
}

export function eventLine(type: ChangeType | "BOOKMARK" | "ERROR", objectText: string): string {
  return `{"type":"${type}","object":${objectText}}\n`;
}
