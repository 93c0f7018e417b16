// From an object to the text that is stored: the shape of its storage version, `kind` and `apiVersion` first.
import type { KubeObject, ObjectMeta } from "../apimachinery/json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";
import { isStorageKind } from "../kinds/kind-registry.ts";
import type { StoredObject } from "../storage/types.ts";
import type { Scope } from "./scope.ts";
import { apiVersionOfKind } from "./write-context.ts";

/** The kind whose shape a collection is stored in; the kind itself for nearly all. */
export function storageKind(kinds: KindRegistry, kind: Kind): Kind {
  return isStorageKind(kind) ? kind : (kinds.byCollection(kind.collection) ?? kind);
}

/** `object`, of kind `from`, in the shape of `to`. The same object when both are one shape. */
export function converted(object: KubeObject, from: Kind, to: Kind): KubeObject {
  if (from === to) return object;
  const convert = from.convert ?? to.convert;
  return convert === undefined
    ? { ...object, apiVersion: apiVersionOfKind(to) }
    : convert(object, apiVersionOfKind(to));
}

/** Makes the text of `object` at a revision. The object is the renderer's from then on. */
export function renderer(object: KubeObject, kind: Kind): (revision: number) => string {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const ordered: KubeObject = {
    kind: kind.kind,
    apiVersion: apiVersionOfKind(kind),
    metadata: metadata ?? {},
    ...rest,
  };
  const meta = ordered.metadata as ObjectMeta;
  return (revision) => {
    meta.resourceVersion = String(revision);
    return JSON.stringify(ordered);
  };
}

/** The text of an object that was not stored (a dry run): as it is, at the revision it would replace. */
export function renderUnstored(object: KubeObject, kind: Kind): string {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return JSON.stringify({ kind: kind.kind, apiVersion: apiVersionOfKind(kind), ...rest });
}

/** A stored object's text in the kind's version: nearly always the text as it is stored. */
export function storedAs(scope: Scope, kind: Kind, stored: StoredObject): string {
  const shape = storageKind(scope.kinds(), kind);
  return shape === kind ? stored.text : JSON.stringify(converted(scope.parsed.parse(stored), shape, kind));
}
