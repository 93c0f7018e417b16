// The usual ways to get from a changed object to the keys that it concerns.
import type { KubeObject } from "../../apimachinery/json.ts";
import { semanticEqual } from "../../kinds/semantic-equal.ts";
import type { KindRef } from "./client.ts";
import type { ObservedChange, ScopeIndex, WatchRule } from "./controller.ts";
import { labelsKey } from "./labels-key.ts";
import { controllerNamed, controllerOf } from "./ownership.ts";

/** The object itself. */
export function own(kind: KindRef): WatchRule {
  return { kind, keys: (change) => [change.name] };
}

/** The `ownerKind` object that controls it; after a change of hands the old one as well. */
export function owned(kind: KindRef, ownerKind: KindRef): WatchRule {
  return {
    kind,
    keys(change) {
      const now = controllerNamed(change.object, ownerKind);
      const before = ownersChanged(change) && change.old ? controllerNamed(change.old, ownerKind) : undefined;
      return distinct([now, before]);
    },
  };
}

/** An object that nobody controls concerns whoever selects its labels (`labels-key.ts`). */
export function orphaned(kind: KindRef): WatchRule {
  return {
    kind,
    keys(change) {
      const { object, old, type } = change;
      const { labels, deletionTimestamp } = object.metadata ?? {};
      if (type === "DELETED" || deletionTimestamp !== undefined || labels === undefined) return [];
      if (controllerOf(object) !== undefined) return [];
      const isNews =
        old === undefined || controllerOf(old) !== undefined || !semanticEqual(old.metadata?.labels, labels);
      return isNews ? [labelsKey(labels)] : [];
    },
  };
}

export function mapped<Type extends KubeObject>(
  kind: KindRef<Type>,
  keys: (change: ObservedChangeOf<Type>, index: ScopeIndex) => readonly (string | undefined)[],
): WatchRule {
  return { kind, keys: (change, index) => distinct(keys(change as ObservedChangeOf<Type>, index)) };
}

/** A change of a known kind. */
export interface ObservedChangeOf<Type extends KubeObject> extends ObservedChange {
  readonly object: Readonly<Type>;
  readonly old: Readonly<Type> | undefined;
}

/** Spares the old object's parsing where its text shows the same owners. */
function ownersChanged({ object, oldText }: ObservedChange): boolean {
  if (oldText === undefined) return false;
  const owners = object.metadata?.ownerReferences ?? [];
  if (owners.length === 0) return oldText.includes('"ownerReferences":[');
  return !oldText.includes(JSON.stringify(owners));
}

function distinct(keys: readonly (string | undefined)[]): string[] {
  return [...new Set(keys.filter((key) => key !== undefined))];
}
