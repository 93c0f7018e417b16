// What one watch sees: which objects, in which version and shape. Storage asks for it by the selection kept with the watch.
import type { KubeObject } from "../apimachinery/json.ts";
import { internalError } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";
import type { Clock } from "../platform/clock.ts";
import type { CompileView, View } from "../storage/view.ts";
import { customWatchView } from "./custom/custom-watch-view.ts";
import { converted, storageKind } from "./render.ts";
import { selection } from "./selection.ts";
import { shower, type WatchSelection } from "./watch-shape.ts";

export function compileView(kinds: () => KindRegistry, clock: Clock): CompileView {
  return (_collection, kept) => {
    const wanted = kept as unknown as WatchSelection;
    if (wanted.definition !== undefined) return customWatchView(kinds, wanted, clock);
    const kind = kinds().byResource(wanted.group, wanted.version, wanted.plural);
    if (kind === undefined) throw internalError(`${wanted.plural} is no longer served`);
    return viewOf(kinds(), kind, wanted, clock);
  };
}

function viewOf(kinds: KindRegistry, kind: Kind, wanted: WatchSelection, clock: Clock): View {
  const shape = storageKind(kinds, kind);
  const seen = (object: Readonly<KubeObject>) => converted(object, shape, kind);
  const { matches } = selection(kind, wanted);
  const show = shower(kind, wanted, clock);
  return {
    ...(matches === undefined ? {} : { selects: (text) => matches(seen(text.object)) }),
    ...(show === undefined && shape === kind
      ? {}
      : { show: (text) => JSON.stringify((show ?? ((object) => object))(seen(text.object))) }),
  };
}
