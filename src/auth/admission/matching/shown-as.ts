// A request's objects in the version that a webhook or a policy wants to see, and back.
import { apiVersionOf, type KubeObject } from "../../../apimachinery/json.ts";
import type { Kind } from "../../../kinds/kind.ts";

/** `object`, of kind `from`, in the shape of `to`; the same object when both are one. Custom ones may ask a webhook. */
export async function shownAs<Shown extends Readonly<KubeObject> | undefined>(
  object: Shown,
  from: Kind,
  to: Kind,
): Promise<Shown> {
  if (from === to || object === undefined) return object;
  const apiVersion = apiVersionOf(to.group, to.version);
  const convert = from.convert ?? to.convert;
  if (convert === undefined) return { ...object, apiVersion };
  return (await convert(object, apiVersion)) as Shown;
}

/** `object` becomes what `other` is: whoever holds it sees the change. */
export function become(object: KubeObject, other: KubeObject): void {
  for (const key of Object.keys(object)) if (!Object.hasOwn(other, key)) delete object[key];
  Object.assign(object, other);
}
