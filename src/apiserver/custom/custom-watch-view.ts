// What a watch of a custom resource sees. Its kind is looked up when there is something to see: an object that wakes
// with watches may not know the cluster's kinds yet, and they change while it is watched.
import { parseFieldSelector, requiredValue } from "../../apimachinery/field-selector.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import type { CustomResource } from "../../kinds/custom/custom-resource.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { Clock } from "../../platform/clock.ts";
import { type SharedChange, type View, watchLine } from "../../storage/view.ts";
import { selection } from "../selection.ts";
import { shower, type WatchSelection } from "../watch-shape.ts";
import { apiVersionOfKind } from "../write-context.ts";

/** Says when a definition is another one, as far as what it makes is seen by a watch. */
export function definitionOf({ uid, generation }: CustomResource): string {
  return `${uid}/${generation}`;
}

/** Whether a watch that began under `definition` shows what is not served any more, or not like this. */
export function isOver(custom: CustomResource | undefined, definition: string | undefined): boolean {
  if (custom === undefined) return true;
  // Being deleted makes it another generation, and yet its objects' end is to be told.
  return custom.terminating !== true && definitionOf(custom) !== definition;
}

export function customWatchView(kinds: () => KindRegistry, wanted: WatchSelection, clock: Clock): View {
  const find = () => kinds().byResource(wanted.group, wanted.version, wanted.plural);
  const needsPast = wanted.labelSelector !== "" || wanted.fieldSelector !== "";
  // The last that is told of a definition which has gone is told by what it said.
  let kind = find();
  let view: View | undefined;
  const line = (shared: SharedChange): string | undefined => {
    const now = find() ?? kind;
    if (now === undefined) return undefined;
    if (now.custom?.webhookConversion) return unconvertedLine(shared, wanted);
    if (view === undefined || now !== kind) view = viewInVersion(now, wanted, clock);
    kind = now;
    return watchLine(shared, view);
  };
  return {
    ...(needsPast ? { selects: () => true } : {}),
    line,
    isOver: () => isOver(find()?.custom, wanted.definition),
  };
}

/** For objects that differ by their version's name, and what its schema keeps; also for those converted already. */
export function viewInVersion(kind: Kind, wanted: WatchSelection, clock: Clock): View {
  const apiVersion = apiVersionOfKind(kind);
  // Whatever was the stored version when an object was written may be another one than now.
  const seen = (object: Readonly<KubeObject>) =>
    object.apiVersion === apiVersion ? object : (kind.convert?.(object, apiVersion) ?? object);
  const { matches } = selection(kind, wanted);
  const show = shower(kind, wanted, clock);
  return {
    ...(matches === undefined ? {} : { selects: (text) => matches(seen(text.object)) }),
    show: (text) => {
      if (show !== undefined) return JSON.stringify(show(seen(text.object)));
      const object = kind.custom?.versions.length === 1 ? undefined : seen(text.object);
      return object === undefined || object === text.object ? text.text : JSON.stringify(object);
    },
  };
}

/** An event as the Worker gets it whose webhook is yet to be asked: `previous`, where the watch selects. */
export interface UnconvertedEvent {
  readonly type: SharedChange["change"]["type"] | "ERROR" | "BOOKMARK";
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

/** Conversion leaves names alone, so these are seen to here. */
function unconvertedLine({ change, after, before }: SharedChange, wanted: WatchSelection): string | undefined {
  const fields = wanted.fieldSelector === "" ? [] : parseFieldSelector(wanted.fieldSelector);
  const name = requiredValue(fields, "metadata.name");
  if (name !== undefined && name !== after.object.metadata?.name) return undefined;
  const isSelective = wanted.labelSelector !== "" || wanted.fieldSelector !== "";
  const previous = isSelective && before !== undefined ? `,"previous":${before.text}` : "";
  return `{"type":"${change.type}","object":${after.text}${previous}}\n`;
}
