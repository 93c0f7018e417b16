// A watch of what a webhook converts: the object tells of everything as it is stored, and the Worker has it converted,
// judges it by the watch's selectors and shows it in its shape. Events of one frame are converted by one call.
import { StatusError } from "../../apimachinery/status-error.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { Clock } from "../../platform/clock.ts";
import { SharedText } from "../../storage/shared-text.ts";
import type { Change, ChangeType } from "../../storage/types.ts";
import { eventLine, watchLine } from "../../storage/view.ts";
import type { CustomKinds } from "../custom/custom-kinds.ts";
import { type UnconvertedEvent, viewInVersion } from "../custom/custom-watch-view.ts";
import type { WatchSelection } from "../watch-shape.ts";
import { apiVersionOfKind } from "../write-context.ts";
import type { Conversions } from "./conversions.ts";

export interface ConvertedWatch {
  readonly kind: Kind;
  readonly wanted: WatchSelection;
  readonly customs: Pick<CustomKinds, "hold">;
  readonly conversions: Pick<Conversions, "convert">;
  readonly clock: Clock;
}

/** What the client gets for what the object told. */
export interface ConvertedLines {
  readonly text: string;
  /** The last line is an ERROR, and nothing follows. */
  readonly end: boolean;
}

/** Makes client's lines of the object's. To be called in turn: order is the caller's to keep. */
export function convertWatch(watch: ConvertedWatch): (text: string) => Promise<ConvertedLines> {
  const { kind, wanted } = watch;
  const view = viewInVersion(kind, wanted, watch.clock);
  const isPlain = wanted.shape === "object" && wanted.labelSelector === "" && wanted.fieldSelector === "";
  const asWanted = `"object":{"kind":"${kind.kind}","apiVersion":"${apiVersionOfKind(kind)}",`;
  return async (text) => {
    const lines = text.split("\n").filter((line) => line !== "");
    if (lines.length === 0) return { text, end: false };
    if (isPlain && lines.every((line) => line.startsWith(asWanted, line.indexOf(",") + 1))) return { text, end: false };
    try {
      const events = await convertEvents(
        watch,
        lines.map((line) => JSON.parse(line) as UnconvertedEvent),
      );
      const shown = events.map((event) => {
        if (event.type === "ERROR" || event.type === "BOOKMARK") {
          return eventLine(event.type, JSON.stringify(event.object));
        }
        return watchLine({ change: changeOf(kind, event, event.type), ...textsOf(event) }, view) ?? "";
      });
      return { text: shown.join(""), end: false };
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return { text: eventLine("ERROR", JSON.stringify(error.status())), end: true };
    }
  };
}

/** Both states of each event in the watch's version. Throws StatusError when the webhook fails. */
async function convertEvents(
  { kind, customs, conversions }: ConvertedWatch,
  events: readonly UnconvertedEvent[],
): Promise<readonly UnconvertedEvent[]> {
  const { group, version, plural } = kind;
  const held = await customs.hold({ group, version, plural });
  // Its definition has gone: the watch is about to end, and what is told of it can't be shown.
  if (held === undefined) return [];
  try {
    const objects = events.flatMap(({ type, object, previous }) => {
      if (type === "ERROR" || type === "BOOKMARK") return [];
      return previous === undefined ? [object] : [object, previous];
    });
    const converted = await conversions.convert(held.kind, objects);
    let next = 0;
    const take = () => converted[next++] as UnconvertedEvent["object"];
    return events.map((event) => {
      if (event.type === "ERROR" || event.type === "BOOKMARK") return event;
      const object = take();
      return event.previous === undefined ? { ...event, object } : { ...event, object, previous: take() };
    });
  } finally {
    held.release();
  }
}

function changeOf(kind: Kind, { object }: UnconvertedEvent, type: ChangeType): Change {
  const { name = "", uid = "", resourceVersion } = object.metadata ?? {};
  const revision = Number(resourceVersion);
  return { type, collection: kind.collection, name, uid, revision, text: "", previousText: undefined };
}

function textsOf({ object, previous }: UnconvertedEvent): { after: SharedText; before: SharedText | undefined } {
  return {
    after: new SharedText(JSON.stringify(object)),
    before: previous === undefined ? undefined : new SharedText(JSON.stringify(previous)),
  };
}
