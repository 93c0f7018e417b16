// What the three have in common: an object that is to be deleted waits for their finalizer.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Client, KindRef } from "../runtime/client.ts";
import type { WatchRule } from "../runtime/controller.ts";
import { isConflict, isNotFound } from "../runtime/failures.ts";

export function isHeldBy({ metadata }: Readonly<KubeObject>, finalizer: string): boolean {
  return metadata?.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true;
}

/** The objects of `kind` that wait for `finalizer`. */
export function toBeReleased(kind: KindRef, finalizer: string): WatchRule {
  return {
    kind,
    keys: ({ type, text, name, object }) =>
      type === "MODIFIED" && text.includes('"deletionTimestamp"') && isHeldBy(object, finalizer) ? [name] : [],
  };
}

/** A change that came between is looked at on its own. */
export async function release<Type extends KubeObject>(
  client: Client,
  kind: KindRef<Type>,
  { metadata }: Readonly<Type>,
  finalizer: string,
): Promise<void> {
  const { name = "", uid, resourceVersion, finalizers = [] } = metadata ?? {};
  const rest = finalizers.filter((one) => one !== finalizer);
  try {
    await client.patch(kind, name, { metadata: { uid, resourceVersion, finalizers: rest } } as KubeObject);
  } catch (error) {
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}
