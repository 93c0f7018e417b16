// From an object to the text that is stored: the shape of its storage version, `kind` and `apiVersion` first.
import type { KubeObject, ObjectMeta } from "../apimachinery/json.ts";
import { internalError } from "../apimachinery/status-error.ts";
import { asOfNow } from "../kinds/custom/custom-kind.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KindRegistry } from "../kinds/kind-registry.ts";
import { isStorageKind } from "../kinds/kind-registry.ts";
import type { StoredObject } from "../storage/types.ts";
import { ConversionNeeded } from "./conversion/conversions.ts";
import { hearsayRevisions } from "./custom/limits.ts";
import { sameJson } from "./equality.ts";
import type { ParseableText } from "./parsed-objects.ts";
import type { Scope } from "./scope.ts";
import { apiVersionOfKind } from "./write-context.ts";

/** The kind whose shape a collection is stored in; the kind itself for nearly all. */
export function storageKind(kinds: KindRegistry, kind: Kind): Kind {
  return isStorageKind(kind) ? kind : (kinds.byCollection(kind.collection) ?? kind);
}

/** `object`, of kind `from`, in the shape of `to`. The same object when both are one shape. */
export function converted(object: KubeObject, from: Kind, to: Kind): KubeObject {
  if (from === to) return object;
  if (to.custom?.webhookConversion) throw internalError(`${to.plural}.${to.group} is converted by a webhook`);
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

/**
 * The text of an object that was just stored in another shape: as it is read from there, with that version's defaults.
 * Where a webhook would have to say how that looks, it is what was given to it.
 */
export function renderStored(scope: Scope, object: KubeObject, kind: Kind, stored: ParseableText): string {
  if (!kind.custom?.webhookConversion) return JSON.stringify(presented(scope, kind, stored));
  const metadata = { ...object.metadata, resourceVersion: String(stored.revision) };
  return renderUnstored({ ...object, metadata }, kind);
}

/** Stored before the definition was what it is: today's defaults may be missing, and fields it no longer knows be there. */
function isOutdated({ custom }: Kind, { revision }: ParseableText): boolean {
  return custom !== undefined && revision < custom.since + hearsayRevisions;
}

/** A stored object as the kind's version shows it; shared, not to be changed. */
export function presented(scope: Scope, kind: Kind, stored: ParseableText): Readonly<KubeObject> {
  const shape = storageKind(scope.kinds(), kind);
  const object = scope.parsed.parse(stored);
  if (kind.custom?.webhookConversion) return presentedByWebhook(scope, kind, stored, object);
  if (!isOutdated(shape, stored)) return converted(object, shape, kind);
  // It may lie in a version that was the stored one once.
  const wanted = apiVersionOfKind(kind);
  return asOfNow(kind, object.apiVersion === wanted ? object : (kind.convert?.(object, wanted) ?? object));
}

/** Throws ConversionNeeded when it has not been converted yet. */
function presentedByWebhook(scope: Scope, kind: Kind, stored: ParseableText, object: Readonly<KubeObject>) {
  const seen = object.apiVersion === apiVersionOfKind(kind) ? object : scope.conversions?.get(kind, stored);
  if (seen === undefined) throw new ConversionNeeded(kind, [stored]);
  return isOutdated(kind, stored) ? asOfNow(kind, seen) : seen;
}

/** An object of `kind` in the shape that it is stored in. Throws InternalError when its webhook fails. */
export async function toStored(scope: Scope, object: KubeObject, kind: Kind, shape: Kind): Promise<KubeObject> {
  if (kind === shape || !kind.custom?.webhookConversion) return converted(object, kind, shape);
  if (scope.conversions === undefined) throw internalError("this scope converts nothing");
  const [made] = await scope.conversions.convert(shape, [object]);
  return made as KubeObject;
}

/** Whether a write that changes nothing still changes what is stored: its version, or what a later schema makes of it. */
export function needsRewrite(scope: Scope, kind: Kind, stored: ParseableText): boolean {
  const shape = storageKind(scope.kinds(), kind);
  return isOutdated(shape, stored) && !sameJson(presented(scope, shape, stored), scope.parsed.parse(stored));
}

/** A stored object's text in the kind's version: nearly always the text as it is stored. */
export function storedAs(scope: Scope, kind: Kind, stored: StoredObject): string {
  const shape = storageKind(scope.kinds(), kind);
  if (shape === kind && !isOutdated(shape, stored)) return stored.text;
  return JSON.stringify(presented(scope, kind, stored));
}
